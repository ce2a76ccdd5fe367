package org.ithaca.client;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.log.Level;
import org.ithaca.log.RunWriter;
import org.jspecify.annotations.Nullable;

/// Entries of one append, or of many that came together, on their way into a log. Their session and sequences are
/// given when they are first sent.
///
/// ```
/// waiting ──ship──▶ shipped ──every entry answered──▶ released
///    ▲                 │
///    └── every copy ───┘   (and of all runs after it: the sequences are free again)
///        refused
/// ```
public final class AppendRun {
    private final RunWriter entries;
    private final Level level;
    private final long deadlineNanos;
    private final AppendListener listener;

    private long first;
    private boolean underWay;
    private boolean failed;
    private int answered;
    private @Nullable BitSet answeredSome;
    /// Requests that carried a copy which was not refused: its fate is not known.
    private final List<Long> copies = new ArrayList<>(1);

    /// @param entries one or more; none is added any more
    /// @param level when they count as done
    /// @param deadlineNanos when to give up, on the core's clock
    /// @param listener hears what becomes of them
    public AppendRun(RunWriter entries, Level level, long deadlineNanos, AppendListener listener) {
        this.entries = entries;
        this.level = level;
        this.deadlineNanos = deadlineNanos;
        this.listener = listener;
    }

    RunWriter entries() {
        return entries;
    }

    int count() {
        return entries.count();
    }

    Level level() {
        return level;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    long first() {
        return first;
    }

    /// One above the last sequence.
    long end() {
        return first + count();
    }

    void number(long firstSequence) {
        first = firstSequence;
    }

    /// Whether the latest copy may still be answered where it was sent.
    boolean underWay() {
        return underWay;
    }

    void sent(long request) {
        underWay = true;
        copies.add(request);
    }

    /// The latest copy will not be answered where it was sent, or was refused: another one is to be sent.
    void toSendAgain() {
        underWay = false;
    }

    /// The copy that this request carried is certainly not in the log; false if that was known.
    boolean refused(long request) {
        boolean latest = !copies.isEmpty() && copies.getLast() == request;
        if (latest) {
            underWay = false;
        }
        return copies.remove((Object) request);
    }

    /// Whether no copy can be in the log, now or later.
    boolean certainlyNotDone() {
        return copies.isEmpty() && answered == 0;
    }

    /// Whether it may start over, in another session.
    boolean canBeginAgain() {
        return certainlyNotDone() && !failed;
    }

    boolean done() {
        return answered == count();
    }

    boolean hasFailed() {
        return failed;
    }

    void fail(IthacaException error) {
        if (!failed) {
            failed = true;
            entries.own();
            listener.failed(error);
        }
    }

    void release() {
        listener.released();
    }

    /// Takes an answer for sequences `from` to below `to`, which must be the run's, at `position`.
    void answer(long from, long to, long position, List<Bytes> results) {
        int index = (int) (from - first);
        int until = (int) (to - first);
        if (until - index == count() && answered == 0) {
            answered = count();
            report(index, until, position, results, index);
            return;
        }
        BitSet some = answeredSome == null ? new BitSet(count()) : answeredSome;
        answeredSome = some;
        for (int at = some.nextClearBit(index); at < until && !done(); at = some.nextClearBit(at)) {
            int next = some.nextSetBit(at);
            int end = next < 0 ? until : Math.min(next, until);
            some.set(at, end);
            answered += end - at;
            report(at, end, position, results, index);
        }
    }

    private void report(int from, int to, long position, List<Bytes> results, int base) {
        if (position == Answer.Range.FORGOTTEN) {
            fail(IthacaException.unknown(
                    IthacaException.Code.SESSION_EXPIRED,
                    "entries are in the log, but their positions are no longer remembered"));
            return;
        }
        List<Bytes> part = results.isEmpty() ? results : results.subList(from - base, to - base);
        listener.appended(from, to - from, position + (from - base), part);
    }
}
