package org.ithaca.cluster;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.NodeId;
import org.ithaca.base.StoredSlot;
import org.ithaca.log.Loglet;
import org.ithaca.store.Storage;
import org.jspecify.annotations.Nullable;

/// Gives slots and checkpoints of one log to members that lack them, a piece for each question.
///
/// Slots come from an engine's memory where they are there, else from the storage. While a link has much
/// queued it gives nothing; the asker asks again.
final class SlotServer {
    private static final long MOST_QUEUED = 8L << 20;

    private final Node node;
    private final LocalLog log;

    SlotServer(Node node, LocalLog log) {
        this.node = node;
        this.log = log;
    }

    void asked(NodeId from, CopyMessage.FetchSlots fetch) {
        Replica replica = log.replica(fetch.loglet().epoch());
        if (replica == null || !log.chain().lists(fetch.loglet().epoch())) {
            answer(from, fetch, List.of());
            return;
        }
        long chosen = log.chosen(log.chain().epoch(fetch.loglet().epoch()));
        long to = Math.min(fetch.to(), fetch.chosenOnly() ? Math.min(chosen, replica.appended()) : replica.appended());
        if (fetch.from() >= to || fetch.from() < replica.first() || node.links().queuedBytes(from) > MOST_QUEUED) {
            answer(from, fetch, List.of());
            return;
        }
        List<StoredSlot> inMemory = inMemory(replica, fetch.from(), to);
        if (inMemory.isEmpty()) {
            read(from, fetch, replica, to);
        } else {
            answer(from, fetch, inMemory);
        }
    }

    private List<StoredSlot> inMemory(Replica replica, long from, long to) {
        List<StoredSlot> slots = new ArrayList<>();
        Loglet engine = replica.engine();
        long bytes = 0;
        for (long slot = from; engine != null && slot < Math.min(to, engine.received()); slot++) {
            Bytes batch = engine.batch(slot);
            if (batch == null || bytes >= node.config().pieceBytes()) {
                break;
            }
            slots.add(new StoredSlot(slot, batch.onHeap(), batch.crc32c()));
            bytes += batch.length() + 16;
        }
        return slots;
    }

    private void read(NodeId from, CopyMessage.FetchSlots fetch, Replica replica, long to) {
        node.storage().read(replica.id(), fetch.from(), to, node.config().pieceBytes(), new Storage.ReadCallback() {
            @Override
            public void slots(List<StoredSlot> slots) {
                answer(from, fetch, slots);
            }

            @Override
            public void damaged(long slot, IthacaException why) {
                answer(from, fetch, List.of());
            }
        });
    }

    private void answer(NodeId from, CopyMessage.FetchSlots fetch, List<StoredSlot> slots) {
        int epoch = fetch.loglet().epoch();
        boolean listed = log.chain().lists(epoch);
        Replica replica = log.replica(epoch);
        boolean takesPart = listed && replica != null && replica.openEngine() != null;
        long chosen = listed ? log.chosen(log.chain().epoch(epoch)) : 0;
        node.links()
                .send(
                        from,
                        new CopyMessage.Slots(
                                fetch.loglet(), fetch.ask(), takesPart, chosen, firstKept(replica), slots));
    }

    private long firstKept(@Nullable Replica replica) {
        if (replica == null
                || replica.first() == 0
                || !log.chain().lists(replica.id().epoch())) {
            return log.base();
        }
        return Math.max(log.base(), log.chain().epoch(replica.id().epoch()).position(replica.first()));
    }

    void asked(NodeId from, CopyMessage.FetchCheckpoint fetch) {
        node.storage().readCheckpoint(log.id(), fetch.offset(), node.config().pieceBytes(), (position, size, piece) -> {
            node.links()
                    .send(
                            from,
                            new CopyMessage.CheckpointPiece(
                                    log.id(), fetch.ask(), position, size, log.base(), fetch.offset(), piece));
        });
    }
}
