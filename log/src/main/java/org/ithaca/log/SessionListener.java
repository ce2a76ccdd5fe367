package org.ithaca.log;

/// Hears what [SessionTable#play] decided, run by run, in log order.
@FunctionalInterface
public interface SessionListener {
    /// One run was played.
    ///
    /// @param run the run; the view moves on after the call
    /// @param position position of its first entry
    /// @param suppressed how many of its entries, from the first, do not count; all of them unless the
    ///     verdict is TAKEN or OPENED
    /// @param verdict why
    void played(RunView run, long position, int suppressed, SessionVerdict verdict);
}
