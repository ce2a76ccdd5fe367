package org.ithaca.server;

import org.ithaca.base.Bytes;
import org.ithaca.base.Clock;
import org.ithaca.base.Hooks;
import org.ithaca.base.Link;
import org.ithaca.base.MalformedException;
import org.ithaca.client.Answer;
import org.ithaca.cluster.LogKind;
import org.ithaca.cluster.LogListener;
import org.ithaca.cluster.VirtualLog;
import org.ithaca.log.Level;
import org.ithaca.log.RunReader;
import org.ithaca.log.RunView;
import org.ithaca.log.SessionAdmission;
import org.ithaca.log.SessionVerdict;
import org.ithaca.store.Storage;
import org.jspecify.annotations.Nullable;

/// One log as its clients see it at this node: admits runs, packs them into batches, plays what is
/// delivered, and answers.
///
/// A run is answered when it is delivered, or, at level ORDERED in a log without objects, as soon as it is
/// stable if this node alone wrote there: it has kept duplicates out, so nothing can suppress the run any
/// more, unless its session may be forgotten before. A copy is answered on the link it came by.
final class LogService implements LogListener {
    private final VirtualLog log;
    private final ServiceLimits limits;
    private final LogState state;
    private final LogReader reader;
    private final Checkpoints checkpoints;
    private final PendingAppends pending = new PendingAppends();
    private final Duplicates duplicates = new Duplicates();
    private final AnswerBook answers;
    private final NodeCore.Listener listener;
    private boolean ready;
    private boolean orderedPending;

    LogService(
            VirtualLog log,
            Storage storage,
            ServiceLimits limits,
            Clock clock,
            Hooks hooks,
            NodeCore.Listener listener) {
        this.log = log;
        this.limits = limits;
        this.listener = listener;
        state = new LogState(log.kind(), limits.sessions(), hooks);
        reader = new LogReader(log, state, clock, limits.waitingReads());
        checkpoints = new Checkpoints(storage, log.id(), limits.checkpointBytes(), log::checkpointed);
        answers = new AnswerBook(log.id());
    }

    /// Restores the newest checkpoint, then lets delivery begin.
    void start() {
        state.beginRestore();
        checkpoints.restore(new Checkpoints.Restored() {
            @Override
            public void again() {
                state.beginRestore();
            }

            @Override
            public void bytes(Bytes piece) {
                state.restore(piece);
            }

            @Override
            public void done(@Nullable Long position) {
                state.endRestore();
                ready = true;
                long from = position == null ? 0 : position;
                if (position != null) {
                    log.checkpointed(position);
                }
                listener.restored(log.id(), from);
                log.listen(LogService.this, from);
            }
        });
    }

    VirtualLog log() {
        return log;
    }

    LogReader reader() {
        return reader;
    }

    /// Whether the state is restored, so that reads and appends make sense.
    boolean ready() {
        return ready && state.whole();
    }

    /// A client's runs.
    ///
    /// @throws MalformedException if they are not valid; nothing of them was admitted
    void append(Link link, long request, Bytes runs) {
        RunReader.validate(runs);
        for (RunReader each = new RunReader(runs); each.next(); ) {
            append(link, request, each.run());
        }
    }

    private void append(Link link, long request, RunView run) {
        Answer.@Nullable Reason closed = closed();
        if (closed != null) {
            refuse(link, request, run.session(), run.firstSequence(), closed, 0);
            return;
        }
        switch (state.admission().decide(run)) {
            case SessionAdmission.Admit _ -> {
                pending.admit(run, request, link);
                orderedPending |= run.level() == Level.ORDERED;
            }
            case SessionAdmission.Delivered _ -> recall(link, run.session(), run.firstSequence(), run.count());
            case SessionAdmission.InFlight _ -> wait(link, request, run);
            case SessionAdmission.Gap gap ->
                refuse(link, request, run.session(), run.firstSequence(), Answer.Reason.GAP, gap.expected());
            case SessionAdmission.NotYet _ ->
                refuse(link, request, run.session(), run.firstSequence(), Answer.Reason.SESSION_NOT_YET, 0);
            case SessionAdmission.UnknownSession _ ->
                refuse(link, request, run.session(), run.firstSequence(), Answer.Reason.SESSION_UNKNOWN, 0);
        }
    }

    private void wait(Link link, long request, RunView run) {
        if (duplicates.full()) {
            refuse(link, request, run.session(), run.firstSequence(), Answer.Reason.WINDOW_FULL, 0);
        } else {
            duplicates.add(run, request, link);
        }
    }

    /// Why no run can be admitted now; null if one can.
    private Answer.@Nullable Reason closed() {
        if (!ready()) {
            return Answer.Reason.NOT_SERVING;
        }
        return switch (log.admission()) {
            case NOT_WRITER -> Answer.Reason.NOT_WRITER;
            case SEALED -> Answer.Reason.EPOCH_ENDED;
            case OPEN, WINDOW_FULL -> noRoom();
        };
    }

