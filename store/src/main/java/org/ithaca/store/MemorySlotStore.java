package org.ithaca.store;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.Invariant;
import org.ithaca.base.StoredSlot;
import org.jspecify.annotations.Nullable;

/// Slots in memory: gone with the process. A slot is stored as soon as it is appended.
final class MemorySlotStore implements SlotStore {
    /// What a slot costs beside its batch, roughly.
    private static final int OVERHEAD_BYTES = 64;

    private @Nullable StoredSlot[] ring = new StoredSlot[64];
    private long first;
    private long held;
    private long end = Long.MAX_VALUE;
    private long bytes;

    MemorySlotStore(long first) {
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
        ring[at(slot)] = new StoredSlot(slot, batch, crc);
        held = slot + 1;
        bytes += batch.length() + OVERHEAD_BYTES;
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
            StoredSlot found = ring[at(slot)];
            if (found == null || (!slots.isEmpty() && collected >= maxBytes)) {
                break;
            }
            slots.add(found);
            collected += found.batch().length();
        }
        return new SlotRead.Slots(slots);
    }

    @Override
    public void repair(long slot, Bytes batch, int crc) {
        if (slot >= first && slot < held) {
            forget(slot);
            ring[at(slot)] = new StoredSlot(slot, batch, crc);
            bytes += batch.length() + OVERHEAD_BYTES;
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

    @Override
    public void close() {}

    private void forget(long slot) {
        StoredSlot old = ring[at(slot)];
        if (old != null) {
            bytes -= old.batch().length() + OVERHEAD_BYTES;
            ring[at(slot)] = null;
        }
    }

    private void grow() {
        @Nullable StoredSlot[] old = ring;
        ring = new StoredSlot[old.length * 2];
        for (long slot = first; slot < held; slot++) {
            ring[at(slot)] = old[(int) (slot & (old.length - 1))];
        }
    }

    private int at(long slot) {
        return (int) (slot & (ring.length - 1));
    }
}
