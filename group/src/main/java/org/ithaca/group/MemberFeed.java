package org.ithaca.group;

import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.NodeId;
import org.ithaca.base.StoredSlot;
import org.ithaca.log.Limits;

/// Brings the slots this member wrote to one other member.
///
/// A member that keeps up gets a slot when it is written. One that does not, or that lost something, gets pieces
/// from memory or from the storage: the next as soon as all but the last were received. So what is under way to it
/// is bounded, and it is fed at its own pace, with no wait for a way there and back after each piece.
final class MemberFeed {
    /// Most slots sent and not received: what the receiver has room for.
    private static final int FLIGHT_SLOTS = 2 * Limits.WINDOW_SLOTS;

    /// With more bytes queued than this nothing is added.
    private static final long FLIGHT_BYTES = Limits.WINDOW_BYTES;

    static final int PIECE_BYTES = 4 << 20;
    private static final int PIECE_SLOTS = 1024;

    private final Parts parts;
    private final int rank;
    private final NodeId node;
    private final RetryTimer timer = new RetryTimer();
    private long next;
    private long sentBefore;
    private long pieceStart;
    private long heard;
    private long resent;
    private boolean fetching;
    private boolean closed;

    MemberFeed(Parts parts, int rank) {
        this.parts = parts;
        this.rank = rank;
        this.node = parts.members().node(rank);
        this.next = ownFrom(0);
    }

    /// The own slots from `first` to `end` were written just now; `head` and `body` are the message that says so.
    void wrote(long first, long end, Bytes head, Bytes body) {
        if (next >= first && mayCarry(end)) {
            parts.ports().send(node, head, body);
            next = end;
            sentBefore = end;
        }
    }

    /// A new link: whatever was under way on the old one is gone.
    void linked() {
        goBack();
        timer.stop();
    }

    void turnEnded(long nowNanos) {
        long received = parts.frontiers().receivedBy(rank);
        next = Math.max(next, ownFrom(received));
        if (ownFrom(received) >= parts.writing().next()) {
            timer.stop();
        } else if (received > heard) {
            timer.progress(nowNanos);
        } else {
            timer.await(nowNanos);
        }
        heard = received;
        if (next < parts.writing().next() && received >= pieceStart) {
            sendPiece(PIECE_SLOTS, PIECE_BYTES);
        }
    }

    /// Sends again what the member seems to lack. If it seems to wait for a third one's slot, that one sends again,
    /// or our knowledge is old: its row is asked for.
    void tick(long nowNanos, Exchange exchange) {
        if (!timer.due(nowNanos)) {
            return;
        }
        int awaited = parts.order().owner(parts.frontiers().receivedBy(rank));
        if (awaited == parts.members().self() || awaited == rank) {
            goBack();
            int smaller = 2 * timer.attempts();
            sendPiece(Math.max(1, PIECE_SLOTS >> smaller), Math.max(1, PIECE_BYTES >> smaller));
        } else {
            exchange.ask(rank);
        }
        timer.again(nowNanos);
    }

    /// Sends nothing any more.
    void close() {
        closed = true;
        timer.stop();
    }

    long dueNanos() {
        return timer.dueNanos();
    }

    /// Slots sent again so far.
    long resent() {
        return resent;
    }

    private void goBack() {
        next = ownFrom(parts.frontiers().receivedBy(rank));
        pieceStart = 0;
    }

    private long ownFrom(long slot) {
        return parts.order().firstOwned(parts.members().self(), slot);
    }

    private boolean mayCarry(long end) {
        return end - parts.frontiers().receivedBy(rank) <= FLIGHT_SLOTS
                && parts.ports().queuedBytes(node) <= FLIGHT_BYTES;
    }

    private void sendPiece(int mostSlots, int mostBytes) {
        if (fetching || !mayCarry(next)) {
            return;
        }
        int stride = parts.order().writers();
        long end = parts.writing().next();
        if (next < parts.slots().floor()) {
            fetching = true;
            parts.hooks().reached("group.fed-from-storage");
            parts.ports().fetch(next, Math.min(end, parts.slots().floor()), mostBytes, this::fetched);
            return;
        }
        pieceStart = next;
        int bytes = 0;
        for (int sent = 0; sent < mostSlots && bytes < mostBytes && next < end && mayCarry(next + stride); sent++) {
            Bytes batch = parts.slots().held(next);
            if (batch == null) {
                throw new IllegalStateException("own slot " + next + " is not in memory");
            }
            bytes += batch.length();
            sendNext(batch, parts.slots().crc(next));
        }
    }

    private void fetched(List<StoredSlot> found) {
        fetching = false;
        if (closed) {
            return;
        }
        long from = next;
        pieceStart = from;
        for (StoredSlot slot : found) {
            if (slot.slot() == next) {
                sendNext(slot.batch(), slot.crc());
            }
        }
        if (next == from) {
            pieceStart = Long.MAX_VALUE;
        }
    }

    private void sendNext(Bytes batch, int crc) {
        Bytes head = batch.isEmpty() ? new GroupMessage.Nulls(next, 1).encode() : GroupMessage.Data.head(next, crc);
        parts.ports().send(node, head, batch);
        resent += next < sentBefore ? 1 : 0;
        next += parts.order().writers();
        sentBefore = Math.max(sentBefore, next);
    }
}
