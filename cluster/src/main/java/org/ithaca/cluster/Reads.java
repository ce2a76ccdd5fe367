package org.ithaca.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ithaca.base.IthacaException;
import org.ithaca.base.NodeId;
import org.ithaca.base.StoredSlot;
import org.ithaca.store.Storage;

/// Reads delivered slots of one log from the storage, and repairs those damaged there from other members.
final class Reads implements Replica.Repairs {
    private final Node node;
    private final LocalLog log;
    private final Delivery delivery;
    private final Map<Long, Repair> repairs = new HashMap<>();
    private long lastRepair = Long.MIN_VALUE;

    /// A damaged slot that is being asked for elsewhere.
    private record Repair(
            Replica replica, long slot, List<NodeId> left, long deadline, Runnable then, Runnable giveUp) {}

    Reads(Node node, LocalLog log, Delivery delivery) {
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
        ask(replica, slot, linked, then, giveUp);
    }

    private void ask(Replica replica, long slot, List<NodeId> left, Runnable then, Runnable giveUp) {
        if (left.isEmpty()) {
            giveUp.run();
            return;
        }
        NodeId source = left.removeFirst();
        long number = lastRepair++;
        repairs.put(
                number,
                new Repair(replica, slot, left, node.now() + 5 * node.timing().retry(), then, giveUp));
        node.links().send(source, new CopyMessage.FetchSlots(replica.id(), number, slot, slot + 1, false));
    }

    /// Whether these slots answer a question of this class, which they then do.
    boolean received(CopyMessage.Slots slots) {
        Repair repair = repairs.remove(slots.ask());
        if (repair == null) {
            return slots.ask() < 0;
        }
        if (slots.slots().isEmpty() || slots.slots().getFirst().slot() != repair.slot) {
            ask(repair.replica, repair.slot, repair.left, repair.then, repair.giveUp);
            return true;
        }
        StoredSlot good = slots.slots().getFirst();
        node.hooks().reached("cluster.slot-repaired");
        node.storage().repair(repair.replica.id(), good.slot(), good.batch(), good.crc(), repair.then);
        return true;
    }

    void tick(long now) {
        for (Map.Entry<Long, Repair> entry : List.copyOf(repairs.entrySet())) {
            Repair repair = entry.getValue();
            if (now >= repair.deadline) {
                repairs.remove(entry.getKey());
                ask(repair.replica, repair.slot, repair.left, repair.then, repair.giveUp);
            }
        }
    }

    long wakeAtNanos() {
        return repairs.values().stream().mapToLong(Repair::deadline).min().orElse(Long.MAX_VALUE);
    }
}
