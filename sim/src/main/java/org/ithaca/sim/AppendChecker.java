package org.ithaca.sim;

import java.util.HashMap;
import java.util.Map;

/// Checks invariants 3 and 4: an acknowledged append is in the log exactly once, where the answer said; one without an
/// answer at most once; those of a session in their order; nothing else.
///
/// Feed it every entry that a reader of the log sees, that is, without suppressed duplicates. Several readers may feed
/// one
/// checker. Sessions are any numbers; sequences count from 1.
public final class AppendChecker {
    private static final long NOWHERE = -1;

    /// One append and what is known of it.
    private static final class Append {
        private final long hash;
        private long delivered = NOWHERE;
        private long acknowledged = NOWHERE;
        private boolean durable;
        private boolean refused;
        private boolean abandoned;
        private boolean mayBeGone;

        Append(long hash) {
            this.hash = hash;
        }
    }

    private record Key(int log, long session, long sequence) {
        @Override
        public String toString() {
            return "append " + sequence + " of session " + session + " to log " + log;
        }
    }

    private record Session(int log, long session) {}

    /// The highest place a session has reached in the log.
    private static final class Last {
        private long position = NOWHERE;
        private long sequence;
    }

    private final Map<Key, Append> appends = new HashMap<>();
    private final Map<Session, Last> sessions = new HashMap<>();
    private long acknowledgedCount;

    public AppendChecker() {}

    /// A client sends an append for the first time; `hash` stands for its bytes.
    public void invoked(int log, long session, long sequence, long hash) {
        Key key = new Key(log, session, sequence);
        if (appends.putIfAbsent(key, new Append(hash)) != null) {
            throw new IllegalStateException(key + " was sent before");
        }
    }

    /// The client was told that the append is in the log at `position`.
    ///
    /// @param durable whether the answer promises that it survives a loss of power everywhere
    public void acknowledged(int log, long session, long sequence, long position, boolean durable) {
        Key key = new Key(log, session, sequence);
        Append append = known(key);
        if (append.acknowledged != NOWHERE && append.acknowledged != position) {
            throw new ViolationException(
                    3, key + " was acknowledged at position " + append.acknowledged + " and at " + position);
        }
        if (append.delivered != NOWHERE && append.delivered != position) {
            throw new ViolationException(
                    3, key + " was acknowledged at position " + position + " but is at " + append.delivered);
        }
        if (append.acknowledged == NOWHERE) {
            acknowledgedCount++;
        }
        append.acknowledged = position;
        append.durable |= durable;
    }

    /// The client was told that the append had no effect and will have none.
    public void refused(int log, long session, long sequence) {
        Key key = new Key(log, session, sequence);
        Append append = known(key);
        append.refused = true;
        if (append.delivered != NOWHERE) {
            throw new ViolationException(3, key + " was refused but is at position " + append.delivered);
        }
    }

    /// The client was told that nobody will ever know whether the append is in the log: later ones may be there
    /// without it.
    public void abandoned(int log, long session, long sequence) {
        known(new Key(log, session, sequence)).abandoned = true;
    }

    /// A reader of the log sees the entry.
    public void delivered(int log, long position, long session, long sequence, long hash) {
        Key key = new Key(log, session, sequence);
        Append append = appends.get(key);
        if (append == null) {
            throw new ViolationException(4, "position " + position + " holds " + key + ", which nobody sent");
        }
        if (append.hash != hash) {
            throw new ViolationException(4, key + " at position " + position + " has other bytes than were sent");
        }
        if (append.refused) {
            throw new ViolationException(3, key + " was refused but is at position " + position);
        }
        if (append.delivered == position) {
            return;
        }
        if (append.delivered != NOWHERE && !append.mayBeGone) {
            throw new ViolationException(3, key + " is at position " + append.delivered + " and at " + position);
        }
        if (append.acknowledged != NOWHERE && append.acknowledged != position && !append.mayBeGone) {
            throw new ViolationException(
                    3, key + " was acknowledged at position " + append.acknowledged + " but is at " + position);
        }
        append.delivered = position;
        append.mayBeGone = false;
        inOrder(key, position);
    }

    private void inOrder(Key key, long position) {
        Last last = sessions.computeIfAbsent(new Session(key.log, key.session), id -> new Last());
        boolean later = position > last.position;
        if (later != key.sequence > last.sequence) {
            throw new ViolationException(
                    4, key + " is at position " + position + " but append " + last.sequence + " at " + last.position);
        }
        if (later) {
            last.position = position;
            last.sequence = key.sequence;
        }
    }

    /// So many members died with their memory that entries at or above `position` may be gone unless they were
    /// acknowledged
    /// as durable.
    public void memoryLost(int log, long position) {
        appends.forEach((key, append) -> {
            if (key.log == log && !append.durable && Math.max(append.delivered, append.acknowledged) >= position) {
                append.mayBeGone = true;
                append.delivered = NOWHERE;
            }
        });
        sessions.keySet().removeIf(session -> session.log == log);
        appends.forEach((key, append) -> {
            if (key.log == log && append.delivered != NOWHERE) {
                Last last = sessions.computeIfAbsent(new Session(log, key.session), id -> new Last());
                last.position = Math.max(last.position, append.delivered);
                last.sequence = Math.max(last.sequence, key.sequence);
            }
        });
    }

    /// Checks, once a reader has seen the whole log, that every acknowledged append was among what it saw, and that no
    /// append of a session is there without those before it, but for those refused or abandoned.
    public void finish() {
        appends.forEach((key, append) -> {
            Append before = appends.get(new Key(key.log, key.session, key.sequence - 1));
            boolean missing = before != null
                    && before.delivered == NOWHERE
                    && !before.refused
                    && !before.abandoned
                    && !before.mayBeGone;
            if (append.delivered != NOWHERE && missing) {
                throw new ViolationException(4, key + " is in the log and the one before it is not");
            }
            if (append.acknowledged != NOWHERE && append.delivered == NOWHERE && !append.mayBeGone) {
                throw new ViolationException(
                        3, key + " was acknowledged at position " + append.acknowledged + " and is not in the log");
            }
        });
    }

    /// Appends acknowledged so far.
    public long acknowledgedCount() {
        return acknowledgedCount;
    }

    private Append known(Key key) {
        Append append = appends.get(key);
        if (append == null) {
            throw new ViolationException(4, key + " was answered and never sent");
        }
        return append;
    }
}
