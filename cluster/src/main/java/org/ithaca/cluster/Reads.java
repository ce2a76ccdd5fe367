package org.ithaca.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ithaca.base.IthacaException;
import org.ithaca.base.NodeId;
import org.ithaca.base.StoredSlot;
import org.ithaca.store.Storage;
import org.jspecify.annotations.Nullable;

/// Reads delivered slots of one log from the storage, and repairs those damaged there from other members.
final class Reads implements Replica.Repairs {
    private final Node node;
    private final LocalLog log;
    private final Delivery delivery;
    private final Restoring restoring;
    private final Map<Long, Asked> asked = new HashMap<>();
    private long lastRepair = Long.MIN_VALUE;

    /// A damaged slot that is being asked for elsewhere.
    ///
    /// @param trimmer a member that keeps it no more; null if none has said so
    /// @param firstKept the position from which on that one keeps slots
    private record Repair(
            Replica replica,
            long slot,
            List<NodeId> left,
            Runnable then,
            Runnable giveUp,
            @Nullable NodeId trimmer,
            long firstKept) {
        Repair trimmedAt(NodeId member, long kept) {
            return new Repair(replica, slot, left, then, giveUp, member, kept);
        }
    }

    private record Asked(Repair repair, long deadline) {}

    Reads(Node node, LocalLog log, Delivery delivery, Restoring restoring) {
        this.restoring = restoring;
        this.node = node;
        this.log = log;
        this.delivery = delivery;
    }

    void read(long from, int maxBytes, VirtualLog.LogReadCallback callback) {
        if (from < log.base()) {
            callback.failed(IthacaException.notDone(
                    IthacaException.Code.TRIMMED,
                    "position " + from + " of " + log.chain().name() + " is trimmed; the log begins at " + log.base()));
            return;
        }
        EpochInfo epoch = log.chain().at(from);
        if (from >= delivery.delivered()) {
            callback.batches(List.of(), from);
            return;
        }
        Replica replica = log.replica(epoch.epoch());
        long fromSlot = epoch.slot(from);
        long deliveredSlot = Math.min(epoch.slot(delivery.delivered()), epoch.open() ? Long.MAX_VALUE : epoch.end());
        if (replica == null || fromSlot < replica.first()) {
            callback.failed(IthacaException.notDone(
                    IthacaException.Code.TRIMMED,
                    "position " + from + " of " + log.chain().name() + " is trimmed"));
            return;
        }
        long to = Math.min(deliveredSlot, replica.stored());
        if (fromSlot >= to) {
            callback.batches(List.of(), from);
            return;
        }
        readSlots(epoch, replica, fromSlot, to, maxBytes, callback);
    }

    private void readSlots(
            EpochInfo epoch, Replica replica, long from, long to, int maxBytes, VirtualLog.LogReadCallback callback) {
        node.storage().read(replica.id(), from, to, maxBytes, new Storage.ReadCallback() {
            @Override
            public void slots(List<StoredSlot> slots) {
                List<VirtualLog.PositionedBatch> batches = new ArrayList<>(slots.size());
                long next = from;
                for (StoredSlot slot : slots) {
                    next = slot.slot() + 1;
                    if (!slot.batch().isEmpty()) {
                        batches.add(new VirtualLog.PositionedBatch(epoch.position(slot.slot()), slot.batch()));
                    }
                }
                callback.batches(batches, epoch.position(next));
            }

            @Override
            public void damaged(long slot, IthacaException why) {
                repair(
                        replica,
                        slot,
                        () -> readSlots(epoch, replica, from, to, maxBytes, callback),
                        () -> callback.failed(why));
            }
        });
    }

    @Override
    public void repair(Replica replica, long slot, Runnable then, Runnable giveUp) {
        List<NodeId> sources = new ArrayList<>(log.chain().newest().members());
        sources.addAll(log.chain().epoch(replica.id().epoch()).members());
        List<NodeId> linked = new ArrayList<>(sources.stream()
                .distinct()
                .filter(n -> !n.equals(node.self()) && node.links().linked(n))
                .toList());
        ask(new Repair(replica, slot, linked, then, giveUp, null, 0));
    }

    private void ask(Repair repair) {
        if (repair.left.isEmpty()) {
            repair.giveUp.run();
            goOnWithout(repair);
            return;
        }
        NodeId source = repair.left.removeFirst();
        long number = lastRepair++;
        asked.put(number, new Asked(repair, node.now() + 5 * node.timing().retry()));
        node.links()
                .send(
                        source,
                        new CopyMessage.FetchSlots(repair.replica.id(), number, repair.slot, repair.slot + 1, false));
    }

    /// Nobody can give the slot. If that is because it is trimmed this node needs it no more either.
    private void goOnWithout(Repair repair) {
        if (repair.trimmer != null) {
            restoring.start(repair.trimmer, repair.firstKept);
        }
    }

    /// Whether these slots answer a question of this class, which they then do.
    boolean received(NodeId from, CopyMessage.Slots slots) {
        Asked question = asked.remove(slots.ask());
        if (question == null) {
            return slots.ask() < 0;
        }
        Repair repair = question.repair;
        if (slots.slots().isEmpty() || slots.slots().getFirst().slot() != repair.slot) {
            ask(trimmed(repair, slots.firstKept()) ? repair.trimmedAt(from, slots.firstKept()) : repair);
            return true;
        }
        StoredSlot good = slots.slots().getFirst();
        node.hooks().reached("cluster.slot-repaired");
        node.storage().repair(repair.replica.id(), good.slot(), good.batch(), good.crc(), repair.then);
        return true;
    }

    private boolean trimmed(Repair repair, long firstKept) {
        int epoch = repair.replica.id().epoch();
        return log.chain().lists(epoch) && log.chain().epoch(epoch).position(repair.slot) < firstKept;
    }

    void tick(long now) {
        for (Map.Entry<Long, Asked> entry : List.copyOf(asked.entrySet())) {
            if (now >= entry.getValue().deadline) {
                asked.remove(entry.getKey());
                ask(entry.getValue().repair);
            }
        }
    }

    long wakeAtNanos() {
        return asked.values().stream().mapToLong(Asked::deadline).min().orElse(Long.MAX_VALUE);
    }
}
