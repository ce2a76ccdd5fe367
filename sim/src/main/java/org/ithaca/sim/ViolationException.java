package org.ithaca.sim;

/// Something that must always hold did not.
public final class ViolationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int invariant;

    /// @param invariant its number in the list of what must always hold, 1 to 11 (`docs/simulation.md`)
    /// @param message who, where, what was expected and what was seen
    public ViolationException(int invariant, String message) {
        super("invariant " + invariant + " violated: " + message);
        this.invariant = invariant;
    }

    /// The number of the invariant.
    public int invariant() {
        return invariant;
    }
}
