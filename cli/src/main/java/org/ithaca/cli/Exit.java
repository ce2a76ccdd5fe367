package org.ithaca.cli;

/// Exit codes of every verb.
final class Exit {
    /// It did what was asked.
    static final int OK = 0;
    /// It ran, and found what it looked for to be wrong: a failed verification, a violation, an unsafe
    /// quorum system.
    static final int FAILED = 1;
    /// The command line or a configuration file makes no sense.
    static final int USAGE = 2;
    /// No quorum or no node could be reached in time.
    static final int UNAVAILABLE = 69;
    /// An error inside Ithaca.
    static final int INTERNAL = 70;
    /// A file or directory cannot be used.
    static final int IO = 74;

    private Exit() {}
}
