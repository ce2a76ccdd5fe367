package org.ithaca.sim;

/// A seed whose history was wrong.
///
/// @param seed the seed
/// @param nanos virtual time at which it was noticed
/// @param cause what was wrong
/// @param replay the command that runs this history again
/// @param trace the last events before it was noticed, as text
public record SeedFailure(long seed, long nanos, Throwable cause, String replay, String trace) {
    /// A few lines for people: what, when, and how to see it again.
    public String describe() {
        return String.format(
                java.util.Locale.ROOT,
                "seed %d failed at %.6f s: %s%nreplay: %s",
                seed,
                nanos / 1e9,
                cause.getMessage() == null ? cause.toString() : cause.getMessage(),
                replay);
    }
}
