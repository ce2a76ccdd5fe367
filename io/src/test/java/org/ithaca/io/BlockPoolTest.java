package org.ithaca.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.DirectChunks;
import org.ithaca.base.SplitMix;
import org.junit.jupiter.api.Test;

class BlockPoolTest {
    private static final int CHUNK = BlockPool.CHUNK_BYTES;

    private final BlockPool pool = pool(1L << 40);

    private static BlockPool pool(long mostBytes) {
        return new BlockPool(new DirectChunks(CHUNK, 32, mostBytes));
    }

    private record Kept(BlockPool.Memory block, long mark) {}

    @Test
    void blocksInUseNeverOverlap() {
        SplitMix random = new SplitMix(3);
        List<Kept> kept = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            if (kept.size() < 100 && random.oneIn(2)) {
                int size = 16 + random.below(1 << random.below(random.oneIn(50) ? 22 : 17));
                BlockPool.Memory block = pool.take(size);
                assertEquals(size, block.size());
                kept.add(new Kept(block, mark(block, random.nextLong())));
            } else if (!kept.isEmpty()) {
                Kept gone = kept.remove(random.below(kept.size()));
                assertEquals(gone.mark(), gone.block().bytes().getLong(0));
                assertEquals(
                        gone.mark(), gone.block().bytes().getLong(gone.block().size() - 8));
                gone.block().release();
            }
        }
    }

    private static long mark(BlockPool.Memory block, long mark) {
        block.bytes().putLong(0, mark).putLong(block.size() - 8, mark);
        return mark;
    }

    @Test
    void whatIsGivenBackAtOnceIsUsedAtOnce() {
        BlockPool.Memory first = pool.take(100_000);
        first.bytes().putLong(0, 4711);
        first.release();
        assertEquals(4711, pool.take(100_000).bytes().getLong(0));
    }

    @Test
    void aFullChunkComesBackWhenAllOfItWasGivenBack() {
        List<BlockPool.Memory> blocks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            blocks.add(pool.take(1 << 20));
            blocks.getLast().bytes().putLong(0, i);
        }
        BlockPool.Memory other = pool.take(1 << 20);
        other.bytes().putLong(0, 99);
        blocks.forEach(BlockPool.Memory::release);
        for (int i = 0; i < 7; i++) {
            pool.take(1 << 20);
        }
        assertEquals(0, pool.take(1 << 20).bytes().getLong(0), "the first chunk, from its beginning");
        assertEquals(99, other.bytes().getLong(0));
    }

    @Test
    void blocksThatKeepWholeChunksFromBeingUsedAgainSaySo() {
        List<BlockPool.Memory> few = new ArrayList<>();
        BlockPool.Memory last = pool.take(1 << 20);
        assertFalse(last.wasteful());
        while (few.size() < 40) {
            few.add(pool.take(1 << 20));
            for (int i = 0; i < 7; i++) {
                pool.take(1 << 20).release();
                last = pool.take(1 << 20);
                last.release();
            }
            BlockPool.Memory filler = pool.take(CHUNK - (2 << 20));
            pool.take(1 << 20).release();
            filler.release();
        }
        assertTrue(few.getLast().wasteful());
        assertFalse(pool.takes(1 << 20), "frames come to the heap");
        few.forEach(BlockPool.Memory::release);
        assertFalse(pool.take(1).wasteful());
        assertTrue(pool.takes(1 << 20));
    }

    @Test
    void framesThatAreSmallOrOfWhichFewFitLieOnTheHeap() {
        assertFalse(pool.takes(BlockPool.LEAST_BYTES - 1));
        assertTrue(pool.takes(BlockPool.LEAST_BYTES));
        assertTrue(pool.takes(BlockPool.MOST_BYTES));
        assertFalse(pool.takes(BlockPool.MOST_BYTES + 1));
    }

    @Test
    void noMoreMemoryIsTakenThanAllowed() {
        BlockPool small = pool(2 * CHUNK);
        List<BlockPool.Memory> blocks = new ArrayList<>();
        while (small.takes(1 << 20)) {
            blocks.add(small.take(1 << 20));
        }
        assertEquals(16, blocks.size());
        blocks.forEach(BlockPool.Memory::release);
        assertTrue(small.takes(1 << 20));
        assertFalse(pool(CHUNK - 1).takes(1 << 20));
    }

    @Test
    void aPartIsAViewOfTheBlock() {
        BlockPool.Memory block = pool.take(20_000);
        block.bytes().putInt(16, 0x01020304);
        assertEquals(0x01020304, block.part(16, 100).readInt());
        block.part(0, 100).writerIndex(0).writeInt(0x0A0B0C0D);
        assertEquals(0x0A0B0C0D, Bytes.of(block, 0, 100).i32(0));
        assertNotSame(block.part(0, 1), block.part(0, 1));
    }
}
