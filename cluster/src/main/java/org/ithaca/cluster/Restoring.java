package org.ithaca.cluster;

import java.util.List;
import java.util.function.LongConsumer;
import org.ithaca.base.NodeId;
import org.jspecify.annotations.Nullable;

/// Copies the newest checkpoint of a log from a member that no longer keeps the slots this node lacks.
///
/// Pieces go to this node's storage as they come, one at a time. Once the checkpoint is durable here it is
/// played to the log's listener, slots below it are given up, and delivery goes on from its position.
final class Restoring {
    private final Node node;
    private final LocalLog log;
    private final Delivery delivery;
    private final LongConsumer restored;
    private @Nullable NodeId source;
    private long position = -1;
    private long offset;
    private long ask;
    private long askedAt;
    private long heardAt;
    private boolean storing;
    private boolean installing;
    private int turn;

    /// @param restored takes the position of a checkpoint that is durable here now
    Restoring(Node node, LocalLog log, Delivery delivery, LongConsumer restored) {
        this.restored = restored;
        this.node = node;
        this.log = log;
        this.delivery = delivery;
    }

    /// Whether a checkpoint is on its way; slots wait for it.
    boolean busy() {
        return source != null || storing || installing;
    }

    /// Begins to copy from `from`, which keeps slots from position `firstKept` on only.
    void start(NodeId from, long firstKept) {
        if (!busy() && firstKept > log.base()) {
            begin(from);
        }
    }

    private void begin(NodeId from) {
        source = from;
        position = -1;
        offset = 0;
        heardAt = node.now();
        next();
    }

    /// Whether slots that are yet to be delivered here are kept nowhere any more.
    private boolean needed() {
        return delivery.listener() != null && !delivery.hasBase();
    }

    /// Begins to copy if that is so and nothing is under way.
    private void startIfNeeded() {
        if (busy() || !needed()) {
            return;
        }
        List<NodeId> sources = log.chain().newest().members().stream()
                .filter(n -> !n.equals(node.self()) && node.links().linked(n))
                .toList();
        if (!sources.isEmpty()) {
            begin(sources.get(turn++ % sources.size()));
        }
    }

    private void next() {
        NodeId from = source;
        if (from != null) {
            ask++;
            again(from);
        }
    }

    private void again(NodeId from) {
        askedAt = node.now();
        node.links().send(from, new CopyMessage.FetchCheckpoint(log.id(), ask, offset));
    }

    void received(NodeId from, CopyMessage.CheckpointPiece piece) {
        if (!from.equals(source) || storing || piece.ask() != ask) {
            return;
        }
        if (piece.position() < 0 || piece.position() <= delivery.delivered()) {
            source = null;
            nothingNewer(piece);
            return;
        }
        if (piece.position() != position || piece.offset() != offset) {
            restart(piece);
            return;
        }
        take(piece);
    }

    /// The other has no checkpoint that helps. What is delivered here may be passed over; for the rest
    /// another member has one, since nothing is trimmed before every member has a checkpoint of it.
    private void nothingNewer(CopyMessage.CheckpointPiece piece) {
        long begin = Math.max(piece.firstKept(), log.base());
        if (begin <= delivery.delivered()) {
            goOnAt(begin);
        }
    }

    /// The other has a newer checkpoint by now, or this is the first piece.
    private void restart(CopyMessage.CheckpointPiece piece) {
        boolean fromStart = piece.offset() == 0;
        position = piece.position();
        offset = 0;
        if (fromStart) {
            take(piece);
        } else {
            next();
        }
    }

    private void take(CopyMessage.CheckpointPiece piece) {
        heardAt = node.now();
        long covered = position;
        long at = offset;
        offset += piece.piece().length();
        boolean last = offset >= piece.size();
        if (last) {
            source = null;
            installing = true;
        }
        storing = true;
        ask++;
        node.storage().checkpoint(log.id(), covered, at, piece.piece().compact(), last, () -> {
            storing = false;
            if (last) {
                install(covered, 0);
            } else {
                durable();
            }
        });
    }

    /// No faster than the disk: the next piece is asked for once this one is durable.
    private void durable() {
        NodeId from = source;
        if (from != null) {
            heardAt = node.now();
            again(from);
        }
    }

    /// Plays the durable checkpoint to the listener, piece by piece.
    private void install(long covered, long from) {
        node.storage().readCheckpoint(log.id(), from, node.config().pieceBytes(), (found, size, piece) -> {
            LogListener listener = delivery.listener();
            long next = from + piece.length();
            boolean last = next >= size || piece.isEmpty();
            if (found != covered) {
                // Damaged since it was written: what was played of it is void, and another copy is fetched.
                node.hooks().reached("cluster.checkpoint-lost");
                installing = false;
                startIfNeeded();
                return;
            }
            if (listener != null) {
                listener.restore(covered, from, piece, last);
            }
            if (last) {
                finish(covered);
            } else {
                install(covered, next);
            }
        });
    }

    private void finish(long covered) {
        installing = false;
        node.hooks().reached("cluster.catch-up-by-checkpoint");
        node.listener().notice(new Notice.Restored(log.id(), covered));
        goOnAt(covered);
        restored.accept(covered);
    }

    private void goOnAt(long at) {
        log.forgetBelow(at);
        if (at > delivery.delivered()) {
            delivery.jump(at);
        }
    }

    long wakeAtNanos() {
        if (storing) {
            return Long.MAX_VALUE;
        }
        if (source != null) {
            return askedAt + 10 * node.timing().retry() + 1;
        }
        return !installing && needed() ? node.now() + node.timing().retry() / 4 : Long.MAX_VALUE;
    }

    void tick(long now) {
        startIfNeeded();
        NodeId from = source;
        if (from == null || storing || now - askedAt <= 10 * node.timing().retry()) {
            return;
        }
        if (node.links().linked(from) && now - heardAt < 50 * node.timing().retry()) {
            again(from);
        } else {
            source = null;
        }
    }
}
