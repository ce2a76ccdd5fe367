package org.ithaca.io;

import io.netty.buffer.ByteBuf;
import java.util.Objects;
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

    /// @param reads of the channel; null if what it reads are not the frames themselves
    LargeFrames(BlockPool pool, @Nullable ReceiveBuffers reads) {
        this.pool = pool;
        this.reads = reads;
    }

    /// Whether a frame is incomplete.
    boolean begun() {
        return memory != null;
    }

    /// Whether a frame of this length is to be begun here.
    boolean takes(int frameLength) {
        return pool.takes(frameLength);
    }

    /// The next bytes are a frame of this length.
    void begin(int frameLength) {
        BlockPool.Memory block = pool.take(frameLength);
        memory = block;
        ByteBuf part = block.part(0, frameLength).writerIndex(0);
        target = part;
        if (reads != null) {
            reads.next(part);
        }
    }

    /// Takes what is readable and belongs to the frame, if the channel has not read it into the block itself; tells
    /// `sink` once that is whole.
    @SuppressWarnings("ReferenceEquality")
    boolean fill(ByteBuf in, FrameDecoder.Sink sink) {
        ByteBuf part = Objects.requireNonNull(target);
        if (in == part) {
            in.readerIndex(in.writerIndex());
        } else {
            part.writeBytes(in, Math.min(in.readableBytes(), part.writableBytes()));
        }
        return part.isWritable() || whole(Objects.requireNonNull(memory), sink);
    }

    private boolean whole(BlockPool.Memory block, FrameDecoder.Sink sink) {
        forget();
        try {
            return sink.frame(Bytes.of(block, 0, block.size()));
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
