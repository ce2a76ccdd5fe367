package org.ithaca.cluster;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.ithaca.base.Bytes;
import org.ithaca.base.Defect;
import org.ithaca.base.Invariant;
import org.ithaca.base.IthacaException;
import org.ithaca.base.StoredSlot;
import org.ithaca.log.Loglet;
import org.ithaca.store.Storage;
import org.jspecify.annotations.Nullable;

/// Hands the slots of one log to its listener: only chosen ones, in order across all epochs, each once.
///
/// Slots still in an engine's memory are taken from there, others are read from the storage. Under a plan
/// that keeps slots on disk an open epoch delivers what is durably stable; a closed one delivers up to its
/// end. While a checkpoint is on its way nothing is delivered: it covers what would be, and the listener's
/// state may be half restored.
final class Delivery {
    private static final int READ_BYTES = 1 << 20;
    private static final long TURN_BYTES = 4L << 20;

    private final Node node;
    private final LocalLog log;
    private BooleanSupplier restoring = () -> false;
    private @Nullable LogListener listener;
    private long delivered;
    private int epoch;
    private long slot;
    private boolean reading;
    private boolean more;
    private long jumps;

    Delivery(Node node, LocalLog log) {
        this.node = node;
        this.log = log;
    }

    /// Sets what tells whether a checkpoint is on its way.
    void pauseWhile(BooleanSupplier newRestoring) {
        restoring = newRestoring;
    }

    void listen(LogListener newListener, long fromPosition) {
        Invariant.check(listener == null, "a log has one listener");
        listener = newListener;
        jump(fromPosition);
    }

    @Nullable
    LogListener listener() {
        return listener;
    }

    /// Everything below was delivered.
    long delivered() {
        return delivered;
    }

    /// Whether a turn's worth was delivered and more is ready.
    boolean more() {
        return more;
    }

    /// Whether everything below the position at which the log begins here was delivered, or restored from a
    /// checkpoint.
    boolean hasBase() {
        return delivered >= log.base();
    }

    /// Goes on from `position`; a checkpoint covers everything below.
    void jump(long position) {
        delivered = position;
        EpochInfo at = log.chain().at(position);
        epoch = at.epoch();
        slot = Math.max(0, at.slot(position));
        jumps++;
    }

    /// Delivers what is ready, up to a turn's worth.
    void run() {
        more = false;
        LogListener to = listener;
        if (to == null || restoring.getAsBoolean()) {
            return;
        }
        if (!reading && hasBase() && !log.chain().lists(epoch)) {
            jump(delivered);
        }
        long budget = TURN_BYTES;
        while (!reading && hasBase() && log.chain().lists(epoch)) {
            EpochInfo info = log.chain().epoch(epoch);
            Replica replica = log.replica(epoch);
            if (!info.open() && slot >= limit(info, replica)) {
                finish(replica);
                continue;
            }
            if (replica == null || slot >= limit(info, replica)) {
                return;
            }
            if (budget <= 0) {
                more = true;
                return;
            }
            Bytes batch = inMemory(replica);
            if (batch == null) {
                read(to, info, replica);
                return;
            }
            budget -= batch.length() + 1L;
            deliver(to, info, batch);
            replica.delivered(slot);
        }
    }

    private @Nullable Bytes inMemory(Replica replica) {
        Loglet engine = replica.engine();
        return engine == null || slot >= engine.received() ? null : engine.batch(slot);
    }

    private long limit(EpochInfo info, @Nullable Replica replica) {
        if (!info.open()) {
            return replica != null && node.hooks().planted(Defect.END_IGNORED)
                    ? Math.max(info.end(), replica.appended())
                    : info.end();
        }
        if (replica == null) {
            return 0;
        }
        Loglet engine = replica.engine();
        return engine == null ? log.chosen(info) : Math.min(log.chosen(info), engine.received());
    }

    /// All of a closed epoch is delivered: on to the next.
    private void finish(@Nullable Replica replica) {
        if (replica != null) {
            replica.release();
        }
        epoch++;
        slot = 0;
        delivered = Math.max(delivered, log.chain().epoch(epoch).first());
    }

    private void deliver(LogListener to, EpochInfo info, Bytes batch) {
        long position = info.position(slot);
        slot++;
        delivered = Math.max(delivered, info.position(slot));
        if (!batch.isEmpty()) {
            to.delivered(position, batch);
        }
    }

    private void read(LogListener to, EpochInfo info, Replica replica) {
        long until = Math.min(limit(info, replica), replica.stored());
        if (slot >= until) {
            return;
        }
        reading = true;
        long jumpsBefore = jumps;
        node.storage().read(replica.id(), slot, until, READ_BYTES, new Storage.ReadCallback() {
            @Override
            public void slots(List<StoredSlot> slots) {
                reading = false;
                if (jumps == jumpsBefore && !restoring.getAsBoolean()) {
                    for (StoredSlot stored : slots) {
                        Invariant.check(stored.slot() == slot, "slots are delivered in order");
                        deliver(to, info, stored.batch());
                    }
                }
            }

            @Override
            public void damaged(long at, IthacaException why) {
                log.repair(replica, at, () -> reading = false, () -> {
                    reading = false;
                    String what = "delivery of slot " + at + " of " + replica.id();
                    node.listener().notice(new Notice.Refused(what, String.valueOf(why.getMessage())));
                });
            }
        });
    }
}
