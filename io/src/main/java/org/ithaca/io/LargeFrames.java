package org.ithaca.io;

import io.netty.buffer.ByteBuf;
import org.ithaca.base.Bytes;
import org.jspecify.annotations.Nullable;

/// The large frame that is coming in on one channel: a block that the channel reads into.
///
/// What belongs to the frame and came in an earlier read is copied into the block; the rest goes there straight, unless
/// the channel is encrypted.
final class LargeFrames {
    private final BlockPool pool;
    private final @Nullable ReceiveBuffers reads;
    private BlockPool.@Nullable Memory memory;
    private @Nullable ByteBuf target;
    private int length;

    /// @param reads of the channel; null if what it reads are not the frames themselves
    LargeFrames(BlockPool pool, @Nullable ReceiveBuffers reads) {
        this.pool = pool;
        this.reads = reads;
    }

    /// Whether a frame is incomplete.
    boolean begun() {
        return memory != null;
    }

    /// The next bytes are a frame of this length.
    void begin(int frameLength) {
        length = frameLength;
        BlockPool.Memory first = pool.take(Math.min(length, FrameDecoder.FIRST_PIECE));
        memory = first;
        aim(first, 0);
    }

    private void aim(BlockPool.Memory block, int filled) {
        ByteBuf part = block.part(0, block.size()).writerIndex(filled);
        target = part;
        if (reads != null) {
            reads.next(part);
        }
    }

    /// Takes what is readable and belongs to the frame; tells `sink` once that is whole.
    @SuppressWarnings(
            "ReferenceEquality") // Whether the channel read into the block itself, not whether bytes are equal.
    boolean fill(ByteBuf in, FrameDecoder.Sink sink) {
        BlockPool.Memory block = java.util.Objects.requireNonNull(memory);
        ByteBuf part = java.util.Objects.requireNonNull(target);
        if (in == part) {
            in.readerIndex(in.writerIndex());
        } else {
            part.writeBytes(in, Math.min(in.readableBytes(), part.writableBytes()));
        }
        if (part.isWritable()) {
            return true;
        }
        return block.size() < length ? grow(block) : whole(block, sink);
    }

    private boolean grow(BlockPool.Memory full) {
        BlockPool.Memory larger = pool.take((int) Math.min(length, 2L * full.size()));
        larger.bytes().put(0, full.bytes(), 0, full.size());
        full.release();
        memory = larger;
        aim(larger, full.size());
        return true;
    }

    private boolean whole(BlockPool.Memory block, FrameDecoder.Sink sink) {
        forget();
        try {
            return sink.frame(Bytes.of(block, 0, length));
        } finally {
            block.release();
        }
    }

    private void forget() {
        memory = null;
        target = null;
        if (reads != null) {
            reads.next(null);
        }
    }

    /// The channel is gone.
    void close() {
        BlockPool.Memory block = memory;
        if (block != null) {
            forget();
            block.release();
        }
    }
}
