package org.ithaca.client;

import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.Stream;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Link;
import org.ithaca.base.LogId;
import org.ithaca.base.NodeId;
import org.ithaca.log.RunHeader;
import org.ithaca.log.RunKind;
import org.ithaca.log.RunWriter;
import org.jspecify.annotations.Nullable;

/// The client's session in one log, and the runs on their way into it.
///
/// Runs wait, are shipped under the next sequences of the session, and leave once every entry is answered. A run
/// whose copy was refused, or whose answer will not come, is sent again under the same sequences, to whoever
/// writes the log then. Runs at the end of the line of which no copy can be in the log any more give their
/// sequences back.
/// `docs/protocols/sessions.md` has the rules.
final class Appender {
    private static final long MILLI = 1_000_000L;
    private static final long LEAST_PAUSE = MILLI;
    private static final int MOST_PAUSE_STEPS = 5;
    private static final long LEAST_PATIENCE = 1000 * MILLI;
    private static final long MOST_PATIENCE = 8000 * MILLI;
    private static final long MOST_QUEUED_BYTES = 4L << 20;
    private static final RunWriter OPENING = new RunWriter(4).add(Bytes.EMPTY);

    /// Where the session stands.
    private enum State {
        /// There is none.
        NONE,
        /// Its opening is under way.
        OPENING,
        /// Runs can be shipped.
        OPEN,
        /// The log has forgotten it; what is under way is awaited before another one is opened.
        EXPIRED
    }

    private final LogId log;
    private final ClientCore core;
    private final ArrayDeque<AppendRun> waiting = new ArrayDeque<>();
    private final ArrayDeque<AppendRun> shipped = new ArrayDeque<>();
    private State state = State.NONE;
    private long session;
    private long openToken;
    private long nextSequence = 1;
    private long ackedThrough;
    private int toSend;
    private @Nullable Link target;
    private @Nullable NodeId hint;
    private int rotations;
    private long pausedUntil;
    private int pauseSteps;
    private long progressAt;
    private long patience = LEAST_PATIENCE;
    private long nextDeadline = Long.MAX_VALUE;
    private String lastTrouble = "";
    private boolean diskFull;

    Appender(LogId log, ClientCore core) {
        this.log = log;
        this.core = core;
    }

    boolean idle() {
        return waiting.isEmpty() && shipped.isEmpty();
    }

    void add(AppendRun run) {
        if (idle()) {
            progressAt = core.now();
        }
        waiting.addLast(run);
        nextDeadline = Math.min(nextDeadline, run.deadlineNanos());
    }

    /// Sends what can be sent now.
    void pump() {
        if (state == State.EXPIRED && shipped.isEmpty()) {
            forgetSession();
        }
        if (idle() || core.now() < pausedUntil) {
            return;
        }
        Link link = core.members().writer(log, hint, rotations);
        if (link == null) {
            core.wantLayout();
            return;
        }
        if (link != target) {
            retarget(link);
        }
        switch (state) {
            case NONE -> open(link);
            case OPENING, EXPIRED -> {}
            case OPEN -> ship(link);
        }
    }

    private void retarget(Link link) {
        target = link;
        progressAt = core.now();
        sendAllAgain();
    }

    private void sendAllAgain() {
        if (state == State.OPENING) {
            state = State.NONE;
        }
        shipped.forEach(AppendRun::toSendAgain);
        toSend = shipped.size();
    }

    private void open(Link link) {
        state = State.OPENING;
        openToken = core.nextRequest();
        AppendRun first = waiting.isEmpty() ? shipped.getFirst() : waiting.getFirst();
        RunHeader header = RunHeader.open(openToken, first.level());
        Request.sendRun(link, openToken, log, header, OPENING);
    }

    private void ship(Link link) {
        if (toSend > 0) {
            resend(link);
        }
        while (toSend == 0 && !waiting.isEmpty() && link.queuedBytes() < MOST_QUEUED_BYTES) {
            AppendRun run = waiting.removeFirst();
            run.number(nextSequence);
            nextSequence = run.end();
            shipped.addLast(run);
            send(link, run);
        }
    }

    private void resend(Link link) {
        for (AppendRun run : shipped) {
            if (!run.underWay() && !run.done()) {
                if (link.queuedBytes() >= MOST_QUEUED_BYTES) {
                    return;
                }
                send(link, run);
            }
        }
        toSend = 0;
    }

