package org.ithaca.bench;

import org.HdrHistogram.Histogram;

/// Acknowledgements of one client: how long each took, and the longest time without one. Any thread.
public final class Latencies {
    private static final int DIGITS = 3;

    private final long from;
    private final long to;
    private final Histogram nanos = new Histogram(DIGITS);
    private long latest;
    private long longestGap;
    private long seen;
    private long failures;

    /// Counts what is acknowledged from `from` to below `to`, on the scale of [System#nanoTime].
    public Latencies(long from, long to) {
        this.from = from;
        this.to = to;
        latest = from;
    }

    /// An operation that was due at `due` was acknowledged at `now`.
    public synchronized void acknowledged(long due, long now) {
        seen++;
        if (now - from < 0 || now - to >= 0) {
            return;
        }
        nanos.recordValue(Math.max(0, now - due));
        longestGap = Math.max(longestGap, now - latest);
        latest = Math.max(latest, now);
    }

    /// An operation failed, or nobody knows what became of it.
    public synchronized void failed() {
        failures++;
    }

    /// Adds what was counted to `all`.
    synchronized void addTo(Histogram all) {
        all.add(nanos);
    }

    /// The longest time without an acknowledgement, the time since the latest one included.
    synchronized long longestGapNanos() {
        return Math.max(longestGap, to - latest);
    }

    /// The longest time without an acknowledgement up to `end`, for a run that ended before its time.
    public synchronized long longestGapNanos(long end) {
        return Math.max(longestGap, end - latest);
    }

    /// Percentiles of what was counted.
    public synchronized LatencySummary summary() {
        return LatencySummary.of(nanos);
    }

    /// All acknowledgements, counted or not.
    public synchronized long seen() {
        return seen;
    }

    /// All failures, counted or not.
    public synchronized long failures() {
        return failures;
    }
}
