package org.ithaca.cluster;

import java.util.List;
import org.ithaca.base.ByteReader;
import org.ithaca.base.Bytes;
import org.ithaca.base.Defect;
import org.ithaca.base.Invariant;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogletId;
import org.ithaca.base.NodeId;
import org.ithaca.base.StoredSlot;
import org.ithaca.group.GroupEngine;
import org.ithaca.log.Loglet;
import org.ithaca.log.LogletPorts;
import org.ithaca.log.Plan;
import org.ithaca.store.Storage;
import org.jspecify.annotations.Nullable;

/// What this node keeps of one epoch of one log: the slots in its storage, and the engine if this run takes
/// part.
///
/// Slots reach the storage from the engine while the epoch is open, and by copying once it is sealed or if
/// this run never took part. `stored <= appended`; the engine's `received` never exceeds `appended`.
final class Replica implements LogletPorts {
    /// Gets slots that turn out to be damaged here from elsewhere.
    interface Repairs {
        /// Asks other members for the slot and writes it anew; then `then` runs, or `giveUp` if nobody has
        /// it.
        void repair(Replica replica, long slot, Runnable then, Runnable giveUp);
    }

    private final Node node;
    private final LogletId id;
    private final Storage.Durability durability;
    private final Repairs repairs;
    private long first;
    private long appended;
    private long stored;
    private long end = EpochInfo.OPEN;
    private boolean failed;
    private boolean renewing;
    private int restarts;
    private @Nullable Loglet engine;

    private Replica(Node node, LogletId id, Storage.Durability durability, long first, long held, Repairs repairs) {
        this.node = node;
        this.repairs = repairs;
        this.id = id;
        this.durability = durability;
        this.first = first;
        appended = held;
        stored = held;
    }

    static Replica recovered(Node node, LogletId id, Storage.Holding holding, Repairs repairs) {
        return new Replica(node, id, holding.durability(), holding.first(), holding.held(), repairs);
    }

    static Replica fresh(Node node, LogletId id, Plan plan, long first, Repairs repairs) {
        Storage.Durability durability = plan.durable() ? Storage.Durability.DISK : Storage.Durability.MEMORY;
        node.storage().open(id, durability, first);
        return new Replica(node, id, durability, first, first, repairs);
    }

    /// This run takes part from now on: the epoch is open and begins empty, here and everywhere.
    void takePart(EpochInfo epoch) {
        engine = GroupEngine.open(id, epoch.members(), node.self(), epoch.plan(), this, node.hooks());
    }

    /// What a run that forgot its seal would do (see [Defect#SEAL_NOT_DURABLE]): go on where the former run
    /// was.
    void goOnUnsealed(EpochInfo epoch) {
        engine = GroupEngine.reopen(id, epoch.members(), node.self(), epoch.plan(), this, node.hooks(), stored);
    }

    LogletId id() {
        return id;
    }

    long first() {
        return first;
    }

    long appended() {
        return appended;
    }

    long stored() {
        return stored;
    }

    boolean failed() {
        return failed;
    }

    boolean ended() {
        return end != EpochInfo.OPEN;
    }

    /// The engine, while this run takes part or has not delivered all it held.
    @Nullable
    Loglet engine() {
        return engine;
    }

    /// The engine, while the epoch is open here.
    @Nullable
    Loglet openEngine() {
        return engine == null || engine.sealed() ? null : engine;
    }

    /// Closes the epoch at this node and says what it holds of it.
    ChangeMessage.Held seal(boolean complete) {
        boolean amnesiac = engine == null && !node.hooks().planted(Defect.AMNESIA_HIDDEN);
        if (engine != null && !engine.sealed()) {
            if (!node.hooks().planted(Defect.SEAL_NOT_KEPT)) {
                engine.seal();
            }
            node.listener().notice(new Notice.Sealed(id, engine.received()));
        }
        return new ChangeMessage.Held(id, appended, stored, amnesiac, complete);
    }