    private Answer.@Nullable Reason noRoom() {
        if (log.diskFull()) {
            return Answer.Reason.DISK_FULL;
        }
        return pending.waitingBytes() >= limits.queuedBytes() ? Answer.Reason.WINDOW_FULL : null;
    }

    private void refuse(Link link, long request, long session, long first, Answer.Reason reason, long expected) {
        new Answer.Refused(request, log.id(), session, first, reason, expected, log.writer()).send(link);
    }

    private void recall(Link link, long session, long first, int count) {
        int known = state.table()
                .recall(
                        session,
                        first,
                        count,
                        (from, some, position, results) ->
                                answers.appended(link, new Answer.Range(session, from, some, position, results)));
        if (known < count) {
            answers.appended(link, new Answer.Range(session, first, count - known, Answer.Range.FORGOTTEN));
        }
    }

    @Override
    public void delivered(long position, Bytes batch) {
        state.play(position, batch, this::played);
        checkpoints.played(batch.length());
    }

    private void played(RunView run, long at, int suppressed, SessionVerdict verdict) {
        listener.played(log.id(), run, at, suppressed);
        PendingAppends.Run mine = pending.delivered(at);
        if (mine != null && !mine.answered()) {
            answer(mine, at, suppressed, verdict);
        }
        if (verdict == SessionVerdict.UNKNOWN_SESSION) {
            duplicates.forgotten(run.session(), copy -> refuse(copy, Answer.Reason.SESSION_UNKNOWN));
        } else {
            duplicates.delivered(
                    run.session(),
                    state.table().last(run.session()),
                    copy -> recall(copy.link(), copy.session(), copy.first(), copy.count()));
        }
    }

    private void refuse(Duplicates.Copy copy, Answer.Reason reason) {
        refuse(copy.link(), copy.request(), copy.session(), copy.first(), reason, 0);
    }

    private void answer(PendingAppends.Run mine, long at, int suppressed, SessionVerdict verdict) {
        Link link = mine.link;
        switch (verdict) {
            case OPENED -> answers.appended(link, new Answer.Range(0, mine.first, 1, at));
            case TAKEN, DUPLICATE -> {
                if (suppressed == 0 && log.kind() == LogKind.RAW) {
                    answers.appended(link, new Answer.Range(mine.session, mine.first, mine.count, at));
                } else {
                    recall(link, mine.session, mine.first, mine.count);
                }
            }
            case GAP ->
                refuse(
                        link,
                        mine.request,
                        mine.session,
                        mine.first,
                        Answer.Reason.GAP,
                        state.table().last(mine.session) + 1);
            case UNKNOWN_SESSION ->
                refuse(link, mine.request, mine.session, mine.first, Answer.Reason.SESSION_UNKNOWN, 0);
        }
    }

    @Override
    public void moved() {
        if (!orderedPending || log.kind() != LogKind.RAW || log.stable() <= log.delivered() || mayForgetSessions()) {
            return;
        }
        pending.below(log.stable(), (run, position) -> {
            if (run.level == Level.ORDERED && run.session != 0) {
                run.answer();
                answers.appended(run.link, new Answer.Range(run.session, run.first, run.count, position));
            }
        });
    }

    /// Whether what is under way may push a session out of the table, and so suppress a run of it.
    private boolean mayForgetSessions() {
        return state.table().size() + pending.opening() > limits.sessions().sessions();
    }

    @Override
    public void epochEnded(long endPosition) {
        pending.drop(
                endPosition,
                run -> refuse(run.link, run.request, run.session, run.first, Answer.Reason.EPOCH_ENDED, 0));
        duplicates.drop(copy -> refuse(copy, Answer.Reason.EPOCH_ENDED));
        state.admission().epochEnded();
    }

    @Override
    public void outcomesUnknown() {
        pending.drop(0, _ -> {});
        duplicates.drop(_ -> {});
        state.admission().epochEnded();
    }

    @Override
    public void writable() {
        place();
    }

    @Override
    public void restore(long position, long offset, Bytes piece, boolean last) {
        if (offset == 0) {
            checkpoints.abandon();
            state.beginRestore();
        }
        state.restore(piece);
        if (last) {
            state.endRestore();
            pending.skipped(position);
            listener.restored(log.id(), position);
        }
    }

    /// Appends what was admitted: before the cluster's turn ends, which sends it off.
    void turnEnds() {
        place();
    }

    /// Answers what was delivered, also by the end of the cluster's turn; writes a little of a checkpoint.
    void turnEnded() {
        if (checkpoints.due() && state.whole()) {
            state.image(checkpoints, log.trimmedBelow());
        }
        checkpoints.turnEnded();
        reader.turnEnded();
        answers.turnEnded();
    }

    private void place() {
        Bytes batch = pending.next();
        while (batch != null && log.admission() == org.ithaca.log.Loglet.Admission.OPEN) {
            pending.placed(log.append(batch, batch.crc32c()), log.writer() != null);
            batch = pending.next();
        }
    }

    /// Whether there is work for another turn even if nothing arrives.
    boolean busy() {
        return checkpoints.writing();
    }

    void closed(Link link) {
        answers.closed(link);
        duplicates.closed(link);
        reader.closed(link);
    }
}
