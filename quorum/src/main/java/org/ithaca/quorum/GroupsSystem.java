package org.ithaca.quorum;

import org.ithaca.quorum.QuorumSpec.Groups;

/// Some of every group write, some of any one group seal; safe when the two must meet inside that group.
record GroupsSystem(Groups spec) implements QuorumSystem {
    static GroupsSystem of(Groups spec, int n) {
        int members = spec.perGroup();
        Invalid.unless(spec.groups() >= 1 && members >= 1, "\"" + spec + "\" has no members");
        Sizes.check(spec, n, (long) spec.groups() * members);
        Invalid.unless(
                spec.write() >= 1 && spec.write() <= members && spec.seal() >= 1 && spec.seal() <= members,
                "\"" + spec + "\" takes 1 to " + members + " members of a group");
        if (spec.write() + spec.seal() <= members) {
            long write = 0;
            for (int group = 0; group < spec.groups(); group++) {
                write |= Ranks.range(group * members, spec.write());
            }
            throw Invalid.disjoint(spec, write, Ranks.range(spec.write(), spec.seal()));
        }
        return new GroupsSystem(spec);
    }

    @Override
    public int size() {
        return spec.groups() * spec.perGroup();
    }

    @Override
    public boolean writeQuorum(long ranks) {
        for (int group = 0; group < spec.groups(); group++) {
            if (present(ranks, group) < spec.write()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean sealQuorum(long ranks) {
        for (int group = 0; group < spec.groups(); group++) {
            if (present(ranks, group) >= spec.seal()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public long frontier(long[] frontiers) {
        long least = Long.MAX_VALUE;
        for (int group = 0; group < spec.groups(); group++) {
            int from = group * spec.perGroup();
            least = Math.min(least, Frontiers.reachedBy(frontiers, from, from + spec.perGroup(), spec.write()));
        }
        return least;
    }

    private int present(long ranks, int group) {
        return Long.bitCount(ranks & Ranks.range(group * spec.perGroup(), spec.perGroup()));
    }
}
