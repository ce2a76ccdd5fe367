package org.ithaca.quorum;

/// Any `write` of the members, any `seal` of them: `majority`, `all` and `counting`.
record CountingSystem(QuorumSpec spec, int size, int write, int seal) implements QuorumSystem {
    static CountingSystem of(QuorumSpec spec, int n, int write, int seal) {
        Sizes.check(n);
        Invalid.unless(
                write >= 1 && write <= n && seal >= 1 && seal <= n,
                "quorums \"" + spec + "\" do not fit " + n + " members: both sizes must be 1 to " + n);
        if (write + seal <= n) {
            throw Invalid.disjoint(spec, Ranks.below(write), Ranks.range(write, seal));
        }
        return new CountingSystem(spec, n, write, seal);
    }

    @Override
    public boolean writeQuorum(long ranks) {
        return Long.bitCount(ranks & Ranks.below(size)) >= write;
    }

    @Override
    public boolean sealQuorum(long ranks) {
        return Long.bitCount(ranks & Ranks.below(size)) >= seal;
    }

    @Override
    public long frontier(long[] frontiers) {
        return Frontiers.reachedBy(frontiers, 0, size, write);
    }
}
