package org.ithaca.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.ithaca.base.Bytes;
import org.junit.jupiter.api.Test;

class MemorySlotStoreTest extends SlotStoreContract {
    @Override
    SlotStore create(long seed, long first) {
        return new MemorySlotStore(first);
    }

    @Test
    void memoryIsCountedAndGivenBack() {
        MemorySlotStore store = new MemorySlotStore(0);
        for (int slot = 0; slot < 1000; slot++) {
            store.append(slot, Bytes.wrap(new byte[100]), 0);
        }
        assertEquals(164_000, store.bytes());
        store.trim(500);
        assertEquals(82_000, store.bytes());
        store.end(500);
        assertEquals(0, store.bytes());
    }
}
