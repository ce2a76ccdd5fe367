package org.ithaca.io;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.ithaca.base.DirectChunks;
import org.ithaca.base.PooledMemory;
import org.jspecify.annotations.Nullable;

/// Memory outside the heap for large frames: what a socket delivers is written once, and stays where it is for as long
/// as a log keeps it.
///
/// Blocks of any size are cut from chunks, one after the other. A chunk is used again once all that was cut from it was
/// given back: logs are trimmed in the order they were written in, so that comes soon. If it does not, since few blocks
/// are kept for long among many that are not, blocks say that they are [Memory#wasteful] to keep, and no more frames
/// are taken; nor are they where [DirectChunks] has no more.
///
/// Belongs to the loop's thread.
final class BlockPool {
    /// Smaller frames lie on the heap.
    static final int LEAST_BYTES = 16 << 10;

    /// So do larger ones, of which few would fit into a chunk.
    static final int MOST_BYTES = 2 << 20;

    static final int CHUNK_BYTES = 8 << 20;
    /// Of where blocks begin; chunks are a multiple of it.
    private static final int ALIGNMENT = 64;
    /// As much as a log in memory holds by default: a trim may empty it all at once.
    private static final int MOST_SPARE = 32;
    /// So many chunks may be in use without any question.
    private static final int FREE_OF_DOUBT = 8;

    private final DirectChunks chunks;
    private @Nullable Chunk filling;
    private long blockBytes;

    private static final class Chunk {
        private final ByteBuffer bytes;
        private int used;
        private int blocks;

        Chunk(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        boolean hasRoom(int size) {
            return size <= CHUNK_BYTES - used;
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

    /// @param chunks of [#CHUNK_BYTES]
    BlockPool(DirectChunks chunks) {
        this.chunks = chunks;
    }

    static BlockPool sized() {
        return new BlockPool(DirectChunks.share(CHUNK_BYTES, MOST_SPARE));
    }

    /// Bytes of the blocks that are held.
    long blockBytes() {
        return blockBytes;
    }

    /// Bytes of the chunks that blocks lie in.
    long inUseBytes() {
        return chunks.inUseBytes();
    }

    /// Whether a frame of this length gets a block.
    boolean takes(int length) {
        return length >= LEAST_BYTES && length <= MOST_BYTES && !sparse() && (hasRoom(length) || chunks.hasMore());
    }

    private boolean hasRoom(int length) {
        return filling != null && filling.hasRoom(length);
    }

    /// A block of this many bytes, whose content is anything; one hold is the caller's. Only if the pool [#takes] that
    /// many.
    Memory take(int size) {
        Chunk chunk = chunkFor(size);
        Memory block = new Memory(this, chunk, size);
        chunk.used = (chunk.used + size + ALIGNMENT - 1) & -ALIGNMENT;
        chunk.blocks++;
        blockBytes += size;
        return block;
    }

    private Chunk chunkFor(int size) {
        Chunk current = filling;
        if (current != null && current.hasRoom(size)) {
            return current;
        }
        ByteBuffer bytes = chunks.take();
        if (bytes == null) {
            throw new IllegalStateException("a block is taken that the pool has no room for");
        }
        Chunk next = new Chunk(bytes);
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
            chunks.giveBack(chunk.bytes);
        }
    }

    /// Whether most of what is in use is kept alive by the rest.
    private boolean sparse() {
        return inUseBytes() > 2 * blockBytes + FREE_OF_DOUBT * (long) CHUNK_BYTES;
    }
}
