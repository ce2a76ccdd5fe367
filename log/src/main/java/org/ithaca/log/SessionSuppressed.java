package org.ithaca.log;

import java.util.Map;
import java.util.TreeMap;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Invariant;

/// Positions of entries that do not count because they, or what should have come before them, are elsewhere in the
/// log.
///
/// They come in ranges, each at the start of a run, and only grow at the end; readers skip them.
public final class SessionSuppressed {
    private static final int RANGE_BYTES = 16;

    private final TreeMap<Long, Long> ends = new TreeMap<>();

    SessionSuppressed() {}

    void add(long position, int count) {
        Map.Entry<Long, Long> newest = ends.lastEntry();
        Invariant.check(newest == null || newest.getValue() <= position, "suppressed ranges are added in log order");
        if (newest != null && newest.getValue() == position) {
            ends.put(newest.getKey(), position + count);
        } else {
            ends.put(position, position + count);
        }
    }

    /// How many entries, from the first, of a run of `count` entries at `position` are suppressed.
    public int prefix(long position, int count) {
        Map.Entry<Long, Long> at = ends.floorEntry(position);
        return at == null ? 0 : Math.clamp(at.getValue() - position, 0, count);
    }

    /// Whether the entry at this position is suppressed.
    public boolean contains(long position) {
        return prefix(position, 1) == 1;
    }

    /// Number of ranges kept.
    public int size() {
        return ends.size();
    }

    /// Forgets the ranges that lie below `position`, where nobody reads any more.
    public void trim(long position) {
        ends.headMap(position).values().removeIf(end -> end <= position);
    }

    /// Writes the ranges at or after the one that starts at `from`, at most `most`; returns where to go on, or
    /// `Long.MAX_VALUE`.
    long encode(ByteWriter out, long from, int most) {
        int count = 0;
        int countAt = out.length();
        out.i32(0);
        for (Map.Entry<Long, Long> range : ends.tailMap(from).entrySet()) {
            if (count == most) {
                out.patchI32(countAt, count);
                return range.getKey();
            }
            out.i64(range.getKey()).i64(range.getValue());
            count++;
        }
        out.patchI32(countAt, count);
        return Long.MAX_VALUE;
    }

    void decode(ByteReader in) {
        int count = in.count(Integer.MAX_VALUE, RANGE_BYTES);
        for (int i = 0; i < count; i++) {
            long start = in.i64();
            ends.put(start, in.i64());
        }
    }
}
