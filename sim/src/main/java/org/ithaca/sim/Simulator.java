package org.ithaca.sim;

import java.util.function.BooleanSupplier;
import org.ithaca.base.SplitMix;

/// The time of a simulated world and the one queue of everything that is going to happen in it.
///
/// Virtual time is in nanoseconds and starts at 0. Events of one moment happen in the order they were put in.
/// Randomness
/// comes from [#random]: a stream is made of the seed and the purpose, so a new consumer never shifts another's draws.
public final class Simulator {
    /// Most events one world may have: reaching it means that it runs in circles.
    public static final long DEFAULT_EVENT_LIMIT = 50_000_000;

    private final long seed;
    private final EventQueue queue = new EventQueue();
    private final Trace trace = new Trace();
    private final FaultCounts faults = new FaultCounts();
    private final SimHooks hooks = new SimHooks();
    private long nowNanos;
    private long order;
    private long executed;
    private long eventLimit = DEFAULT_EVENT_LIMIT;

    public Simulator(long seed) {
        this.seed = seed;
    }

    public long seed() {
        return seed;
    }

    /// Virtual time since the world began.
    public long nowNanos() {
        return nowNanos;
    }

    /// Events executed so far.
    public long executed() {
        return executed;
    }

    public Trace trace() {
        return trace;
    }

    /// The faults that were injected into this world.
    public FaultCounts faults() {
        return faults;
    }

    /// The hooks to give to every core of this world.
    public SimHooks hooks() {
        return hooks;
    }

    /// Makes the world fail after this many events.
    public void eventLimit(long limit) {
        eventLimit = limit;
    }

    /// A fresh generator for one purpose. Two calls with one purpose give the same stream: name purposes apart.
    public SplitMix random(String purpose) {
        long named = 0;
        for (int i = 0; i < purpose.length(); i++) {
            named = SplitMix.mix(named ^ purpose.charAt(i));
        }
        return new SplitMix(SplitMix.mix(seed) ^ named);
    }

    /// Notes an event in the trace.
    public void note(String subject, String verb, long a, long b, long c) {
        trace.note(nowNanos, subject, verb, a, b, c);
    }

    /// Counts a fault and notes it in the trace.
    public void fault(FaultKind kind, String subject) {
        faults.add(kind);
        trace.note(nowNanos, subject, kind.label(), faults.of(kind), 0, 0);
    }

    /// Runs `action` in `delayNanos` from now; at least 0.
    public SimTimer after(long delayNanos, Runnable action) {
        return at(nowNanos + Math.max(0, delayNanos), action);
    }

    /// Runs `action` at a moment; now if that has passed.
    public SimTimer at(long timeNanos, Runnable action) {
        SimTimer timer = new SimTimer(Math.max(timeNanos, nowNanos), order++, action);
        queue.add(timer);
        return timer;
    }

    /// Executes the next event. False if there is none.
    public boolean step() {
        while (true) {
            SimTimer next = queue.poll();
            if (next == null) {
                return false;
            }
            Runnable action = next.take();
            if (action != null) {
                execute(next.timeNanos, action);
                return true;
            }
        }
    }

    private void execute(long timeNanos, Runnable action) {
        nowNanos = timeNanos;
        if (++executed > eventLimit) {
            throw new IllegalStateException("the world had " + eventLimit + " events by " + nowNanos
                    + " ns and does not come to rest (seed " + seed + ")");
        }
        action.run();
    }

    /// Executes all events of the next `nanos`; the time is then exactly that much later.
    public void runFor(long nanos) {
        long end = nowNanos + nanos;
        runUntil(() -> false, end);
        nowNanos = end;
    }

    /// Executes events until `done` or until the next one lies after `deadlineNanos`; whether `done` holds.
    public boolean runUntil(BooleanSupplier done, long deadlineNanos) {
        while (!done.getAsBoolean()) {
            SimTimer next = queue.peek();
            if (next == null || next.timeNanos > deadlineNanos) {
                return false;
            }
            step();
        }
        return true;
    }
}
