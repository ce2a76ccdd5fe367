package org.ithaca.io;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.ithaca.base.PooledMemory;
import org.jspecify.annotations.Nullable;

/// Memory outside the heap for large frames: what a socket delivers is written once, and stays where it is for as long
/// as a log keeps it.
///
/// Blocks of any size are cut from chunks, one after the other. A chunk is used again once all that was cut from it was
/// given back: logs are trimmed in the order they were written in, so that comes soon. If it does not, since few blocks
/// are kept for long among many that are not, blocks say that they are [Memory#wasteful] to keep. Chunks stay with the
/// process up to [#MOST_SPARE]: memory that comes anew from the system has to be cleared by it first, which costs as
/// much as a copy.
///
/// Belongs to the loop's thread.
final class BlockPool {
    /// Smaller frames lie on the heap.
    static final int LEAST_BYTES = 16 << 10;

    private static final int CHUNK_BYTES = 8 << 20;
    private static final int ALIGNMENT = 64;
    /// As much as logs in memory take by default.
    private static final int MOST_SPARE = 32;
    /// So many chunks may be in use without any question.
    private static final int FREE_OF_DOUBT = 8;

    private final ArrayDeque<Chunk> spare = new ArrayDeque<>();
    private @Nullable Chunk filling;
    private long chunkBytes;
    private long blockBytes;

    private static final class Chunk {
        private final ByteBuffer bytes;
        private int used;
        private int blocks;

        Chunk(int size) {
            bytes = ByteBuffer.allocateDirect(size);
        }

        boolean hasRoom(int size) {
            return size <= bytes.capacity() - used;
        }
    }

    /// A block in use.
    static final class Memory extends PooledMemory {
        private final BlockPool pool;
        private final Chunk chunk;

        private Memory(BlockPool pool, Chunk chunk, int size) {
            super(chunk.bytes.slice(chunk.used, size));
            this.pool = pool;
            this.chunk = chunk;
        }

        /// The part from `offset` for a channel to read from, or to write to; good while the block is held.
        ByteBuf part(int offset, int length) {
            return Unpooled.wrappedBuffer(bytes().slice(offset, length));
        }

        @Override
        public boolean wasteful() {
            return pool.sparse();
        }

        @Override
        protected void free() {
            pool.giveBack(chunk, size());
        }
    }

    /// A block of this many bytes, whose content is anything; one hold is the caller's.
    Memory take(int size) {
        Chunk chunk = chunkFor(size);
        Memory block = new Memory(this, chunk, size);
        chunk.used = Math.min(chunk.bytes.capacity(), (chunk.used + size + ALIGNMENT - 1) & -ALIGNMENT);
        chunk.blocks++;
        blockBytes += size;
        return block;
    }

    private Chunk chunkFor(int size) {
        Chunk current = filling;
        if (current != null && current.hasRoom(size)) {
            return current;
        }
        if (size > CHUNK_BYTES) {
            chunkBytes += size;
            return new Chunk(size);
        }
        filling = null;
        if (current != null && current.blocks == 0) {
            empty(current);
        }
        Chunk again = spare.pollLast();
        Chunk next = again == null ? new Chunk(CHUNK_BYTES) : again;
        chunkBytes += CHUNK_BYTES;
        filling = next;
        return next;
    }

    @SuppressWarnings("ReferenceEquality") // One chunk or another.
    private void giveBack(Chunk chunk, int size) {
        chunk.blocks--;
        blockBytes -= size;
        if (chunk.blocks > 0) {
            return;
        }
        chunk.used = 0;
        if (chunk != filling) {
            empty(chunk);
        }
    }

    private void empty(Chunk chunk) {
        int bytes = chunk.bytes.capacity();
        chunkBytes -= bytes;
        if (bytes == CHUNK_BYTES && spare.size() < MOST_SPARE) {
            spare.addLast(chunk);
        }
    }

    /// Whether most of what is in use is kept alive by the rest.
    private boolean sparse() {
        return chunkBytes > 2 * blockBytes + FREE_OF_DOUBT * (long) CHUNK_BYTES;
    }
}
