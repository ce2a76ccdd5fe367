package org.ithaca.store;

import java.util.Arrays;

/// Where some of a segment's slots are: one entry for about every 64 KiB, and one behind every gap. From there a
/// reader walks from header to header.
final class SegmentIndex {
    private static final int SPACING_BYTES = 64 << 10;

    private long[] slots = new long[16];
    private long[] offsets = new long[16];
    private int size;
    private long nextSlot = -1;

    /// Notes a record; slots and offsets increase from call to call.
    void add(long slot, long offset) {
        boolean gap = slot != nextSlot;
        nextSlot = slot + 1;
        if (gap || offset - offsets[size - 1] >= SPACING_BYTES) {
            put(slot, offset);
        }
    }

    /// Adds an entry as it is: for an index read from its file.
    void put(long slot, long offset) {
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, size * 2);
            offsets = Arrays.copyOf(offsets, size * 2);
        }
        slots[size] = slot;
        offsets[size++] = offset;
    }

    /// Forgets all slots from `end` on; the next one added gets an entry of its own.
    void truncate(long end) {
        while (size > 0 && slots[size - 1] >= end) {
            size--;
        }
        gap();
    }

    /// The next record cannot be reached from the one before it: it gets an entry of its own.
    void gap() {
        nextSlot = -1;
    }

    /// The entry of the greatest slot that is at most `slot`; -1 if there is none.
    int floor(long slot) {
        int at = Arrays.binarySearch(slots, 0, size, slot);
        return at >= 0 ? at : -at - 2;
    }

    int size() {
        return size;
    }

    long slot(int entry) {
        return slots[entry];
    }

    long offset(int entry) {
        return offsets[entry];
    }
}
