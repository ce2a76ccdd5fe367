package org.ithaca.base;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Bytes outside the heap behave as those on it, and not at all once they are given back.
class BytesTest {
    private final SplitMix random = new SplitMix(11);
    private int freed;

    private PooledMemory memory(byte[] content) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(content.length).put(0, content);
        return new PooledMemory(bytes) {
            @Override
            protected void free() {
                freed++;
            }
        };
    }

    private byte[] some(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextLong();
        }
        return bytes;
    }

    @Test
    void whereTheyLieMakesNoDifference() {
        for (int round = 0; round < 300; round++) {
            byte[] content = some(8 + random.below(100));
            int from = random.below(content.length - 7);
            int length = 8 + random.below(content.length - from - 7);
            Bytes heap = Bytes.wrap(content, from, length);
            Bytes pooled = Bytes.of(memory(content), from, length);
            assertEquals(heap, pooled);
            assertEquals(pooled, heap);
            assertEquals(heap.hashCode(), pooled.hashCode());
            assertEquals(heap.toString(), pooled.toString());
            assertEquals(heap.utf8(), pooled.utf8());
            assertEquals(heap.crc32c(), pooled.crc32c());
            assertEquals(0, heap.compareTo(pooled));
            assertEquals(heap.toByteBuffer(), pooled.toByteBuffer());
            assertArrayEquals(heap.toArray(), pooled.toArray());
            assertEquals(heap.sharedLength(), pooled.sharedLength());
            sameFields(heap, pooled, random.below(length - 7));
            sameCopies(heap, pooled);
        }
    }

    private void sameFields(Bytes heap, Bytes pooled, int at) {
        assertEquals(heap.get(at), pooled.get(at));
        assertEquals(heap.i16(at), pooled.i16(at));
        assertEquals(heap.i32(at), pooled.i32(at));
        assertEquals(heap.i64(at), pooled.i64(at));
        assertEquals(heap.slice(at, 7), pooled.slice(at, 7));
        for (Bytes each : List.of(heap, pooled)) {
            int length = each.length();
            assertThrows(IndexOutOfBoundsException.class, () -> each.get(length));
            assertThrows(IndexOutOfBoundsException.class, () -> each.i32(length - 3));
            assertThrows(IndexOutOfBoundsException.class, () -> each.i64(-1));
            assertThrows(IndexOutOfBoundsException.class, () -> each.slice(1, length));
        }
    }

    private static void sameCopies(Bytes heap, Bytes pooled) {
        byte[] a = new byte[heap.length() + 3];
        byte[] b = a.clone();
        heap.copyTo(a, 3);
        pooled.copyTo(b, 3);
        assertArrayEquals(a, b);
        ByteBuffer direct = ByteBuffer.allocateDirect(b.length);
        pooled.copyTo(direct, 3);
        assertEquals(ByteBuffer.wrap(b), direct);
        assertEquals(
                Bytes.join(heap, List.of(pooled)),
                new ByteWriter().raw(pooled).raw(heap).copy());
    }

    @Test
    void copiesStayWhenTheMemoryIsGivenBack() {
        byte[] content = some(20);
        Bytes pooled = Bytes.of(memory(content), 0, 20);
        Bytes kept = pooled.onHeap();
        Bytes compact = pooled.slice(3, 4).compact();
        assertNotSame(pooled, kept);
        assertSame(kept, kept.onHeap());
        pooled.release();
        assertEquals(Bytes.wrap(content), kept);
        assertEquals(Bytes.wrap(content, 3, 4), compact);
    }

    @Test
    void theLastHolderGivesItBackAndNobodyReadsItAfterwards() {
        Bytes pooled = Bytes.of(memory(some(20)), 0, 20);
        Bytes part = pooled.slice(5, 5).retain();
        Bytes empty = pooled.slice(5, 0).compact();
        pooled.release();
        assertEquals(0, freed);
        part.get(0);
        part.release();
        assertEquals(1, freed);
        assertThrows(IllegalStateException.class, () -> part.get(0));
        assertThrows(IllegalStateException.class, pooled::toArray);
        assertThrows(IllegalStateException.class, pooled::crc32c);
        assertThrows(IllegalStateException.class, pooled::retain);
        assertThrows(IllegalStateException.class, pooled::release);
        assertThrows(IllegalStateException.class, pooled::array);
        assertEquals(20, pooled.length());
        assertEquals(Bytes.EMPTY, empty);
        assertEquals(1, freed);
    }

    @Test
    void onTheHeapNothingIsHeld() {
        Bytes heap = Bytes.utf8("heap");
        heap.release();
        assertSame(heap, heap.retain());
        assertFalse(heap.memory() != null);
        assertTrue(Bytes.EMPTY.isEmpty());
        assertSame(heap, heap.compact());
    }
}
