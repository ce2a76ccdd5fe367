package org.ithaca.quorum;

import org.ithaca.quorum.QuorumSpec.Grid;

/// Rows write, columns seal. A row and a column always share one member, so every grid is safe.
record GridSystem(Grid spec) implements QuorumSystem {
    static GridSystem of(Grid spec, int n) {
        Invalid.unless(spec.rows() >= 1 && spec.columns() >= 1, "\"" + spec + "\" has no members");
        Sizes.check(spec, n, (long) spec.rows() * spec.columns());
        return new GridSystem(spec);
    }

    @Override
    public int size() {
        return spec.rows() * spec.columns();
    }

    @Override
    public boolean writeQuorum(long ranks) {
        for (int row = 0; row < spec.rows(); row++) {
            if (Ranks.contains(ranks, Ranks.range(row * spec.columns(), spec.columns()))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean sealQuorum(long ranks) {
        long common = ranks;
        for (int row = 1; row < spec.rows(); row++) {
            common &= ranks >>> (row * spec.columns());
        }
        return (common & Ranks.below(spec.columns())) != 0;
    }

    @Override
    public long frontier(long[] frontiers) {
        long best = Long.MIN_VALUE;
        for (int row = 0; row < spec.rows(); row++) {
            int from = row * spec.columns();
            best = Math.max(best, Frontiers.least(frontiers, from, from + spec.columns()));
        }
        return best;
    }
}
