package org.ithaca.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.PooledMemory;
import org.ithaca.base.SplitMix;
import org.ithaca.base.StoredSlot;
import org.ithaca.sim.SimMemory;
import org.junit.jupiter.api.Test;

class MemorySlotStoreTest extends SlotStoreContract {
    @Override
    SlotStore create(long seed, long first) {
        return new MemorySlotStore(new MemoryChunks(), first);
    }

    @Test
    void memoryIsCountedAndGivenBack() {
        MemorySlotStore store = new MemorySlotStore(new MemoryChunks(), 0);
        for (int slot = 0; slot < 1000; slot++) {
            store.append(slot, Bytes.wrap(new byte[100]), 0);
        }
        assertEquals(164_000, store.bytes());
        store.trim(500);
        assertEquals(82_000, store.bytes());
        store.end(500);
        assertEquals(0, store.bytes());
    }

    @Test
    void whatLiesOutsideTheHeapIsHeldUntilItIsForgotten() {
        MemorySlotStore store = new MemorySlotStore(new MemoryChunks(), 0);
        List<Bytes> frames = new ArrayList<>();
        for (int slot = 0; slot < 4; slot++) {
            Bytes frame = SimMemory.of(Batches.of(slot, 5_000));
            store.append(slot, frame, frame.crc32c());
            frame.release();
            frames.add(frame);
        }
        StoredSlot read = ((SlotRead.Slots) store.read(1, 2, 1)).slots().getFirst();
        store.trim(2);
        store.repair(2, Batches.of(22, 100), 0);
        store.end(3);
        frames.forEach(frame -> assertThrows(IllegalStateException.class, () -> frame.get(0)));
        assertEquals(Batches.of(1, 5_000), read.batch(), "a reader has a copy");
        assertEquals(164, store.bytes());
    }

    @Test
    void whatIsWastefulToHoldIsCopied() {
        MemorySlotStore store = new MemorySlotStore(new MemoryChunks(), 0);
        byte[] array = Batches.of(1, 100).toArray();
        PooledMemory wasteful = new PooledMemory(ByteBuffer.wrap(array)) {
            @Override
            public boolean wasteful() {
                return true;
            }

            @Override
            protected void free() {
                Arrays.fill(array, (byte) 0);
            }
        };
        store.append(0, Bytes.of(wasteful, 0, 100), 0);
        wasteful.release();
        assertEquals(
                Batches.of(1, 100),
                ((SlotRead.Slots) store.read(0, 1, 1)).slots().getFirst().batch());
    }

    @Test
    void whatWasReadStaysThoughItsRoomIsUsedAgain() {
        SplitMix random = new SplitMix(5);
        MemoryChunks chunks = new MemoryChunks();
        List<MemorySlotStore> stores = List.of(new MemorySlotStore(chunks, 0), new MemorySlotStore(chunks, 0));
        List<List<Bytes>> batches = List.of(new ArrayList<>(), new ArrayList<>());
        IdentityHashMap<StoredSlot, Bytes> read = new IdentityHashMap<>();
        for (int step = 0; step < 4_000; step++) {
            int which = random.below(2);
            MemorySlotStore store = stores.get(which);
            List<Bytes> model = batches.get(which);
            switch (random.below(8)) {
                case 0 -> store.trim(store.held() - random.below(60));
                case 1 -> {
                    long slot = store.first() + random.below((int) Math.max(1, store.held() - store.first()));
                    if (slot < store.held()) {
                        Bytes other = Batches.of(random.nextLong(), random.below(100_000));
                        store.repair(slot, other, other.crc32c());
                        model.set((int) slot, other);
                    }
                }
                case 2 -> {
                    SlotRead.Slots slots = (SlotRead.Slots) store.read(store.first(), store.held(), 300_000);
                    slots.slots().forEach(found -> read.put(found, model.get((int) found.slot())));
                }
                default -> {
                    int length = random.oneIn(200) ? 3 << 20 : random.below(60_000);
                    Bytes batch = Batches.of(random.nextLong(), length);
                    store.append(store.held(), batch, batch.crc32c());
                    model.add(batch);
                }
            }
            if (read.size() > 300) {
                read.forEach((found, batch) -> assertEquals(batch, found.batch()));
                read.clear();
            }
            for (int slot = (int) Math.max(0, store.first() - 70); slot < store.first(); slot++) {
                model.set(slot, Bytes.EMPTY);
            }
        }
        read.forEach((found, batch) -> assertEquals(batch, found.batch()));
    }
}
