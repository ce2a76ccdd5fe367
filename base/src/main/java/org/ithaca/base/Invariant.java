package org.ithaca.base;

/// Checks of what must always hold, on in production. A failure is a bug of Ithaca, never of its user: the
/// node stops rather than go on from a state nobody has thought about.
public final class Invariant {
    private Invariant() {}

    /// A violated invariant.
    public static final class Violation extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        Violation(String message) {
            super("invariant violated (a bug; the node stops to protect the data): " + message);
        }
    }

    /// Fails with `what` unless `holds`.
    public static void check(boolean holds, String what) {
        if (!holds) {
            throw new Violation(what);
        }
    }

    /// Fails unless `low <= high`; the names say which frontiers they are.
    public static void ordered(long low, String lowName, long high, String highName) {
        if (low > high) {
            throw new Violation(lowName + " " + low + " <= " + highName + " " + high);
        }
    }

    /// Fails unless a frontier moves forward or stays.
    public static void monotone(long before, long after, String name) {
        if (after < before) {
            throw new Violation(name + " went back from " + before + " to " + after);
        }
    }
}
