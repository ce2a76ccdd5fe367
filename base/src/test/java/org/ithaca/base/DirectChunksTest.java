package org.ithaca.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectChunksTest {
    private static final int CHUNK = 1024;

    private static ByteBuffer taken(DirectChunks chunks) {
        ByteBuffer chunk = chunks.take();
        assertNotNull(chunk);
        assertTrue(chunk.isDirect());
        assertEquals(CHUNK, chunk.capacity());
        return chunk;
    }

    @Test
    void whatIsGivenBackIsUsedAgain() {
        DirectChunks chunks = new DirectChunks(CHUNK, 2, 10 * CHUNK);
        ByteBuffer first = taken(chunks);
        taken(chunks);
        assertEquals(2 * CHUNK, chunks.inUseBytes());
        chunks.giveBack(first);
        assertEquals(CHUNK, chunks.inUseBytes());
        assertSame(first, taken(chunks));
    }

    @Test
    void noMoreThanTheLimitSpareOnesIncluded() {
        DirectChunks chunks = new DirectChunks(CHUNK, 1, 3 * CHUNK + 1);
        List<ByteBuffer> all = new ArrayList<>(List.of(taken(chunks), taken(chunks), taken(chunks)));
        assertFalse(chunks.hasMore());
        assertNull(chunks.take());
        all.forEach(chunks::giveBack);
        assertEquals(0, chunks.inUseBytes());
        assertSame(all.getFirst(), taken(chunks), "one stayed");
        assertTrue(chunks.hasMore(), "two were given up, and may be had anew");
    }

    @Test
    void whereTheProcessHasNoMoreOutsideItsHeapThereIsNoMore() {
        int[] asked = {0};
        DirectChunks chunks = new DirectChunks(CHUNK, 4, 10 * CHUNK, size -> {
            if (asked[0]++ == 2) {
                throw new OutOfMemoryError("Cannot reserve " + size + " bytes of direct buffer memory");
            }
            return ByteBuffer.allocateDirect(size);
        });
        ByteBuffer first = taken(chunks);
        taken(chunks);
        assertNull(chunks.take());
        assertFalse(chunks.hasMore());
        assertEquals(3, asked[0], "it is not asked for again");
        chunks.giveBack(first);
        assertSame(first, taken(chunks));
    }

    @Test
    void whatTheProcessMayHaveIsWhatItWasToldOrAsMuchAsItsHeap() {
        assertEquals(1000, DirectChunks.mostOutside(List.of("-Xmx2g", "-Dx=y"), 1000));
        assertEquals(77, DirectChunks.mostOutside(List.of("-XX:MaxDirectMemorySize=77"), 1000));
        assertEquals(512L << 20, DirectChunks.mostOutside(List.of("-XX:MaxDirectMemorySize=512m"), 1000));
        assertEquals(3L << 30, DirectChunks.mostOutside(List.of("-XX:MaxDirectMemorySize=3G"), 1000));
        assertEquals(1000, DirectChunks.mostOutside(List.of("-XX:MaxDirectMemorySize=0"), 1000));
        assertEquals(
                2048,
                DirectChunks.mostOutside(List.of("-XX:MaxDirectMemorySize=1k", "-XX:MaxDirectMemorySize=2k"), 1000));
    }
}
