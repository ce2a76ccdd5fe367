package org.ithaca.group;

/// When to try again: four times as long as progress usually takes, at least 50 ms, after the last sign of
/// progress; then twice as long each time, up to a second.
final class RetryTimer {
    static final long LEAST_NANOS = 50_000_000;
    static final long MOST_NANOS = 1_000_000_000;

    private long dueNanos = Long.MAX_VALUE;
    private long sinceNanos;
    private long usualNanos;
    private int attempts;

    /// Nothing to wait for.
    void stop() {
        dueNanos = Long.MAX_VALUE;
        attempts = 0;
    }

    /// Something is awaited; the wait goes on if it has begun.
    void await(long nowNanos) {
        if (dueNanos == Long.MAX_VALUE) {
            begin(nowNanos);
        }
    }

    /// Some of what was awaited came, and more is awaited.
    void progress(long nowNanos) {
        if (dueNanos != Long.MAX_VALUE) {
            usualNanos += (nowNanos - sinceNanos - usualNanos) / 8;
        }
        begin(nowNanos);
    }

    private void begin(long nowNanos) {
        attempts = 0;
        sinceNanos = nowNanos;
        dueNanos = nowNanos + delay();
    }

    boolean due(long nowNanos) {
        return dueNanos <= nowNanos;
    }

    /// It was due and did not come: wait longer.
    void again(long nowNanos) {
        attempts = Math.min(attempts + 1, 10);
        dueNanos = nowNanos + delay();
    }

    private long delay() {
        return Math.min(Math.max(4 * usualNanos, LEAST_NANOS) << attempts, MOST_NANOS);
    }

    /// Waits in vain since the last progress, up to 10.
    int attempts() {
        return attempts;
    }

    /// `Long.MAX_VALUE` if nothing is awaited.
    long dueNanos() {
        return dueNanos;
    }
}