    /// The epoch ended: what lies above is dropped, what lacks below is copied.
    void endAt(long slots) {
        Invariant.check(!ended() || end == slots, "the end of an epoch never changes");
        end = slots;
        if (engine != null && !engine.sealed()) {
            engine.seal();
        }
        if (node.hooks().planted(Defect.END_IGNORED)) {
            return;
        }
        if (appended > slots) {
            node.hooks().reached("cluster.suffix-truncated");
            node.listener().notice(new Notice.Truncated(id, slots, appended));
            appended = Math.max(slots, first);
            stored = Math.min(stored, appended);
        }
        node.storage().end(id, slots, () -> {});
    }

    /// The engine is of no more use: everything it held was delivered.
    void release() {
        if (engine != null) {
            engine.close();
            engine = null;
        }
    }

    /// This node keeps nothing of the epoch any more.
    void drop() {
        release();
        node.storage().drop(id);
    }

    /// The slots below `frontier` need be in memory no more.
    void delivered(long frontier) {
        if (engine != null) {
            engine.delivered(Math.min(frontier, engine.received()));
        }
    }

    /// Appends slots copied from elsewhere; those that are here already are passed over.
    void append(Iterable<StoredSlot> slots) {
        for (StoredSlot slot : slots) {
            if (slot.slot() == appended && (!ended() || slot.slot() < end)) {
                append(slot.slot(), slot.batch(), slot.crc());
            }
        }
    }

    private void append(long slot, Bytes batch, int crc) {
        node.storage().append(id, slot, batch, crc);
        appended = slot + 1;
    }

    /// The storage has come this far.
    void stored(long frontier) {
        stored = Math.max(stored, Math.min(frontier, appended));
        if (engine != null && !ended()) {
            engine.stored(Math.min(stored, engine.received()));
        }
    }

    /// The storage will store nothing more of this loglet.
    void fail() {
        failed = true;
        if (engine != null) {
            engine.seal();
        }
    }

    /// Takes up what the storage still has after a failure. What was stored may be all there is left of it
    /// anywhere, so it is never dropped for that.
    ///
    /// @param renewed runs when this is done
    void renew(Runnable renewed) {
        release();
        if (!renewing) {
            renewing = true;
            int begun = restarts;
            node.storage().reopen(id, holding -> {
                if (begun != restarts) {
                    return;
                }
                renewing = false;
                first = holding.first();
                appended = holding.held();
                stored = holding.held();
                failed = false;
                renewed.run();
            });
        }
    }

    /// Forgets all slots and starts anew at `slot`.
    void restartAt(long slot) {
        drop();
        node.storage().open(id, durability, slot);
        first = slot;
        appended = slot;
        stored = slot;
        failed = false;
        renewing = false;
        restarts++;
        if (ended()) {
            node.storage().end(id, end, () -> {});
        }
    }

    void trim(long below) {
        if (below > first) {
            first = Math.min(below, stored);
            node.storage().trim(id, first);
        }
    }

    void received(NodeId from, ByteReader message) {
        if (engine != null) {
            engine.received(from, message);
        }
    }

    @Override
    public void send(NodeId to, Bytes head, Bytes body) {
        node.links().sendEngine(to, id, head, body);
    }

    @Override
    public long queuedBytes(NodeId to) {
        return node.links().queuedBytes(to);
    }

    @Override
    public void store(long slot, Bytes batch, int crc) {
        if (slot == appended && !failed) {
            append(slot, batch, crc);
        }
    }

    @Override
    public void fetch(long fromSlot, long toSlot, int maxBytes, FetchCallback callback) {
        node.storage().read(id, fromSlot, Math.min(toSlot, stored), maxBytes, new Storage.ReadCallback() {
            @Override
            public void slots(List<StoredSlot> slots) {
                callback.slots(slots);
            }

            @Override
            public void damaged(long slot, IthacaException why) {
                repairs.repair(
                        Replica.this,
                        slot,
                        () -> fetch(fromSlot, toSlot, maxBytes, callback),
                        () -> callback.slots(List.of()));
            }
        });
    }
}
