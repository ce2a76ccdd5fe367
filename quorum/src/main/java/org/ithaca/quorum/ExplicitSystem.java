package org.ithaca.quorum;

import java.util.List;
import org.ithaca.quorum.QuorumSpec.Explicit;

/// Quorums listed one by one.
final class ExplicitSystem implements QuorumSystem {
    private final Explicit spec;
    private final int size;
    private final long[] write;
    private final long[] seal;

    private ExplicitSystem(Explicit spec, int size) {
        this.spec = spec;
        this.size = size;
        this.write = masks(spec.write());
        this.seal = masks(spec.seal());
    }

    static ExplicitSystem of(Explicit spec, int n) {
        Sizes.check(n);
        checkSets(spec, spec.write(), n);
        checkSets(spec, spec.seal(), n);
        for (long write : spec.write()) {
            for (long seal : spec.seal()) {
                if ((write & seal) == 0) {
                    throw Invalid.disjoint(spec, write, seal);
                }
            }
        }
        return new ExplicitSystem(spec, n);
    }

    private static void checkSets(Explicit spec, List<Long> sets, int n) {
        Invalid.unless(
                !sets.isEmpty() && sets.size() <= Explicit.MAX_SETS,
                "\"" + spec + "\" must have 1 to " + Explicit.MAX_SETS + " sets of each kind");
        for (long set : sets) {
            Invalid.unless(set != 0, "\"" + spec + "\" has an empty quorum");
            Invalid.unless(
                    (set & ~Ranks.below(n)) == 0,
                    "quorum " + Ranks.text(set) + " of \"" + spec + "\" has ranks that " + n + " members do not have");
        }
    }

    private static long[] masks(List<Long> sets) {
        return sets.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public QuorumSpec spec() {
        return spec;
    }

    @Override
    public boolean writeQuorum(long ranks) {
        return containsAny(ranks, write);
    }

    @Override
    public boolean sealQuorum(long ranks) {
        return containsAny(ranks, seal);
    }

    @Override
    public long frontier(long[] frontiers) {
        long best = Long.MIN_VALUE;
        for (long quorum : write) {
            best = Math.max(best, Frontiers.least(frontiers, quorum));
        }
        return best;
    }

    private static boolean containsAny(long ranks, long[] quorums) {
        for (long quorum : quorums) {
            if (Ranks.contains(ranks, quorum)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExplicitSystem that && size == that.size && spec.equals(that.spec);
    }

    @Override
    public int hashCode() {
        return 31 * spec.hashCode() + size;
    }
}
