package org.ithaca.log;

import java.util.LinkedHashMap;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.Defect;
import org.ithaca.base.Hooks;
import org.ithaca.base.Invariant;
import org.ithaca.base.Position;
import org.jspecify.annotations.Nullable;

/// Who has appended what: the table that makes appends take effect exactly once. A deterministic function of the
/// log.
///
/// Every member plays the log's runs in order. A run of a known session is taken if its first sequence is at most
/// one above the last one taken; sequences taken before are suppressed; a gap suppresses the whole run. Sessions
/// are opened by OPEN runs and forgotten, least recently used first, when there are too many.
/// `docs/protocols/sessions.md` has the states and what must hold.
public final class SessionTable {
    /// What [#last] says of a session that is not in the table.
    public static final long UNKNOWN = -1;

    private final SessionLimits limits;
    private final Hooks hooks;
    /// Least recently used first.
    private final LinkedHashMap<Long, SessionState> sessions = new LinkedHashMap<>();
    private final SessionSuppressed suppressed = new SessionSuppressed();
    private long playedTo;
    private long resultBytes;

    public SessionTable(SessionLimits limits, Hooks hooks) {
        this.limits = limits;
        this.hooks = hooks;
    }

    /// Plays the batch of one slot, whose first entry is at `position`; slots come in order. Results of a batch
    /// are set before the next one is played.
    public void play(long position, Bytes batch, SessionListener listener) {
        Invariant.ordered(playedTo, "played", position, "position of the next batch");
        long at = position;
        for (RunReader reader = new RunReader(batch); reader.next(); ) {
            RunView run = reader.run();
            switch (run.kind()) {
                case OPEN -> open(run, at, listener);
                case DATA -> data(run, at, listener);
            }
            at += run.count();
        }
        playedTo = (position | (Position.ENTRIES_PER_SLOT - 1)) + 1;
    }

    private void open(RunView run, long position, SessionListener listener) {
        sessions.put(position + 1, new SessionState(limits));
        if (sessions.size() > limits.sessions()) {
            evictEldest();
        }
        listener.played(run, position, 0, SessionVerdict.OPENED);
    }

    private void data(RunView run, long position, SessionListener listener) {
        SessionState session = sessions.get(run.session());
        int count = run.count();
        SessionVerdict verdict = verdict(run, session);
        int skipped = count;
        if (session != null) {
            sessions.putLast(run.session(), session);
            long before = session.resultBytes();
            if (verdict == SessionVerdict.TAKEN) {
                skipped = duplicates(run, session);
                session.take(run.firstSequence() + skipped, count - skipped, position + skipped);
            }
            session.ackedThrough(run.ackedThrough());
            resultBytes += session.resultBytes() - before;
        }
        if (skipped > 0) {
            suppressed.add(position, skipped);
        }
        listener.played(run, position, skipped, verdict);
    }

    private SessionVerdict verdict(RunView run, @Nullable SessionState session) {
        if (session == null) {
            return SessionVerdict.UNKNOWN_SESSION;
        }
        if (run.firstSequence() > session.last() + 1 && !hooks.planted(Defect.SESSION_GAP_ADMITTED)) {
            return SessionVerdict.GAP;
        }
        return duplicates(run, session) == run.count() ? SessionVerdict.DUPLICATE : SessionVerdict.TAKEN;
    }

    private int duplicates(RunView run, SessionState session) {
        if (hooks.planted(Defect.DEDUPE_OFF)) {
            return 0;
        }
        return Math.clamp(session.last() + 1 - run.firstSequence(), 0, run.count());
    }

    private void evictEldest() {
        resultBytes -= sessions.pollFirstEntry().getValue().resultBytes();
        hooks.reached("log.session-evicted");
    }

    /// Keeps the result of an entry just taken, for clients that ask again. Without effect if the session or the
    /// sequence is not remembered. To be called between the batch's [#play] and the next one, in log order.
    public void result(long session, long sequence, Bytes result) {
        SessionState state = sessions.get(session);
        if (state == null) {
            return;
        }
        long before = state.resultBytes();
        state.result(sequence, result);
        resultBytes += state.resultBytes() - before;
        while (resultBytes > limits.allResultBytes() && sessions.size() > 1) {
            evictEldest();
        }
    }

    /// The highest sequence of the session that was taken, 0 if none was yet, [#UNKNOWN] if the session is not in
    /// the table.
    public long last(long session) {
        SessionState state = sessions.get(session);
        return state == null ? UNKNOWN : state.last();
    }

    /// Whether the session's opening lies beyond what this table has played, so that it may become known later.
    public boolean beyond(long session) {
        return session > playedTo;
    }

    /// Reports the positions and results of sequences `firstSequence` to `firstSequence + count - 1`, as far as
    /// they are remembered, in order; returns how many were reported. What the client acknowledged may be gone.
    public int recall(long session, long firstSequence, int count, SessionAnswers answers) {
        SessionState state = sessions.get(session);
        return state == null ? 0 : state.recall(firstSequence, count, answers);
    }

    /// Positions that readers skip.
    public SessionSuppressed suppressed() {
        return suppressed;
    }

    /// Everything below this position was played.
    public long playedTo() {
        return playedTo;
    }

    /// Number of sessions.
    public int size() {
        return sessions.size();
    }

    /// The whole table for a checkpoint, in pieces of roughly `pieceBytes`; a single session is never split.
    public List<Bytes> encode(int pieceBytes) {
        SessionPieces pieces = new SessionPieces(pieceBytes);
        pieces.head(playedTo);
        if (!hooks.planted(Defect.SESSIONS_NOT_IN_CHECKPOINT)) {
            sessions.forEach(pieces::session);
        }
        pieces.suppressed(suppressed);
        return pieces.done();
    }

    /// Adds what a piece written by [#encode] says to a fresh table; pieces come in their order.
    ///
    /// @throws org.ithaca.base.MalformedException if it is not such a piece
    public void restore(Bytes piece) {
        SessionPieces.decode(piece, this);
    }

    void restorePlayedTo(long position) {
        playedTo = position;
    }

    void restoreSession(long id, SessionState state) {
        sessions.put(id, state);
        resultBytes += state.resultBytes();
    }

    SessionLimits limits() {
        return limits;
    }
}
