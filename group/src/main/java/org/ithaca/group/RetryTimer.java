package org.ithaca.group;

/// When to try again: 50 ms after the last sign of progress, then twice as long each time, up to a second.
final class RetryTimer {
    static final long FIRST_NANOS = 50_000_000;
    static final long LAST_NANOS = 1_000_000_000;

    private long dueNanos = Long.MAX_VALUE;
    private int attempts;

    /// Nothing to wait for.
    void stop() {
        dueNanos = Long.MAX_VALUE;
        attempts = 0;
    }

    /// Something is awaited; the wait goes on if it has begun.
    void await(long nowNanos) {
        if (dueNanos == Long.MAX_VALUE) {
            dueNanos = nowNanos + FIRST_NANOS;
        }
    }

    /// What was awaited came, and more is awaited.
    void progress(long nowNanos) {
        attempts = 0;
        dueNanos = nowNanos + FIRST_NANOS;
    }

    boolean due(long nowNanos) {
        return dueNanos <= nowNanos;
    }

    /// It was due and did not come: wait longer.
    void again(long nowNanos) {
        attempts = Math.min(attempts + 1, 10);
        dueNanos = nowNanos + Math.min(FIRST_NANOS << attempts, LAST_NANOS);
    }

    /// Waits in vain since the last progress, up to 10.
    int attempts() {
        return attempts;
    }

    long dueNanos() {
        return dueNanos;
    }
}
