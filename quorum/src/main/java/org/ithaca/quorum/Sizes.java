package org.ithaca.quorum;

/// Checks of the number of members a system is built over.
final class Sizes {
    private Sizes() {}

    static void check(int n) {
        Invalid.unless(
                n >= 1 && n <= QuorumSystem.MAX_SIZE,
                "a quorum system has 1 to " + QuorumSystem.MAX_SIZE + " members, not " + n);
    }

    static void check(QuorumSpec spec, int n, long expected) {
        check(n);
        Invalid.unless(n == expected, "quorums \"" + spec + "\" are for " + expected + " members, and there are " + n);
    }
}
