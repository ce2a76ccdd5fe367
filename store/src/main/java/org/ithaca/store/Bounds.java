package org.ithaca.store;

/// What the state journal says of a loglet on disk.
///
/// @param first lowest slot kept
/// @param end slots from here on are dropped for good; `Long.MAX_VALUE` while the epoch has not ended
record Bounds(long first, long end) {
    /// A loglet that starts at `first`.
    static Bounds from(long first) {
        return new Bounds(first, Long.MAX_VALUE);
    }

    Bounds withFirst(long newFirst) {
        return new Bounds(newFirst, end);
    }

    Bounds withEnd(long newEnd) {
        return new Bounds(first, newEnd);
    }

    /// Slots from here on are cut when the loglet is recovered.
    long limit() {
        return Math.max(first, end);
    }
}
