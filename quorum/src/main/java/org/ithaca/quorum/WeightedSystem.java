package org.ithaca.quorum;

import java.util.Arrays;
import java.util.List;
import org.ithaca.quorum.QuorumSpec.Weighted;

/// Members weigh differently; a quorum is any set that is heavy enough.
final class WeightedSystem implements QuorumSystem {
    private final Weighted spec;
    private final int[] weights;

    private WeightedSystem(Weighted spec) {
        this.spec = spec;
        this.weights = spec.weights().stream().mapToInt(Integer::intValue).toArray();
    }

    static WeightedSystem of(Weighted spec, int n) {
        Sizes.check(spec, n, spec.weights().size());
        int total = 0;
        for (int weight : spec.weights()) {
            Invalid.unless(
                    weight >= 0 && weight <= Weighted.MAX_WEIGHT,
                    "\"" + spec + "\": a weight is 0 to " + Weighted.MAX_WEIGHT + ", not " + weight);
            total += weight;
        }
        Invalid.unless(
                spec.write() >= 1 && spec.write() <= total && spec.seal() >= 1 && spec.seal() <= total,
                "\"" + spec + "\": both thresholds must be 1 to the total weight, " + total);
        long write = writeQuorumBesideSealQuorum(spec, total);
        if (write != 0) {
            throw Invalid.disjoint(spec, write, Ranks.below(n) & ~write);
        }
        return new WeightedSystem(spec);
    }

    /// A set that weighs at least `write` and leaves at least `seal`, or 0: subset sums over `write` to
    /// `total - seal`. `write + seal > total` is enough to have none, yet not needed: weights may be too
    /// coarse to split that way.
    private static long writeQuorumBesideSealQuorum(Weighted spec, int total) {
        int[] reachedBy = new int[total + 1];
        Arrays.fill(reachedBy, -1);
        List<Integer> weights = spec.weights();
        reachedBy[0] = weights.size();
        for (int rank = 0; rank < weights.size(); rank++) {
            int weight = weights.get(rank);
            for (int sum = total; weight > 0 && sum >= weight; sum--) {
                if (reachedBy[sum] < 0 && reachedBy[sum - weight] >= 0) {
                    reachedBy[sum] = rank;
                }
            }
        }
        for (int sum = spec.write(); sum <= total - spec.seal(); sum++) {
            if (reachedBy[sum] >= 0) {
                return membersOf(sum, reachedBy, weights);
            }
        }
        return 0;
    }

    private static long membersOf(int sum, int[] reachedBy, List<Integer> weights) {
        long ranks = 0;
        for (int left = sum; left > 0; left -= weights.get(reachedBy[left])) {
            ranks |= 1L << reachedBy[left];
        }
        return ranks;
    }

    @Override
    public int size() {
        return weights.length;
    }

    @Override
    public QuorumSpec spec() {
        return spec;
    }

    @Override
    public boolean writeQuorum(long ranks) {
        return weightOf(ranks) >= spec.write();
    }

    @Override
    public boolean sealQuorum(long ranks) {
        return weightOf(ranks) >= spec.seal();
    }

    @Override
    public long frontier(long[] frontiers) {
        long best = Long.MIN_VALUE;
        for (int rank = 0; rank < weights.length; rank++) {
            long candidate = frontiers[rank];
            if (candidate > best && weightAt(frontiers, candidate) >= spec.write()) {
                best = candidate;
            }
        }
        return best;
    }

    private int weightOf(long ranks) {
        int sum = 0;
        for (long left = ranks & Ranks.below(weights.length); left != 0; left &= left - 1) {
            sum += weights[Long.numberOfTrailingZeros(left)];
        }
        return sum;
    }

    private int weightAt(long[] frontiers, long reached) {
        int sum = 0;
        for (int rank = 0; rank < weights.length; rank++) {
            if (frontiers[rank] >= reached) {
                sum += weights[rank];
            }
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WeightedSystem that && spec.equals(that.spec);
    }

    @Override
    public int hashCode() {
        return spec.hashCode();
    }
}
