package org.ithaca.store;

import java.nio.ByteBuffer;
import org.ithaca.base.Bytes;
import org.ithaca.base.DirectChunks;
import org.jspecify.annotations.Nullable;

/// Room for the batches of loglets in memory: large pieces outside the heap, filled one after the other and
/// used again, so that the collector need not move what stays long. One for all loglets of a node, on the
/// core's thread.
final class MemoryChunks {
    /// Larger batches stay where they are: few, and cheap to keep for their size.
    static final int MOST_COPIED = 1 << 20;

    private static final int LEAST_BYTES = 1 << 16;
    private static final int MOST_BYTES = 4 << 20;
    private static final int MOST_SPARE = 32;

    private final DirectChunks largest = DirectChunks.share(MOST_BYTES, MOST_SPARE);

    /// A piece that is filled from its beginning. It is used again once all that was put into it is
    /// forgotten and something else is filled.
    static final class Chunk {
        private final ByteBuffer bytes;
        private int used;
        private int live;

        Chunk(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        boolean hasRoom(int length) {
            return bytes.capacity() - used >= length;
        }

        /// Copies the batch; returns where it lies.
        int put(Bytes batch) {
            int at = used;
            batch.copyTo(bytes, at);
            used += batch.length();
            live++;
            return at;
        }

        /// A copy of what lies there: the piece may be used again before the reader is done.
        Bytes copy(int at, int length) {
            byte[] out = new byte[length];
            bytes.get(at, out);
            return Bytes.wrap(out);
        }
    }

    /// A chunk with room for `length` bytes; the next one of a loglet is twice as large as `before`, so
    /// that small loglets take little. Only the largest lie outside the heap.
    Chunk next(@Nullable Chunk before, int length) {
        int wanted = before == null ? LEAST_BYTES : Math.min(MOST_BYTES, 2 * before.bytes.capacity());
        while (wanted < length) {
            wanted *= 2;
        }
        if (wanted < MOST_BYTES) {
            return new Chunk(ByteBuffer.allocate(wanted));
        }
        ByteBuffer outside = largest.take();
        return new Chunk(outside == null ? ByteBuffer.allocate(wanted) : outside);
    }

    /// One batch in the chunk is forgotten.
    void forget(Chunk chunk, boolean filling) {
        chunk.live--;
        if (!filling) {
            filled(chunk);
        }
    }

    /// Nothing more is put into the chunk: it is used again once nothing in it is kept.
    void filled(Chunk chunk) {
        if (chunk.live == 0 && chunk.bytes.isDirect()) {
            largest.giveBack(chunk.bytes);
        }
    }
}
