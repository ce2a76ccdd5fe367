package org.ithaca.log;

/// How much a [SessionTable] remembers. Every member of a log must use the same values: what is forgotten, and
/// when, is part of the log's deterministic state.
///
/// @param sessions most sessions; beyond, the one used least recently, in log order, is forgotten
/// @param remembered most sequences of one session whose answers are kept although the client has not acknowledged
///     them: at least the client's window
/// @param resultBytes most bytes of results of one session
/// @param allResultBytes most bytes of results of all sessions; beyond, the session used least recently is
///     forgotten
public record SessionLimits(int sessions, int remembered, long resultBytes, long allResultBytes) {
    /// 100,000 sessions, 65,536 answers, 8 MiB of results a session and 256 MiB in all.
    public static final SessionLimits DEFAULT = new SessionLimits(100_000, 1 << 16, 8L << 20, 256L << 20);

    public SessionLimits {
        if (sessions < 1 || remembered < 1 || resultBytes < 1 || allResultBytes < resultBytes) {
            throw new IllegalArgumentException(
                    "session limits " + sessions + ", " + remembered + ", " + resultBytes + ", " + allResultBytes);
        }
    }
}
