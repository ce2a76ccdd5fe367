package org.ithaca.quorum;

import org.ithaca.base.IthacaException;

/// The errors of this module: all say that a quorum configuration cannot be used, and why.
final class Invalid {
    private Invalid() {}

    static IthacaException because(String message) {
        return IthacaException.notDone(IthacaException.Code.INVALID, message);
    }

    static void unless(boolean holds, String message) {
        if (!holds) {
            throw because(message);
        }
    }

    /// A write quorum and a seal quorum that have no member in common.
    static IthacaException disjoint(QuorumSpec spec, long write, long seal) {
        return because("quorums \"" + spec + "\" are not safe: write quorum " + Ranks.text(write) + " and seal quorum "
                + Ranks.text(seal) + " do not intersect, so a change of epoch could miss a chosen value");
    }
}