    private void send(Link link, AppendRun run) {
        long request = core.nextRequest();
        run.sent(request);
        RunHeader header = new RunHeader(session, run.first(), ackedThrough, run.level(), RunKind.DATA);
        Request.sendRun(link, request, log, header, run.entries());
    }

    /// The link is gone: what was sent on it is sent again on another one.
    void closed(Link link) {
        if (link == target) {
            target = null;
            hint = null;
            sendAllAgain();
        }
    }

    /// There is a newer layout: the writer may be another one.
    void layoutChanged() {
        hint = null;
        pausedUntil = core.now();
    }

    void appended(Answer.Range range) {
        if (range.session() == 0) {
            opened(range);
        } else if (range.session() == session) {
            answered(range);
        }
    }

    private void opened(Answer.Range range) {
        if (state == State.OPENING && range.firstSequence() == openToken) {
            session = range.position() + 1;
            state = State.OPEN;
            progressed();
        }
    }

    private void answered(Answer.Range range) {
        long end = range.firstSequence() + range.count();
        for (AppendRun run : shipped) {
            if (run.first() >= end) {
                break;
            }
            long from = Math.max(run.first(), range.firstSequence());
            long to = Math.min(run.end(), end);
            if (from < to && !run.done()) {
                run.answer(from, to, place(range, from), part(range, from, to));
            }
        }
        while (!shipped.isEmpty() && shipped.getFirst().done()) {
            AppendRun run = shipped.removeFirst();
            ackedThrough = run.end() - 1;
            run.release();
        }
        progressed();
    }

    private static long place(Answer.Range range, long from) {
        return range.position() == Answer.Range.FORGOTTEN
                ? Answer.Range.FORGOTTEN
                : range.position() + (from - range.firstSequence());
    }

    private static List<Bytes> part(Answer.Range range, long from, long to) {
        if (range.results().isEmpty()) {
            return range.results();
        }
        int base = (int) (from - range.firstSequence());
        return range.results().subList(base, base + (int) (to - from));
    }

    private void progressed() {
        progressAt = core.now();
        patience = LEAST_PATIENCE;
        pauseSteps = 0;
        diskFull = false;
    }

    /// A copy of a run was refused on this link. What an earlier target says of itself changes nothing but the
    /// copy.
    void refused(Link link, Answer.Refused refusal) {
        if (refusal.session() == 0) {
            if (state == State.OPENING && refusal.firstSequence() == openToken) {
                state = State.NONE;
                heed(refusal);
            }
        } else if (refusal.session() == session && copyRefused(refusal)) {
            if (refusal.reason() == Answer.Reason.SESSION_UNKNOWN) {
                state = State.EXPIRED;
            }
            if (link == target) {
                heed(refusal);
            }
            giveSequencesBack();
        }
    }

    private boolean copyRefused(Answer.Refused refusal) {
        for (AppendRun run : shipped) {
            if (run.first() == refusal.firstSequence()) {
                boolean first = run.refused(refusal.request());
                toSend += run.underWay() ? 0 : 1;
                return first;
            }
        }
        return false;
    }

    /// The server lacks everything from `sequence` on: what was sent and lies above cannot be taken.
    private void goBackTo(long sequence) {
        for (AppendRun run : shipped) {
            if (run.end() > sequence && run.underWay() && !run.done()) {
                run.toSendAgain();
                toSend++;
            }
        }
    }

    private void giveSequencesBack() {
        while (!shipped.isEmpty() && shipped.getLast().certainlyNotDone()) {
            AppendRun run = shipped.removeLast();
            nextSequence = run.first();
            if (run.hasFailed()) {
                run.release();
            } else {
                waiting.addFirst(run);
                nextDeadline = Math.min(nextDeadline, run.deadlineNanos());
            }
        }
        if (shipped.isEmpty()) {
            toSend = 0;
        }
    }

    private void heed(Answer.Refused refusal) {
        diskFull = refusal.reason() == Answer.Reason.DISK_FULL;
        lastTrouble = diskFull
                ? "the disk of " + (target == null ? "the node" : target) + " is full; make room there"
                : "refused as " + refusal.reason();
        switch (refusal.reason()) {
            case NOT_WRITER, EPOCH_ENDED, LOG_UNKNOWN -> lookElsewhere(refusal.writer());
            case NOT_SERVING -> {
                lookElsewhere(refusal.writer());
                takeAnotherWriter();
            }
            case GAP -> goBackTo(refusal.expected());
            case WINDOW_FULL, SESSION_NOT_YET, SESSION_UNKNOWN, DISK_FULL -> {}
        }
        boolean elsewhere = hint != null && core.members().writer(log, hint, rotations) != target;
        if (!elsewhere && core.now() >= pausedUntil) {
            pausedUntil = core.now() + (LEAST_PAUSE << pauseSteps);
            pauseSteps = Math.min(MOST_PAUSE_STEPS, pauseSteps + 1);
        }
    }

