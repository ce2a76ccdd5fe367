package org.ithaca.bench;

import org.HdrHistogram.Histogram;

/// Acknowledgements of one client: how long each took, and the longest time without one. Any thread.
final class Latencies {
    private static final int DIGITS = 3;

    private final long from;
    private final long to;
    private final Histogram nanos = new Histogram(DIGITS);
    private long latest;
    private long longestGap;
    private long seen;
    private long failures;

    /// Counts what is acknowledged from `from` to below `to`, on the scale of [System#nanoTime].
    Latencies(long from, long to) {
        this.from = from;
        this.to = to;
        latest = from;
    }

    /// An operation that was due at `due` was acknowledged at `now`.
    synchronized void acknowledged(long due, long now) {
        seen++;
        if (now - from < 0 || now - to >= 0) {
            return;
        }
        nanos.recordValue(Math.max(0, now - due));
        longestGap = Math.max(longestGap, now - latest);
        latest = Math.max(latest, now);
    }

    synchronized void failed() {
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

    /// All acknowledgements, counted or not.
    synchronized long seen() {
        return seen;
    }

    synchronized long failures() {
        return failures;
    }
}
