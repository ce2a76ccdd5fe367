package org.ithaca.quorum;

import java.util.StringJoiner;

/// Sets of ranks as bit masks: bit `r` stands for rank `r`, 0 to 63.
public final class Ranks {
    private Ranks() {}

    /// All ranks below `size`; `size` is 0 to 64.
    public static long below(int size) {
        return size == Long.SIZE ? -1L : (1L << size) - 1;
    }

    /// Ranks `from` to `from + count - 1`.
    static long range(int from, int count) {
        return below(count) << from;
    }

    static boolean contains(long set, long subset) {
        return (set & subset) == subset;
    }

    /// As in `{0,1,5}`.
    public static String text(long ranks) {
        StringJoiner joiner = new StringJoiner(",", "{", "}");
        for (long left = ranks; left != 0; left &= left - 1) {
            joiner.add(Integer.toString(Long.numberOfTrailingZeros(left)));
        }
        return joiner.toString();
    }
}