    private void lookElsewhere(@Nullable NodeId writer) {
        hint = writer;
        core.wantLayout();
    }

    private void takeAnotherWriter() {
        if (core.members().manyWriters(log)) {
            rotations++;
        }
    }

    /// Looks at what has waited too long.
    void tick() {
        long now = core.now();
        if (now >= nextDeadline) {
            expireRuns(now);
        }
        if (!idle() && now - progressAt >= patience) {
            impatient();
        }
    }

    private void impatient() {
        core.hooks().reached("client.append-sent-again");
        progressAt = core.now();
        patience = Math.min(MOST_PATIENCE, 2 * patience);
        hint = null;
        takeAnotherWriter();
        if (state == State.EXPIRED) {
            abandonSession();
        }
        sendAllAgain();
        core.wantLayout();
    }

    private void expireRuns(long now) {
        List<AppendRun> neverSent =
                waiting.stream().filter(run -> run.deadlineNanos() <= now).toList();
        waiting.removeIf(run -> run.deadlineNanos() <= now);
        List<AppendRun> unanswered =
                shipped.stream().filter(run -> run.deadlineNanos() <= now).toList();
        nextDeadline = Stream.concat(waiting.stream(), shipped.stream())
                .mapToLong(AppendRun::deadlineNanos)
                .filter(deadline -> deadline > now)
                .min()
                .orElse(Long.MAX_VALUE);
        neverSent.forEach(run -> {
            run.fail(IthacaException.notDone(timeoutCode(), late("was never sent, or always refused")));
            run.release();
        });
        unanswered.forEach(run -> run.fail(
                IthacaException.unknown(timeoutCode(), late("was sent and not answered; it may yet be done"))));
    }

    private IthacaException.Code timeoutCode() {
        if (target == null) {
            return IthacaException.Code.UNAVAILABLE;
        }
        return diskFull ? IthacaException.Code.DISK_FULL : IthacaException.Code.TIMEOUT;
    }

    private String late(String what) {
        String where = target == null ? "; no member that takes appends to " + log + " could be reached" : "";
        return "the append " + what + where + (lastTrouble.isEmpty() ? "" : "; last: " + lastTrouble);
    }

    /// What is still not known after the log forgot the session will never be told.
    private void abandonSession() {
        List<AppendRun> all = List.copyOf(shipped);
        shipped.clear();
        all.reversed().stream().filter(AppendRun::canBeginAgain).forEach(waiting::addFirst);
        forgetSession();
        for (AppendRun run : all) {
            if (!run.canBeginAgain()) {
                run.fail(IthacaException.unknown(
                        IthacaException.Code.SESSION_EXPIRED,
                        "the log has forgotten the session of this client; the append may have been done"));
                run.release();
            }
        }
    }

    private void forgetSession() {
        core.hooks().reached("client.session-expired");
        state = State.NONE;
        session = 0;
        nextSequence = 1;
        ackedThrough = 0;
        toSend = 0;
    }

    /// The client closes: nothing more is sent.
    void close() {
        end(IthacaException.Code.CLOSED, "the client was closed");
    }

    /// There is no such log any more.
    void logIsGone() {
        end(
                IthacaException.Code.NOT_FOUND,
                log + " is gone: it was kept in memory, and those that had it have lost it; open it anew by its name");
    }

    private void end(IthacaException.Code code, String why) {
        for (AppendRun run = waiting.pollFirst(); run != null; run = waiting.pollFirst()) {
            run.fail(IthacaException.notDone(code, why));
            run.release();
        }
        for (AppendRun run = shipped.pollFirst(); run != null; run = shipped.pollFirst()) {
            run.fail(IthacaException.unknown(code, why + "; the append was sent and not answered before"));
            run.release();
        }
    }

    long wakeAtNanos() {
        if (idle()) {
            return Long.MAX_VALUE;
        }
        long soon = core.now() + 10 * MILLI;
        return core.now() < pausedUntil ? Math.min(pausedUntil, soon) : soon;
    }
}
