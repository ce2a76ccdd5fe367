package org.ithaca.io;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.MalformedException;
import org.ithaca.base.Peer;
import org.jspecify.annotations.Nullable;

/// A connection of which nothing is known yet, until the other end's first frame. Then a [TcpLink] takes its place,
/// or it is turned away.
final class Handshake extends ChannelInboundHandlerAdapter {
    /// Which end of the connection this process is.
    interface Role {
        /// The TCP connection is there.
        void connected(Handshake handshake);

        /// The other end's hello, of a version that is spoken here: to be answered by [#open], [#refuse] or
        /// [#abandon].
        void hello(Handshake handshake, Hello hello);

        /// It ended without a link; `why` is null if the other end just closed it, or we gave it up.
        void ended(Handshake handshake, @Nullable Refusal why);
    }

    /// How long a connection turned away may linger, so that the other end can read why.
    private static final int LINGER_MILLIS = 500;

    private enum State {
        /// The first frame is not whole.
        WAITING,
        /// A link has taken over.
        OPEN,
        /// Turned away: what comes is dropped.
        OVER
    }

    private final TcpNetwork network;
    private final Role role;
    private final @Nullable ReceiveBuffers reads;
    private final FirstFrame first = new FirstFrame();
    private State state = State.WAITING;
    private @Nullable Channel channel;
    private @Nullable ScheduledFuture<?> deadline;
    private String remote = "unknown host";

    /// @param reads of the channel; null if it is encrypted
    Handshake(TcpNetwork network, Role role, @Nullable ReceiveBuffers reads) {
        this.network = network;
        this.role = role;
        this.reads = reads;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        remote = Addresses.host(ctx.channel());
        int millis = network.limits().helloMillis();
        deadline = Channels.after(
                network.loop(),
                millis,
                () -> drop(new Refusal(Refusal.Reason.TOO_SLOW, "no complete hello within " + millis + " ms")));
        role.connected(this);
    }

    Channel channel() {
        return Objects.requireNonNull(channel);
    }

    String remote() {
        return remote;
    }

    /// Sends our hello.
    void say(Hello hello) {
        write(hello.encode());
    }

    private void write(Bytes frame) {
        byte[] framed = new ByteWriter(4 + frame.length()).bytes(frame).copy().array();
        Channels.write(channel(), Unpooled.wrappedBuffer(framed));
        channel().flush();
    }

    /// Puts a link to `peer` in this handler's place.
    TcpLink open(Peer peer) {
        finish(State.OPEN);
        TcpLink link = new TcpLink(network, channel(), peer, reads);
        channel().pipeline().replace(this, "link", link);
        return link;
    }

    /// Turns the other end away and tells it why.
    void refuse(Refusal refusal) {
        if (state == State.WAITING && channel().isActive()) {
            write(refusal.encode());
            linger();
            over(refusal);
        }
    }

    /// Turns away something that does not speak our protocol.
    void drop(Refusal refusal) {
        if (state == State.WAITING) {
            Channels.close(channel());
            over(refusal);
        }
    }

    /// Gives the connection up: nothing is wrong with it.
    void abandon() {
        if (state == State.WAITING) {
            Channels.close(channel());
            finish(State.OVER);
            role.ended(this, null);
        }
    }

    private void over(Refusal refusal) {
        network.stats().refused(refusal.reason());
        finish(State.OVER);
        role.ended(this, refusal);
    }

    /// Reads on for a moment: closing with bytes unread would reset the connection, and the refusal with it.
    private void linger() {
        if (channel().pipeline().get(SslHandler.class) == null && channel() instanceof DuplexChannel duplex) {
            Channels.shutdownOutput(duplex);
        }
        Channels.closeWithin(channel(), LINGER_MILLIS);
    }

    private void finish(State end) {
        state = end;
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (state == State.WAITING) {
                firstFrame(in);
            }
            if (state == State.OPEN && in.isReadable() && channel().pipeline().get("link") instanceof TcpLink link) {
                link.channelRead(ctx, in.retain());
            }
        } finally {
            in.release();
        }
    }

    private void firstFrame(ByteBuf in) {
        Bytes frame = Bytes.EMPTY;
        try {
            frame = first.take(in);
            if (frame != null) {
                greet(Greeting.decode(frame));
            }
        } catch (MalformedException e) {
            if (frame != null && Greeting.hasMagic(frame)) {
                refuse(new Refusal(Refusal.Reason.MALFORMED, String.valueOf(e.getMessage())));
            } else {
                drop(new Refusal(Refusal.Reason.NOT_ITHACA, String.valueOf(e.getMessage())));
            }
        }
    }

    private void greet(Greeting greeting) {
        switch (greeting) {
            case Greeting.Refused(Refusal refusal) -> {
                Channels.close(channel());
                finish(State.OVER);
                role.ended(this, refusal);
            }
            case Greeting.Said(Hello hello) when hello.speaksOurVersion() -> role.hello(this, hello);
            case Greeting.Said(Hello hello) ->
                refuse(new Refusal(
                        Refusal.Reason.WRONG_VERSION,
                        "versions " + hello.minVersion() + " to " + hello.maxVersion()
                                + " of the protocol against version " + Hello.VERSION + "; upgrade one of the two"));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (state == State.WAITING) {
            finish(State.OVER);
            role.ended(this, null);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Throwable root = cause.getCause() instanceof SSLException ssl ? ssl : cause;
        if (root instanceof SSLException) {
            drop(new Refusal(Refusal.Reason.UNTRUSTED, "TLS failed: " + root.getMessage()));
        } else {
            TcpNetwork.LOG.debug("{}: {}", remote, cause.toString());
            abandon();
        }
    }
}
