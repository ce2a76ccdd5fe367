package org.ithaca.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.StoredSlot;
import org.ithaca.store.Storage;
import org.jspecify.annotations.Nullable;

/// A storage in memory whose answers wait for [#run].
final class FakeStorage implements Storage {
    final Deque<Runnable> answers = new ArrayDeque<>();
    long checkpointPosition = -1;
    Bytes checkpoint = Bytes.EMPTY;
    long damagedFrom = Long.MAX_VALUE;

    private final Map<LogletId, TreeMap<Long, StoredSlot>> slots = new HashMap<>();
    private final ByteWriter writing = new ByteWriter();

    private @Nullable Listener listener;

    /// Gives all answers, also those that answers lead to.
    void run() {
        while (!answers.isEmpty()) {
            answers.removeFirst().run();
        }
    }

    @Override
    public Recovered recovered() {
        return new Recovered(Map.of(), Map.of());
    }

    @Override
    public void listen(Listener newListener) {
        listener = newListener;
    }

    @Override
    public void open(LogletId loglet, Durability durability, long firstSlot) {
        slots.put(loglet, new TreeMap<>());
    }

    @Override
    public void append(LogletId loglet, long slot, Bytes batch, int crc) {
        slots.get(loglet).put(slot, new StoredSlot(slot, batch, crc));
        answers.add(() -> java.util.Objects.requireNonNull(listener).stored(loglet, slot + 1));
    }

    @Override
    public void read(LogletId loglet, long fromSlot, long toSlot, int maxBytes, ReadCallback callback) {
        List<StoredSlot> found =
                new ArrayList<>(slots.get(loglet).subMap(fromSlot, toSlot).values());
        answers.add(() -> callback.slots(found));
    }

    @Override
    public void repair(LogletId loglet, long slot, Bytes batch, int crc, Runnable done) {
        answers.add(done);
    }

    @Override
    public void end(LogletId loglet, long end, Runnable done) {
        answers.add(done);
    }

    @Override
    public void trim(LogletId loglet, long below) {}

    @Override
    public void drop(LogletId loglet) {
        slots.remove(loglet);
    }

    @Override
    public void put(String key, Bytes value, Runnable durable) {
        answers.add(durable);
    }

    @Override
    public void putSoon(String key, Bytes value) {}

    @Override
    public void remove(String key) {}

    @Override
    public void checkpoint(LogId log, long position, long offset, Bytes piece, boolean last, Runnable durable) {
        if (offset == 0) {
            writing.reset();
        }
        writing.raw(piece);
        if (last) {
            Bytes whole = writing.copy();
            answers.add(() -> {
                checkpoint = whole;
                checkpointPosition = position;
            });
        }
        answers.add(durable);
    }

    @Override
    public void reopen(LogletId loglet, Consumer<Holding> found) {}

    @Override
    public void readCheckpoint(LogId log, long offset, int maxBytes, CheckpointCallback found) {
        answers.add(() -> {
            int at = (int) Math.min(offset, checkpoint.length());
            int length = Math.min(maxBytes, checkpoint.length() - at);
            if (offset >= damagedFrom) {
                found.damaged(IthacaException.notDone(IthacaException.Code.CORRUPT, "planted"));
            } else {
                found.piece(checkpointPosition, checkpoint.length(), checkpoint.slice(at, length));
            }
        });
    }
}
