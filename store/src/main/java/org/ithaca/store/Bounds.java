package org.ithaca.store;

/// What the state journal says of a loglet on disk.
///
/// @param first lowest slot kept
/// @param end slots from here on are dropped for good; `Long.MAX_VALUE` while the epoch has not ended
/// @param trusted what is found from here on was written before a force failed and must not be believed;
///     `Long.MAX_VALUE` where nothing failed
record Bounds(long first, long end, long trusted) {
    /// A loglet that starts at `first`.
    static Bounds from(long first) {
        return new Bounds(first, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    Bounds withFirst(long newFirst) {
        return new Bounds(newFirst, end, trusted);
    }

    Bounds withEnd(long newEnd) {
        return new Bounds(first, newEnd, trusted);
    }

    Bounds withTrusted(long newTrusted) {
        return new Bounds(first, end, newTrusted);
    }

    /// Slots from here on are cut when the loglet is recovered.
    long limit() {
        return Math.max(first, Math.min(end, trusted));
    }
}
