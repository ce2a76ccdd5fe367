package org.ithaca.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.SplitMix;
import org.ithaca.base.StoredSlot;
import org.junit.jupiter.api.Test;

/// What every [SlotStore] does.
abstract class SlotStoreContract {
    /// An empty store whose first slot is `first`.
    abstract SlotStore create(long seed, long first) throws IOException;

    private static void append(SlotStore store, List<Bytes> batches, int length) {
        Bytes batch = Batches.of(batches.size() + 31L * length, length);
        store.append(batches.size(), batch, batch.crc32c());
        batches.add(batch);
    }

    private static List<StoredSlot> read(SlotStore store, long from, long to, int maxBytes) throws IOException {
        return assertInstanceOf(SlotRead.Slots.class, store.read(from, to, maxBytes))
                .slots();
    }

    @Test
    void anEmptyStoreHoldsNothing() throws IOException {
        SlotStore store = create(1, 7);
        assertEquals(7, store.first());
        assertEquals(7, store.held());
        assertEquals(7, store.stored());
        assertEquals(List.of(), read(store, 7, 100, 1000));
        assertEquals(List.of(), read(store, 0, 100, 1000));
    }

    @Test
    void slotsComeInOrderAndOnce() throws IOException {
        SlotStore store = create(1, 7);
        store.append(7, Bytes.EMPTY, 0);
        assertThrows(IllegalStateException.class, () -> store.append(7, Bytes.EMPTY, 0));
        assertThrows(IllegalStateException.class, () -> store.append(9, Bytes.EMPTY, 0));
        assertEquals(List.of(new StoredSlot(7, Bytes.EMPTY, 0)), read(store, 7, 8, 0));
    }

    @Test
    void nothingIsAppendedAtOrAboveTheEnd() throws IOException {
        SlotStore store = create(1, 0);
        store.end(1);
        store.append(0, Bytes.EMPTY, 0);
        assertThrows(IllegalStateException.class, () -> store.append(1, Bytes.EMPTY, 0));
        assertEquals(1, store.held());
    }

    @Test
    void aRepairReplacesTheBytes() throws IOException {
        SlotStore store = create(1, 0);
        List<Bytes> batches = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            append(store, batches, 100);
        }
        store.flush();
        store.repair(3, batches.get(3), batches.get(3).crc32c());
        store.force();
        assertEquals(5, read(store, 0, 5, 1 << 20).size());
        assertEquals(batches.get(3), read(store, 3, 4, 1 << 20).getFirst().batch());
    }

    /// Random calls beside a list that is obviously right.
    @Test
    void behavesAsAList() throws IOException {
        for (long seed = 1; seed <= 60; seed++) {
            new Comparison(seed).run();
        }
    }

    private final class Comparison {
        final SplitMix random;
        final SlotStore store;
        final List<Bytes> batches = new ArrayList<>();
        long first;
        long end = Long.MAX_VALUE;

        Comparison(long seed) throws IOException {
            random = new SplitMix(seed);
            store = create(seed, 0);
        }

        void run() throws IOException {
            for (int step = 0; step < 200; step++) {
                step();
                assertEquals(first, store.first());
                assertEquals(batches.size(), store.held());
                assertTrue(store.first() <= store.stored() && store.stored() <= store.held());
            }
            store.flush();
            store.force();
            assertEquals(batches.size(), store.stored());
            compare(first, batches.size(), 1 << 24);
            store.close();
        }

        private void step() throws IOException {
            switch (random.below(12)) {
                case 0, 1, 2, 3 -> {
                    for (int i = random.below(10); i > 0 && batches.size() < end; i--) {
                        append(store, batches, random.oneIn(8) ? random.below(30_000) : random.below(300));
                    }
                }
                case 4, 5 -> store.flush();
                case 6 -> {
                    store.flush();
                    store.force();
                }
                case 7, 8, 9 -> {
                    long from = random.below(batches.size() + 3);
                    compare(from, from + random.below(60), random.below(20_000));
                }
                case 10 -> {
                    first = Math.max(first, Math.min(store.stored(), random.below(batches.size() + 1)));
                    store.trim(first);
                    store.clean();
                }
                case 11 -> {
                    if (random.oneIn(20)) {
                        end = Math.min(end, first + random.below((int) (batches.size() - first) + 5));
                        batches.subList((int) Math.min(end, batches.size()), batches.size())
                                .clear();
                        store.end(end);
                        store.clean();
                    }
                }
                default -> throw new AssertionError();
            }
        }

        private void compare(long from, long to, int maxBytes) throws IOException {
            long next = from;
            long bytes = 0;
            for (StoredSlot slot : read(store, from, to, maxBytes)) {
                assertTrue(next == from || bytes < maxBytes);
                assertEquals(next, slot.slot());
                assertEquals(batches.get((int) next), slot.batch());
                assertEquals(slot.batch().crc32c(), slot.crc());
                bytes += slot.batch().length();
                next++;
            }
            boolean some = from >= first && from < Math.min(to, batches.size());
            assertEquals(some, next > from, from + " to " + to + " of " + first + " to " + batches.size());
        }
    }
}
