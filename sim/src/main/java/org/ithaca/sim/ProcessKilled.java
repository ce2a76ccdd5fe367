package org.ithaca.sim;

/// Unwinds the stack of a simulated process that has just died in the middle of a call. Not to be caught by what is
/// tested.
public final class ProcessKilled extends Error {
    private static final long serialVersionUID = 1L;

    ProcessKilled(String process) {
        super(process + " died", null, false, false);
    }
}
