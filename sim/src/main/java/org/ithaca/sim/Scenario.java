package org.ithaca.sim;

/// One history: builds a cluster in a fresh world, works on it, breaks it, heals it and checks it.
@FunctionalInterface
public interface Scenario {
    /// Runs to its end. All that is random must come from [Simulator#random]; the world's faults, probes and trace are
    /// taken
    /// from the world afterwards.
    ///
    /// @throws Exception if the history is wrong; a [ViolationException] where a checker found it
    Outcome run(Simulator world) throws Exception;
}
