package org.ithaca.quorum;

/// Searches in arrays of frontiers that allocate nothing; arrays are short (at most 64), so counting beats
/// sorting.
final class Frontiers {
    private Frontiers() {}

    /// The largest `f` that at least `needed` of the frontiers `from` to `to - 1` have reached; `needed` is
    /// 1 to `to - from`.
    static long reachedBy(long[] frontiers, int from, int to, int needed) {
        if (needed == to - from) {
            return least(frontiers, from, to);
        }
        long best = Long.MIN_VALUE;
        for (int i = from; i < to; i++) {
            long candidate = frontiers[i];
            if (candidate > best && count(frontiers, from, to, candidate) >= needed) {
                best = candidate;
            }
        }
        return best;
    }

    static long least(long[] frontiers, int from, int to) {
        long least = frontiers[from];
        for (int i = from + 1; i < to; i++) {
            least = Math.min(least, frontiers[i]);
        }
        return least;
    }

    /// The least frontier of the ranks in a set that is not empty.
    static long least(long[] frontiers, long ranks) {
        long least = Long.MAX_VALUE;
        for (long left = ranks; left != 0; left &= left - 1) {
            least = Math.min(least, frontiers[Long.numberOfTrailingZeros(left)]);
        }
        return least;
    }

    private static int count(long[] frontiers, int from, int to, long reached) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if (frontiers[i] >= reached) {
                count++;
            }
        }
        return count;
    }
}
