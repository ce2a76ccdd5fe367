package org.ithaca.store;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.ithaca.base.Bytes;
import org.ithaca.base.LogletId;
import org.jspecify.annotations.Nullable;

/// The loglets kept in memory, on the core's own thread: they never wait for the disk. Answers still come
/// in a later turn.
final class MemoryLoglets {
    private final Map<LogletId, MemorySlotStore> loglets = new HashMap<>();
    private final Set<LogletId> appended = new LinkedHashSet<>();
    private final MemoryChunks chunks = new MemoryChunks();
    private final Answers answers;
    private final Completions completions;
    private final Gate gate;
    private final long maxBytes;
    private long bytes;
    private boolean posted;

    MemoryLoglets(Completions completions, Gate gate, long maxBytes) {
        this.completions = completions;
        this.gate = gate;
        this.maxBytes = maxBytes;
        answers = new Answers(Runnable::run, gate);
    }

    boolean has(LogletId loglet) {
        return loglets.containsKey(loglet);
    }

    void open(LogletId loglet, long firstSlot) {
        loglets.putIfAbsent(loglet, new MemorySlotStore(chunks, firstSlot));
    }

    void append(LogletId loglet, long slot, Bytes batch, int crc) {
        MemorySlotStore store = get(loglet);
        if (store != null) {
            bytes -= store.bytes();
            store.append(slot, batch, crc);
            bytes += store.bytes();
            appended.add(loglet);
            later();
        }
    }

    void read(LogletId loglet, long from, long to, int maxReadBytes, Storage.ReadCallback callback) {
        MemorySlotStore store = get(loglet);
        if (store != null && store.read(from, to, maxReadBytes) instanceof SlotRead.Slots(var slots)) {
            answer(() -> callback.slots(slots));
        }
    }

    void repair(LogletId loglet, long slot, Bytes batch, int crc, Runnable done) {
        change(loglet, store -> store.repair(slot, batch, crc));
        answer(done);
    }

    void end(LogletId loglet, long end, Runnable done) {
        change(loglet, store -> store.end(end));
        answer(done);
    }

    void trim(LogletId loglet, long below) {
        change(loglet, store -> store.trim(below));
    }

    void drop(LogletId loglet) {
        MemorySlotStore store = loglets.remove(loglet);
        if (store != null) {
            bytes -= store.bytes();
            store.clear();
            appended.remove(loglet);
            later();
        }
    }

    private void change(LogletId loglet, java.util.function.Consumer<MemorySlotStore> change) {
        MemorySlotStore store = get(loglet);
        if (store != null) {
            bytes -= store.bytes();
            change.accept(store);
            bytes += store.bytes();
            later();
        }
    }

    private @Nullable MemorySlotStore get(LogletId loglet) {
        return loglets.get(loglet);
    }

    private void answer(Runnable answer) {
        answers.add(answer);
        later();
    }

    private void later() {
        if (!posted) {
            posted = true;
            completions.post(this::deliver);
        }
    }

    private void deliver() {
        posted = false;
        for (LogletId loglet : appended) {
            MemorySlotStore store = get(loglet);
            if (store != null) {
                long frontier = store.stored();
                answers.add(listener -> listener.stored(loglet, frontier));
            }
        }
        appended.clear();
        answers.post();
        gate.memory(bytes > maxBytes, "loglets in memory take " + bytes + " bytes, above the limit of " + maxBytes);
    }
}
