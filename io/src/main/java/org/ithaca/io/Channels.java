package org.ithaca.io;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// Operations on channels whose outcome is heard elsewhere: a write that fails closes the channel, and a closed
/// channel tells its handler. So their futures are of no interest.
@SuppressWarnings("FutureReturnValueIgnored")
final class Channels {
    private Channels() {}

    static void close(Channel channel) {
        channel.close();
    }

    static void closeWithin(Channel channel, int millis) {
        channel.eventLoop().schedule((Runnable) channel::close, millis, TimeUnit.MILLISECONDS);
    }

    static void closeWhenWritten(Channel channel) {
        writeLast(channel, Unpooled.EMPTY_BUFFER);
    }

    static void shutdownOutput(DuplexChannel channel) {
        channel.shutdownOutput();
    }

    static void write(Channel channel, ByteBuf bytes) {
        channel.write(bytes, channel.voidPromise());
    }

    /// Writes a part of a block, which is held until that is done or has failed.
    static void writeHeld(Channel channel, BlockPool.Memory block, ByteBuf part) {
        block.retain();
        channel.write(part).addListener(done -> block.release());
    }

    /// Writes a message and closes after it.
    static void writeLast(Channel channel, Object message) {
        channel.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE);
    }

    static void closeThenStop(ChannelGroup channels, EventLoopGroup loops) {
        channels.close().addListener(closed -> loops.shutdownGracefully(0, 5, TimeUnit.SECONDS));
    }

    static ScheduledFuture<?> after(NodeLoop loop, int millis, Runnable task) {
        return loop.eventLoop().schedule(task, millis, TimeUnit.MILLISECONDS);
    }
}
