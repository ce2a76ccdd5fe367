package org.ithaca.sim;

import org.jspecify.annotations.Nullable;

/// Something that happens at a moment of virtual time unless it is cancelled before.
public final class SimTimer {
    final long timeNanos;
    final long order;
    private @Nullable Runnable action;

    SimTimer(long timeNanos, long order, Runnable action) {
        this.timeNanos = timeNanos;
        this.order = order;
        this.action = action;
    }

    /// Makes it not happen. Nothing if it did already.
    public void cancel() {
        action = null;
    }

    @Nullable
    Runnable take() {
        Runnable taken = action;
        action = null;
        return taken;
    }

    boolean before(SimTimer other) {
        return timeNanos < other.timeNanos || (timeNanos == other.timeNanos && order < other.order);
    }
}
