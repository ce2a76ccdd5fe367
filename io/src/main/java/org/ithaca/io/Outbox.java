package org.ithaca.io;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.PooledMemory;
import org.jspecify.annotations.Nullable;

/// Frames on their way out of one channel: copied, as they are sent, back to back into pooled direct buffers, so
/// that a turn's frames leave with one gathering write and their arrays are free at once. What lies in a block of
/// the loop's pool is held and not copied.
///
/// A socket writes from direct memory only; bytes left in their arrays would be copied by the transport anyway,
/// later and one frame at a time.
final class Outbox {
    /// Of the first buffer of a turn, and of those that follow it.
    private static final int SMALL_PIECE = 4 << 10;

    private static final int PIECE = 64 << 10;
    /// Above this the socket starts before the turn ends: the other end can work meanwhile.
    private static final int EARLY = 1 << 20;

    private final Channel channel;
    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf tail;
    private long unflushed;

    Outbox(Channel channel, ByteBufAllocator allocator) {
        this.channel = channel;
        this.allocator = allocator;
    }

    /// Queues one frame of `length` bytes.
    void add(Bytes head, List<Bytes> body, long length) {
        room(4, 4 + head.length() + copied(body)).writeInt((int) length);
        copy(head);
        for (int i = 0; i < body.size(); i++) {
            add(body.get(i));
        }
        unflushed += 4 + length;
        if (unflushed > EARLY) {
            flush();
        }
    }

    private static int copied(List<Bytes> body) {
        int sum = 0;
        for (int i = 0; i < body.size(); i++) {
            sum += block(body.get(i)) == null ? body.get(i).length() : 0;
        }
        return sum;
    }

    /// The block that the part is written from; null if it is copied.
    private static BlockPool.@Nullable Memory block(Bytes part) {
        return part.length() >= BlockPool.LEAST_BYTES && part.memory() instanceof BlockPool.Memory block ? block : null;
    }

    private void add(Bytes part) {
        BlockPool.Memory block = block(part);
        if (block == null) {
            copy(part);
        } else {
            ship();
            Channels.writeHeld(channel, block, block.part(part.offset(), part.length()));
        }
    }

    /// Hands everything queued to the socket.
    void flush() {
        ship();
        unflushed = 0;
        channel.flush();
    }

    /// Bytes queued here and in the channel; too high by at most [#EARLY] until the turn ends.
    long queued() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return unflushed + (buffer == null ? 0 : buffer.totalPendingWriteBytes());
    }

    /// Drops what was not flushed.
    void discard() {
        if (tail != null) {
            tail.release();
            tail = null;
        }
        unflushed = 0;
    }

    private void copy(Bytes bytes) {
        int from = 0;
        while (from < bytes.length()) {
            ByteBuf piece = room(1, bytes.length() - from);
            int taken = Math.min(bytes.length() - from, piece.writableBytes());
            copy(bytes, from, taken, piece);
            from += taken;
        }
    }

    private static void copy(Bytes bytes, int from, int length, ByteBuf to) {
        PooledMemory memory = bytes.memory();
        if (memory == null) {
            to.writeBytes(bytes.array(), bytes.offset() + from, length);
        } else {
            to.writeBytes(memory.bytes().slice(bytes.offset() + from, length));
        }
    }

    /// A buffer with room for `least` bytes, of a size that suits `wanted`.
    private ByteBuf room(int least, int wanted) {
        ByteBuf piece = tail;
        if (piece != null && piece.writableBytes() >= least) {
            return piece;
        }
        int size = piece == null && wanted <= SMALL_PIECE ? SMALL_PIECE : PIECE;
        ship();
        piece = allocator.directBuffer(size, size);
        tail = piece;
        return piece;
    }

    private void ship() {
        ByteBuf piece = tail;
        if (piece != null) {
            tail = null;
            Channels.write(channel, piece);
        }
    }
}
