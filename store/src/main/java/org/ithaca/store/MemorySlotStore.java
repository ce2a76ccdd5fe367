package org.ithaca.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.ithaca.base.Bytes;
import org.ithaca.base.Invariant;
import org.ithaca.base.PooledMemory;
import org.ithaca.base.StoredSlot;
import org.ithaca.store.MemoryChunks.Chunk;
import org.jspecify.annotations.Nullable;

/// Slots in memory: gone with the process. A slot is stored as soon as it is appended. Batches that lie outside the
/// heap are held where they are; the others are copied into [MemoryChunks]. Each reader gets a copy.
final class MemorySlotStore implements SlotStore {
    /// What a slot costs beside its batch, roughly.
    private static final int OVERHEAD_BYTES = 64;

    /// A batch, in a chunk or on its own.
    private record Kept(
            @Nullable Chunk chunk,
            int at,
            int length,
            @Nullable Bytes alone,
            int crc) {}

    private final MemoryChunks chunks;
    private @Nullable Chunk filling;
    private @Nullable Kept[] ring = new Kept[64];
    private long first;
    private long held;
    private long end = Long.MAX_VALUE;
    private long bytes;

    MemorySlotStore(MemoryChunks chunks, long first) {
        this.chunks = chunks;
        this.first = first;
        held = first;
    }

    /// Memory used by the slots, in bytes, roughly.
    long bytes() {
        return bytes;
    }

    @Override
    public long first() {
        return first;
    }

    @Override
    public long held() {
        return held;
    }

    @Override
    public long stored() {
        return held;
    }

    @Override
    public void append(long slot, Bytes batch, int crc) {
        Invariant.check(slot == held && slot < end, "slot " + slot + " appended at " + held + ", end " + end);
        if (held - first == ring.length) {
            grow();
        }
        ring[at(slot)] = keep(batch, crc);
        held = slot + 1;
    }

    private Kept keep(Bytes batch, int crc) {
        int length = batch.length();
        bytes += length + OVERHEAD_BYTES;
        PooledMemory memory = batch.memory();
        if (memory != null && !memory.wasteful()) {
            return new Kept(null, 0, length, batch.retain(), crc);
        }
        if (length > MemoryChunks.MOST_COPIED) {
            return new Kept(null, 0, length, batch.onHeap(), crc);
        }
        Chunk chunk = filling;
        if (chunk == null || !chunk.hasRoom(length)) {
            filling = chunks.next(chunk, length);
            if (chunk != null) {
                chunks.filled(chunk);
            }
            chunk = filling;
        }
        return new Kept(chunk, chunk.put(batch), length, null, crc);
    }

    @Override
    public void flush() {}

    @Override
    public void force() {}

    @Override
    public SlotRead read(long from, long to, int maxBytes) {
        List<StoredSlot> slots = new ArrayList<>();
        int collected = 0;
        for (long slot = from; slot >= first && slot < Math.min(to, held); slot++) {
            Kept found = ring[at(slot)];
            if (found == null || (!slots.isEmpty() && collected >= maxBytes)) {
                break;
            }
            slots.add(new StoredSlot(slot, batch(found), found.crc));
            collected += found.length;
        }
        return new SlotRead.Slots(slots);
    }

    private static Bytes batch(Kept kept) {
        Chunk chunk = kept.chunk;
        return chunk == null ? Objects.requireNonNull(kept.alone).onHeap() : chunk.copy(kept.at, kept.length);
    }

    @Override
    public void repair(long slot, Bytes batch, int crc) {
        if (slot >= first && slot < held) {
            forget(slot);
            ring[at(slot)] = keep(batch, crc);
        }
    }

    @Override
    public void end(long newEnd) {
        end = Math.min(end, newEnd);
        for (long limit = Math.max(first, end); held > limit; held--) {
            forget(held - 1);
        }
    }

    @Override
    public void trim(long below) {
        for (long limit = Math.min(below, held); first < limit; first++) {
            forget(first);
        }
    }

    @Override
    public void clean() {}

    /// Forgets everything: the loglet is dropped.
    void clear() {
        trim(held);
        if (filling != null) {
            chunks.filled(filling);
            filling = null;
        }
    }

    @Override
    public void close() {}

    private void forget(long slot) {
        Kept old = ring[at(slot)];
        if (old != null) {
            bytes -= old.length + OVERHEAD_BYTES;
            ring[at(slot)] = null;
            if (old.chunk != null) {
                chunks.forget(old.chunk, old.chunk == filling);
            }
            if (old.alone != null) {
                old.alone.release();
            }
        }
    }

    private void grow() {
        @Nullable Kept[] old = ring;
        ring = new Kept[old.length * 2];
        for (long slot = first; slot < held; slot++) {
            ring[at(slot)] = old[(int) (slot & (old.length - 1))];
        }
    }

    private int at(long slot) {
        return (int) (slot & (ring.length - 1));
    }
}
