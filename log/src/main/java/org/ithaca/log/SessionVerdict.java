package org.ithaca.log;

/// What became of a delivered run; the same at every member.
public enum SessionVerdict {
    /// Its entries, from the first one not taken before, are in the log.
    TAKEN,
    /// Every entry was taken before: the run is suppressed, and [SessionTable#recall] has the first positions.
    DUPLICATE,
    /// It starts more than one above the last sequence taken: suppressed, and this copy will never count.
    GAP,
    /// Its session is not in the table any more: suppressed, and this copy will never count.
    UNKNOWN_SESSION,
    /// It opened the session whose identity is its position plus one.
    OPENED
}
