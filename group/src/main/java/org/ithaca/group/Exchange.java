package org.ithaca.group;

import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;

/// Tells others this member's row: once a turn, after the turn's data, to those who are to hear its news.
/// When nothing moves although something should, it asks for their rows.
///
/// What a leader found stable only lets the others deliver: it waits up to [#PATIENCE_NANOS] for a slot to
/// travel with, unless somebody waits for it ([#hurry]). A busy log needs no frame of its own for it.
///
/// Whole rows are sent, four cells, so that one that arrives makes up for all that were lost.
final class Exchange {
    static final long PATIENCE_NANOS = 1_000_000;

    private final Parts parts;
    private final boolean durable;
    private final RetryTimer timer = new RetryTimer();
    private long due;
    private long sumHeard;
    private long written;
    private long told;
    private long awaited;
    private long newsDueNanos = Long.MAX_VALUE;
    private boolean closed;

    Exchange(Parts parts, boolean durable) {
        this.parts = parts;
        this.durable = durable;
    }

    /// The member at `rank` is to get the row when the turn ends, news or not.
    void owe(int rank) {
        due |= 1L << rank;
    }

    /// Somebody waits for everything held here by now to be delivered elsewhere: news of it are told at
    /// once.
    void hurry() {
        awaited = parts.slots().received();
    }

    void turnEnded(long nowNanos) {
        if (!news()) {
            newsDueNanos = Long.MAX_VALUE;
        } else if (mayWait()) {
            newsDueNanos = Math.min(newsDueNanos, nowNanos + PATIENCE_NANOS);
        } else {
            tellNews();
        }
        written = parts.writing().next();
        push(due, false);
        due = 0;
        watch(nowNanos);
    }

    private boolean mayWait() {
        boolean slotGoesOut = parts.writing().next() > written;
        return parts.order().tellsStable(parts.members().self()) && !slotGoesOut && !closed && told >= awaited;
    }

    private void tellNews() {
        told = safe();
        due |= parts.order().hearers(parts.members().self());
        parts.frontiers().pushed();
        newsDueNanos = Long.MAX_VALUE;
    }

    void tick(long nowNanos) {
        if (timer.due(nowNanos)) {
            push(parts.order().hearers(parts.members().self()), true);
            timer.again(nowNanos);
        }
        if (newsDueNanos <= nowNanos) {
            tellNews();
        }
    }

    /// Wants the row of the member at `rank`.
    void ask(int rank) {
        push(1L << rank, true);
    }

    long dueNanos() {
        return Math.min(timer.dueNanos(), newsDueNanos);
    }

    /// Asks no more; what is owed and what is new is still told, at once.
    void close() {
        closed = true;
        timer.stop();
        if (newsDueNanos != Long.MAX_VALUE) {
            tellNews();
            push(due, false);
            due = 0;
        }
    }

    private boolean news() {
        Frontiers frontiers = parts.frontiers();
        return parts.order().tellsStable(parts.members().self())
                ? frontiers.changed(Frontiers.STABLE) || (durable && frontiers.changed(Frontiers.DURABLY_STABLE))
                : frontiers.changed(Frontiers.RECEIVED) || (durable && frontiers.changed(Frontiers.DURABLE));
    }

    private void push(long ranks, boolean ask) {
        if (ranks == 0) {
            return;
        }
        ByteWriter out = new ByteWriter();
        GroupMessage.Row.head(out, ask);
        parts.frontiers().encodeRow(out);
        Bytes row = out.shared();
        for (long left = ranks; left != 0; left &= left - 1) {
            parts.ports().send(parts.members().node(Long.numberOfTrailingZeros(left)), row, Bytes.EMPTY);
        }
    }

    /// Every member watches for itself: the one that holds the proof need not be the one that lacks it.
    private void watch(long nowNanos) {
        long safe = safe();
        long sum = safe + parts.slots().received();
        if (safe >= parts.slots().highest()) {
            timer.stop();
        } else if (sum > sumHeard) {
            timer.progress(nowNanos);
        } else {
            timer.await(nowNanos);
        }
        sumHeard = sum;
    }

    /// What may be delivered.
    private long safe() {
        return durable ? parts.frontiers().durablyStable() : parts.frontiers().stable();
    }
}
