package org.ithaca.sim;

/// The clocks of one machine: how far its monotonic clock drifts, and how wrong its wall clock is.
public final class SimClock {
    private static final long WALL_START_MILLIS = 1_767_225_600_000L;
    private static final long MILLION = 1_000_000;

    private final Simulator world;
    private long driftPpm;
    private long wallOffsetMillis;

    SimClock(Simulator world) {
        this.world = world;
    }

    /// Sets how much faster than virtual time the monotonic clock runs, in millionths; before the first process boots.
    public void drift(long ppm) {
        driftPpm = ppm;
    }

    /// Moves the wall clock by so much from now on; the monotonic clock does not notice.
    public void jumpWall(long millis) {
        wallOffsetMillis += millis;
    }

    /// Sets the wall clock right.
    public void correctWall() {
        wallOffsetMillis = 0;
    }

    long nanos() {
        return local(world.nowNanos());
    }

    long wallMillis() {
        return WALL_START_MILLIS + world.nowNanos() / MILLION + wallOffsetMillis;
    }

    /// The first moment of virtual time at which [#nanos] is at least `localNanos`.
    long worldTime(long localNanos) {
        long guess = localNanos - Math.floorDiv(localNanos, MILLION + driftPpm) * driftPpm;
        while (local(guess) >= localNanos) {
            guess -= 1 + MILLION / 10;
        }
        long low = guess;
        long high = low + 2;
        while (local(high) < localNanos) {
            high += high - low;
        }
        while (low + 1 < high) {
            long middle = (low + high) >>> 1;
            if (local(middle) < localNanos) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private long local(long worldNanos) {
        return worldNanos
                + Math.floorDiv(worldNanos, MILLION) * driftPpm
                + Math.floorMod(worldNanos, MILLION) * driftPpm / MILLION;
    }
}
