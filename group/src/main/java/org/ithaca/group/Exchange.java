package org.ithaca.group;

import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;

/// Tells others this member's row: once a turn, after the turn's data, to those who are to hear its news. When
/// nothing moves although something should, it asks for their rows.
///
/// Whole rows are sent, four cells, so that one that arrives makes up for all that were lost.
final class Exchange {
    private final Parts parts;
    private final boolean durable;
    private final RetryTimer timer = new RetryTimer();
    private long due;
    private long sumHeard;

    Exchange(Parts parts, boolean durable) {
        this.parts = parts;
        this.durable = durable;
    }

    /// The member at `rank` is to get the row when the turn ends, news or not.
    void owe(int rank) {
        due |= 1L << rank;
    }

    void turnEnded(long nowNanos) {
        long to = due;
        due = 0;
        if (news()) {
            to |= parts.order().hearers(parts.members().self());
            parts.frontiers().pushed();
        }
        push(to, false);
        watch(nowNanos);
    }

    void tick(long nowNanos) {
        if (timer.due(nowNanos)) {
            push(parts.order().hearers(parts.members().self()), true);
            timer.again(nowNanos);
        }
    }

    /// Wants the row of the member at `rank`.
    void ask(int rank) {
        push(1L << rank, true);
    }

    long dueNanos() {
        return timer.dueNanos();
    }

    /// Asks no more; what is owed and what is new is still told.
    void close() {
        timer.stop();
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
        Frontiers frontiers = parts.frontiers();
        long safe = durable ? frontiers.durablyStable() : frontiers.stable();
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
}
