package org.ithaca.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.LogId;
import org.ithaca.base.NodeId;
import org.ithaca.base.Position;
import org.ithaca.cluster.LogKind;
import org.ithaca.cluster.LogListener;
import org.ithaca.cluster.VirtualLog;
import org.ithaca.log.Loglet;
import org.jspecify.annotations.Nullable;

/// A log whose frontiers a test moves by hand.
final class FakeLog implements VirtualLog {
    final Deque<PositionedBatch> appended = new ArrayDeque<>();
    final List<PositionedBatch> history = new ArrayList<>();
    final List<ConfirmCallback> confirming = new ArrayList<>();
    Loglet.Admission admission = Loglet.Admission.OPEN;
    boolean diskFull;
    LogKind kind = LogKind.RAW;

    @Nullable
    NodeId writer = new NodeId(0);

    long delivered;
    long stable;
    long trimmedTo;
    long nextSlot;

    @Nullable
    LogListener listener;

    LogListener listener() {
        return java.util.Objects.requireNonNull(listener);
    }

    /// Delivers the oldest batch appended.
    void deliver() {
        PositionedBatch batch = appended.removeFirst();
        deliver(batch.position(), batch.batch());
    }

    void deliver(long position, Bytes batch) {
        history.add(new PositionedBatch(position, batch));
        delivered = position + Position.ENTRIES_PER_SLOT;
        stable = Math.max(stable, delivered);
        listener().delivered(position, batch);
    }

    void deliverAll() {
        while (!appended.isEmpty()) {
            deliver();
        }
    }

    @Override
    public LogId id() {
        return new LogId(7);
    }

    @Override
    public String name() {
        return "log";
    }

    @Override
    public LogKind kind() {
        return kind;
    }

    @Override
    public boolean diskFull() {
        return diskFull;
    }

    @Override
    public Loglet.Admission admission() {
        return admission;
    }

    @Override
    public @Nullable NodeId writer() {
        return writer;
    }

    @Override
    public long append(Bytes batch, int crc) {
        long position = nextSlot++ * Position.ENTRIES_PER_SLOT;
        appended.add(new PositionedBatch(position, batch));
        return position;
    }

    @Override
    public long delivered() {
        return delivered;
    }

    @Override
    public long stable() {
        return stable;
    }

    @Override
    public long durable() {
        return stable;
    }

    @Override
    public long trimmedBelow() {
        return trimmedTo;
    }

    @Override
    public void listen(LogListener newListener, long fromPosition) {
        listener = newListener;
        delivered = fromPosition;
    }

    @Override
    public void read(long fromPosition, int maxBytes, LogReadCallback callback) {
        callback.batches(
                history.stream()
                        .filter(batch -> batch.position() + Position.ENTRIES_PER_SLOT > fromPosition)
                        .toList(),
                delivered);
    }

    @Override
    public void confirm(ConfirmCallback callback) {
        confirming.add(callback);
    }

    @Override
    public void trim(long belowPosition) {
        trimmedTo = belowPosition;
    }

    @Override
    public void checkpointed(long position) {}
}
