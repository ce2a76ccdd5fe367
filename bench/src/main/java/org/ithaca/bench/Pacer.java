package org.ithaca.bench;

import java.util.concurrent.locks.LockSupport;

/// Says when each operation is due: at once in a closed loop, by a schedule that waits for nobody in an
/// open one. One thread.
public final class Pacer {
    private static final long LEAST_SLEEP_NANOS = 50_000;

    private final long start;
    private final double intervalNanos;
    private long count;

    /// @param startNanos when the first one is due in an open loop, on the scale of [System#nanoTime]
    /// @param perSecond operations a second; 0 for a closed loop
    public Pacer(long startNanos, double perSecond) {
        start = startNanos;
        intervalNanos = perSecond == 0 ? 0 : 1e9 / perSecond;
    }

    /// Waits until the next operation is due and returns the time it was due at, which may lie in the past.
    public long next() {
        long due = due(System.nanoTime());
        for (long left = due - System.nanoTime(); left > LEAST_SLEEP_NANOS; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return due;
    }

    /// When the next operation is due, on the scale of [System#nanoTime]; each call is one operation.
    public long due(long now) {
        return intervalNanos == 0 ? now : start + (long) (count++ * intervalNanos);
    }
}
