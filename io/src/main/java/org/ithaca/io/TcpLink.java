package org.ithaca.io;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.Link;
import org.ithaca.base.MalformedException;
import org.ithaca.base.Peer;
import org.jspecify.annotations.Nullable;

/// A link over one TCP connection whose hello is done.
final class TcpLink extends ChannelInboundHandlerAdapter implements Link, FrameDecoder.Sink {
    /// How long a closing link may take to write what is queued.
    private static final int CLOSE_MILLIS = 2_000;

    private final TcpNetwork network;
    private final Channel channel;
    private final Peer peer;
    private final String remote;
    private final FrameDecoder decoder;
    private final Outbox outbox;
    private final Runnable flush = this::flush;
    private boolean dirty;
    private boolean closing;
    /// How often it was looked at since something came.
    private int looks;

    /// @param reads of the channel; null if it is encrypted
    TcpLink(TcpNetwork network, Channel channel, Peer peer, @Nullable ReceiveBuffers reads) {
        this.network = network;
        this.channel = channel;
        this.peer = peer;
        remote = Addresses.host(channel);
        CongestionControl.choose(channel);
        LargeFrames large = network.listener().takesPooled()
                ? new LargeFrames(network.loop().blocks(), reads)
                : null;
        decoder = new FrameDecoder(network.limits().maxFrame(), large);
        outbox = new Outbox(channel, network.loop().allocator());
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public void send(Bytes head, List<Bytes> body) {
        if (closing) {
            return;
        }
        long length = head.length() + Bytes.length(body);
        network.limits().check(head, length);
        if (outbox.queued() + length > network.limits().maxQueued()) {
            abort("it does not take what is sent to it: " + outbox.queued() + " bytes queued");
            return;
        }
        outbox.add(head, body, length);
        network.loop().carried(length);
        network.stats().framesSent++;
        network.stats().bytesSent += length;
        if (!dirty) {
            dirty = true;
            network.loop().flushLater(flush);
        }
    }

    @Override
    public long queuedBytes() {
        return closing ? 0 : outbox.queued();
    }

    @Override
    public void close(String reason) {
        if (closing) {
            return;
        }
        closing = true;
        TcpNetwork.LOG.debug("{} ({}): closing the link: {}", peer, remote, reason);
        outbox.flush();
        Channels.closeWhenWritten(channel);
        Channels.closeWithin(channel, CLOSE_MILLIS);
    }

    /// Closes at once, dropping what is queued.
    void abort(String reason) {
        if (!closing) {
            closing = true;
            outbox.discard();
            network.remoteLog().warn(remote, "link", "link to " + peer + " cut: " + reason);
            Channels.close(channel);
        }
    }

    /// Sends what was queued in this turn.
    private void flush() {
        dirty = false;
        if (!closing) {
            outbox.flush();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            looks = 0;
            network.loop().carried(in.readableBytes());
            decoder.decode(in, this);
        } finally {
            in.release();
        }
    }

    @Override
    public boolean frame(Bytes frame) {
        if (closing || network.loop().hasFailed()) {
            return false;
        }
        if (!frame.isEmpty() && frame.get(0) == Hello.OWNER) {
            ownFrame(frame);
            return false;
        }
        network.loop().touch();
        network.stats().framesReceived++;
        network.stats().bytesReceived += frame.length();
        try {
            network.listener().received(this, frame);
        } catch (MalformedException e) {
            refuse(new Refusal(Refusal.Reason.MALFORMED, String.valueOf(e.getMessage())));
        } catch (RuntimeException | Error e) {
            network.loop().fail(e);
        }
        return !closing;
    }

    @Override
    public void oversized(int length) {
        if (!closing) {
            refuse(new Refusal(
                    Refusal.Reason.TOO_LARGE,
                    "a frame of " + (length & 0xFFFF_FFFFL) + " bytes, above the limit of "
                            + network.limits().maxFrame()));
        }
    }

    /// Is called [TcpNetwork#LOOKS] times within [TcpLimits#frameMillis]. What has come of a frame takes memory: a peer
    /// that stopped in the middle of it is cut off. It is not told, which would take memory, too.
    void look() {
        if (!closing && decoder.begun() && ++looks > TcpNetwork.LOOKS) {
            network.stats().refused(Refusal.Reason.TOO_SLOW);
            abort("a frame was begun and nothing more of it came for "
                    + network.limits().frameMillis() + " ms");
        }
    }

    /// The other end says why it is about to close.
    private void ownFrame(Bytes frame) {
        try {
            switch (Greeting.decode(frame)) {
                case Greeting.Refused(Refusal refusal) -> network.refusedBy(this, refusal);
                case Greeting.Said said -> refuse(new Refusal(Refusal.Reason.MALFORMED, "a second hello"));
            }
        } catch (MalformedException e) {
            refuse(new Refusal(Refusal.Reason.MALFORMED, String.valueOf(e.getMessage())));
        }
    }

    private void refuse(Refusal refusal) {
        network.stats().refused(refusal.reason());
        network.remoteLog().warn(remote, refusal.reason(), "link to " + peer + " cut: " + refusal.message());
        Bytes encoded = refusal.encode();
        outbox.add(encoded, List.of(), encoded.length());
        close(refusal.message());
    }

    /// What was queued has mostly left: a turn, so that whoever waited to send more can look.
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable()) {
            network.loop().touch();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        outbox.discard();
        decoder.close();
        network.linkClosed(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof Error) {
            TcpNetwork.LOG.warn("{} ({}): the link is closed", peer, remote, cause);
        } else {
            TcpNetwork.LOG.debug("{} ({}): {}", peer, remote, cause.toString());
        }
        closing = true;
        Channels.close(channel);
    }

    String remote() {
        return remote;
    }

    @Override
    public String toString() {
        return peer + "@" + remote;
    }
}
