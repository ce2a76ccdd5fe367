package org.ithaca.store;

import java.util.ArrayDeque;
import org.ithaca.base.Bytes;
import org.jspecify.annotations.Nullable;

/// Room for the batches of loglets in memory: large arrays, filled one after the other and used again, so
/// that the collector need not move what stays long. One for all loglets of a node, on the core's thread.
final class MemoryChunks {
    /// Larger batches stay where they are: few, and cheap to keep for their size.
    static final int MOST_COPIED = 1 << 20;

    private static final int LEAST_BYTES = 1 << 16;
    private static final int MOST_BYTES = 4 << 20;
    private static final int MOST_SPARE = 16;

    private final ArrayDeque<byte[]> spare = new ArrayDeque<>();

    /// An array that is filled from its beginning. It is used again once all that was put into it is
    /// forgotten and something else is filled.
    static final class Chunk {
        private final byte[] bytes;
        private int used;
        private int live;

        Chunk(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean hasRoom(int length) {
            return bytes.length - used >= length;
        }

        /// Copies the batch; returns where it lies.
        int put(Bytes batch) {
            int at = used;
            System.arraycopy(batch.array(), batch.arrayOffset(), bytes, at, batch.length());
            used += batch.length();
            live++;
            return at;
        }

        /// A copy of what lies there: the array may be used again before the reader is done.
        Bytes copy(int at, int length) {
            byte[] out = new byte[length];
            System.arraycopy(bytes, at, out, 0, length);
            return Bytes.wrap(out);
        }
    }

    /// A chunk with room for `length` bytes; the next one of a loglet is twice as large as `before`, so
    /// that small loglets take little.
    Chunk next(@Nullable Chunk before, int length) {
        int wanted = before == null ? LEAST_BYTES : Math.min(MOST_BYTES, 2 * before.bytes.length);
        while (wanted < length) {
            wanted *= 2;
        }
        byte[] again = wanted == MOST_BYTES ? spare.pollLast() : null;
        return new Chunk(again == null ? new byte[wanted] : again);
    }

    /// One batch in the chunk is forgotten.
    void forget(Chunk chunk, boolean filling) {
        chunk.live--;
        if (!filling) {
            filled(chunk);
        }
    }

    /// Nothing more is put into the chunk: its array is used again once nothing in it is kept.
    void filled(Chunk chunk) {
        if (chunk.live == 0 && chunk.bytes.length == MOST_BYTES && spare.size() < MOST_SPARE) {
            spare.addLast(chunk.bytes);
        }
    }
}
