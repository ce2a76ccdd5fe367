package org.ithaca.cluster;

import java.util.Optional;
import org.ithaca.base.Bytes;
import org.ithaca.base.LogId;
import org.ithaca.base.NodeId;
import org.ithaca.log.Loglet;
import org.jspecify.annotations.Nullable;

/// The [VirtualLog] of one node: binds the parts that each do one thing for it.
final class SplicedLog implements VirtualLog {
    private final Node node;
    private final LocalLog local;
    private final Delivery delivery;
    private final Restoring restoring;
    private final Copying copying;
    private final SlotServer slots;
    private final Confirmations confirmations;
    private final Reads reads;
    private final Trims trims;
    private long lastStable;
    private long lastDurable;
    private Loglet.@Nullable Admission lastAdmission;
    private @Nullable NodeId lastWriter;
    private boolean diskFull;

    /// @param trimChanged runs when others should hear what this node may forget
    SplicedLog(Node node, LocalLog local, Runnable trimChanged) {
        this.node = node;
        this.local = local;
        delivery = new Delivery(node, local);
        trims = new Trims(node, local, delivery, trimChanged);
        restoring = new Restoring(node, local, delivery, trims::checkpointed);
        delivery.pauseWhile(restoring::busy);
        copying = new Copying(node, local, delivery, restoring);
        slots = new SlotServer(node, local);
        confirmations = new Confirmations(node, local, delivery);
        reads = new Reads(node, local, delivery, restoring);
        local.repairBy(reads);
        local.whenLacking(copying::lookAgain);
    }

    LocalLog local() {
        return local;
    }

    Copying copying() {
        return copying;
    }

    Trims trims() {
        return trims;
    }

    @Override
    public LogId id() {
        return local.id();
    }

    @Override
    public String name() {
        return local.chain().name();
    }

    @Override
    public LogKind kind() {
        return local.chain().kind();
    }

    @Override
    public Loglet.Admission admission() {
        Loglet engine = local.newestEngine();
        if (engine == null) {
            return Loglet.Admission.NOT_WRITER;
        }
        Loglet.Admission admission = engine.admission();
        if (delivery.delivered() < local.chain().newest().first() || delivery.listener() == null) {
            return Loglet.Admission.SEALED;
        }
        return admission == Loglet.Admission.OPEN && diskFull ? Loglet.Admission.WINDOW_FULL : admission;
    }

    @Override
    public boolean diskFull() {
        return diskFull;
    }

    @Override
    public @Nullable NodeId writer() {
        EpochInfo newest = local.chain().newest();
        return switch (newest.plan().order()) {
            case LEADER -> newest.members().getFirst();
            case ROUND_ROBIN -> null;
        };
    }

    @Override
    public long append(Bytes batch, int crc) {
        Loglet engine = local.openEngine();
        if (engine == null || admission() != Loglet.Admission.OPEN) {
            throw new IllegalStateException("no append while " + admission());
        }
        return local.chain().newest().position(engine.append(batch, crc));
    }

    @Override
    public long delivered() {
        return delivery.delivered();
    }

    @Override
    public long stable() {
        Loglet engine = local.newestEngine();
        return engine == null ? delivery.delivered() : position(engine.stable());
    }

    @Override
    public long durable() {
        Loglet engine = local.newestEngine();
        if (engine == null) {
            return delivery.delivered();
        }
        return position(local.chain().newest().plan().durable() ? engine.durablyStable() : engine.stable());
    }

    private long position(long slot) {
        return Math.max(delivery.delivered(), local.chain().newest().position(slot));
    }

    @Override
    public long trimmedBelow() {
        return local.base();
    }

    @Override
    public void listen(LogListener listener, long fromPosition) {
        delivery.listen(listener, fromPosition);
    }

    @Override
    public void read(long fromPosition, int maxBytes, LogReadCallback callback) {
        reads.read(fromPosition, maxBytes, callback);
    }

    @Override
    public void confirm(ConfirmCallback callback) {
        confirmations.ask(callback);
    }

    @Override
    public void trim(long belowPosition) {
        trims.request(belowPosition);
    }

    @Override
    public void checkpointed(long position) {
        trims.checkpointed(position);
    }

    /// Goes to the chain of a newer layout.
    void adopt(LogChain chain) {
        boolean lost = local.losesTrack(chain);
        Optional<EpochInfo> ended = local.adopt(chain);
        LogListener listener = delivery.listener();
        if (lost && listener != null) {
            listener.outcomesUnknown();
        }
        if (ended.isPresent() && listener != null) {
            listener.epochEnded(ended.get().endPosition());
        }
        trims.adopted();
        confirmations.adopted();
        copying.adopted();
    }

    /// The log was lost with the memory of its members: what became of appends will never be known.
    void lost() {
        local.drop();
        confirmations.giveUp();
        LogListener listener = delivery.listener();
        if (listener != null) {
            listener.outcomesUnknown();
        }
    }

    /// The storage has given up an epoch of this log.
    void storageFailed() {
        local.renewFailed();
    }

    void setDiskFull(boolean full) {
        diskFull = full;
    }

    void received(NodeId from, CopyMessage message) {
        switch (message) {
            case CopyMessage.FetchSlots fetch -> slots.asked(from, fetch);
            case CopyMessage.FetchCheckpoint fetch -> slots.asked(from, fetch);
            case CopyMessage.Slots answer -> {
                if (!reads.received(from, answer)) {
                    copying.received(from, answer);
                }
            }
            case CopyMessage.CheckpointPiece piece -> restoring.received(from, piece);
            case CopyMessage.Confirm confirm -> confirmations.asked(from, confirm);
            case CopyMessage.Confirmed answer -> confirmations.received(from, answer);
        }
    }

    /// Pushes frontiers first, then delivers: others wait for the former.
    void turnEnded(long now) {
        Loglet engine = local.openEngine();
        if (engine != null) {
            engine.turnEnded(now);
        }
        delivery.run();
        confirmations.turnEnded();
        tellMoves();
    }

    /// Delivers and tells what a newer layout has brought.
    void settle() {
        delivery.run();
        tellMoves();
    }

    private void tellMoves() {
        LogListener listener = delivery.listener();
        if (listener == null) {
            return;
        }
        long stable = stable();
        long durable = durable();
        if (stable != lastStable || durable != lastDurable) {
            lastStable = stable;
            lastDurable = durable;
            listener.moved();
        }
        Loglet.Admission admission = admission();
        NodeId writer = writer();
        if (admission != lastAdmission || !java.util.Objects.equals(writer, lastWriter)) {
            lastAdmission = admission;
            lastWriter = writer;
            listener.writable();
        }
    }

    void tick(long now) {
        Loglet engine = local.openEngine();
        if (engine != null && engine.wakeAtNanos() <= now) {
            engine.tick(now);
        }
        copying.tick(now);
        restoring.tick(now);
        confirmations.tick(now);
        reads.tick(now);
    }

    long wakeAtNanos() {
        long wake = delivery.more() ? node.now() : Long.MAX_VALUE;
        Loglet engine = local.openEngine();
        if (engine != null) {
            wake = Math.min(wake, engine.wakeAtNanos());
        }
        wake = Math.min(wake, Math.min(copying.wakeAtNanos(), restoring.wakeAtNanos()));
        return Math.min(wake, Math.min(confirmations.wakeAtNanos(), reads.wakeAtNanos()));
    }
}
