package org.ithaca.quorum;

import java.util.Set;
import java.util.TreeSet;

/// Quorums a second time, written to be obviously right: straight from the definitions, set by set, rank by
/// rank.
final class BruteForce {
    private final QuorumSpec spec;
    private final int n;

    BruteForce(QuorumSpec spec, int n) {
        this.spec = spec;
        this.n = n;
    }

    boolean write(long mask) {
        Set<Integer> set = ranks(mask);
        return switch (spec) {
            case QuorumSpec.Majority majority -> 2 * set.size() > n;
            case QuorumSpec.All all -> set.size() == n;
            case QuorumSpec.Counting counting -> set.size() >= counting.write();
            case QuorumSpec.Weighted weighted -> weight(weighted, set) >= weighted.write();
            case QuorumSpec.Grid grid -> wholeRow(grid, set);
            case QuorumSpec.Groups groups -> {
                boolean every = true;
                for (int group = 0; group < groups.groups(); group++) {
                    every &= inGroup(groups, group, set) >= groups.write();
                }
                yield every;
            }
            case QuorumSpec.Explicit explicit -> explicit.write().stream().anyMatch(one -> set.containsAll(ranks(one)));
        };
    }

    boolean seal(long mask) {
        Set<Integer> set = ranks(mask);
        return switch (spec) {
            case QuorumSpec.Majority majority -> 2 * set.size() > n;
            case QuorumSpec.All all -> !set.isEmpty();
            case QuorumSpec.Counting counting -> set.size() >= counting.seal();
            case QuorumSpec.Weighted weighted -> weight(weighted, set) >= weighted.seal();
            case QuorumSpec.Grid grid -> wholeColumn(grid, set);
            case QuorumSpec.Groups groups -> {
                boolean any = false;
                for (int group = 0; group < groups.groups(); group++) {
                    any |= inGroup(groups, group, set) >= groups.seal();
                }
                yield any;
            }
            case QuorumSpec.Explicit explicit -> explicit.seal().stream().anyMatch(one -> set.containsAll(ranks(one)));
        };
    }

    /// Whether each write quorum meets each seal quorum: no set is one while its complement is the other.
    boolean safe() {
        for (long mask = 0; mask <= Ranks.below(n); mask++) {
            if (write(mask) && seal(Ranks.below(n) & ~mask)) {
                return false;
            }
        }
        return true;
    }

    /// Every value anyone has is tried.
    long frontier(long[] frontiers) {
        long best = Long.MIN_VALUE;
        for (int i = 0; i < n; i++) {
            long reached = 0;
            for (int r = 0; r < n; r++) {
                reached |= frontiers[r] >= frontiers[i] ? 1L << r : 0;
            }
            best = write(reached) ? Math.max(best, frontiers[i]) : best;
        }
        return best;
    }

    private Set<Integer> ranks(long mask) {
        Set<Integer> set = new TreeSet<>();
        for (int r = 0; r < n; r++) {
            if ((mask >> r & 1) == 1) {
                set.add(r);
            }
        }
        return set;
    }

    private static int weight(QuorumSpec.Weighted weighted, Set<Integer> set) {
        return set.stream().mapToInt(weighted.weights()::get).sum();
    }

    private static boolean wholeRow(QuorumSpec.Grid grid, Set<Integer> set) {
        boolean any = false;
        for (int row = 0; row < grid.rows(); row++) {
            boolean whole = true;
            for (int column = 0; column < grid.columns(); column++) {
                whole &= set.contains(row * grid.columns() + column);
            }
            any |= whole;
        }
        return any;
    }

    private static boolean wholeColumn(QuorumSpec.Grid grid, Set<Integer> set) {
        boolean any = false;
        for (int column = 0; column < grid.columns(); column++) {
            boolean whole = true;
            for (int row = 0; row < grid.rows(); row++) {
                whole &= set.contains(row * grid.columns() + column);
            }
            any |= whole;
        }
        return any;
    }

    private static long inGroup(QuorumSpec.Groups groups, int group, Set<Integer> set) {
        return set.stream().filter(rank -> rank / groups.perGroup() == group).count();
    }
}
