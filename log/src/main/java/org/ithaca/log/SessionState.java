package org.ithaca.log;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;

/// What is known of one session: the last sequence taken, and the answers its client may still ask for.
final class SessionState {
    private final SessionLimits limits;
    private final ArrayDeque<SessionRange> answers = new ArrayDeque<>(2);
    private long last;
    private long acked;
    private long remembered;
    private long resultBytes;

    SessionState(SessionLimits limits) {
        this.limits = limits;
    }

    /// The highest sequence taken; 0 before the first.
    long last() {
        return last;
    }

    long resultBytes() {
        return resultBytes;
    }

    /// Takes entries in; what was remembered of the same sequences stays.
    void take(long first, int count, long position) {
        SessionRange newest = answers.peekLast();
        if (newest == null || !newest.extend(first, count, position)) {
            answers.addLast(new SessionRange(first, count, position));
        }
        last = Math.max(last, first + count - 1);
        remembered += count;
        shrink();
    }

    /// The client has the answers up to this sequence: they need not be kept.
    void ackedThrough(long sequence) {
        acked = Math.max(acked, Math.min(sequence, last));
        while (!answers.isEmpty() && answers.getFirst().end() - 1 <= acked) {
            forgetOldest();
        }
    }

    /// Keeps the result of a sequence taken lately; of one not remembered, nothing.
    void result(long sequence, Bytes result) {
        for (Iterator<SessionRange> newestFirst = answers.descendingIterator(); newestFirst.hasNext(); ) {
            SessionRange range = newestFirst.next();
            if (range.first <= sequence && sequence < range.end()) {
                resultBytes += range.result(sequence, result);
                shrink();
                return;
            }
        }
    }

    /// Reports what is remembered of `first` to `first + count - 1`; returns how many sequences that were.
    int recall(long first, int count, SessionAnswers sink) {
        long to = first + count;
        int found = 0;
        for (SessionRange range : answers) {
            long from = Math.max(range.first, first);
            long until = Math.min(range.end(), to);
            if (from < until) {
                range.report(from, until, sink);
                found += (int) (until - from);
            }
        }
        return found;
    }

    private void shrink() {
        while (answers.size() > 1 && (remembered > limits.remembered() || resultBytes > limits.resultBytes())) {
            forgetOldest();
        }
    }

    private void forgetOldest() {
        SessionRange oldest = answers.removeFirst();
        remembered -= oldest.count();
        resultBytes -= oldest.resultBytes();
    }

    void encode(ByteWriter out) {
        out.i64(last).i64(acked).i32(answers.size());
        answers.forEach(range -> range.encode(out));
    }

    static SessionState decode(ByteReader in, SessionLimits limits) {
        SessionState state = new SessionState(limits);
        state.last = in.i64();
        state.acked = in.i64();
        int ranges = in.count(Integer.MAX_VALUE, 21);
        for (int i = 0; i < ranges; i++) {
            SessionRange range = SessionRange.decode(in);
            state.answers.addLast(range);
            state.remembered += range.count();
            state.resultBytes += range.resultBytes();
        }
        return state;
    }
}
