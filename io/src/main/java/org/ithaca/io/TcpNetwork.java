package org.ithaca.io;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Network;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Links over TCP, with or without TLS, on the thread of a [NodeLoop].
///
/// Make it, make the core that uses it, then [#start] it with the core as its listener. A process that only
/// connects (a client) is the same thing without an address to listen on. `docs/protocols/transport.md` describes
/// what goes over the wire.
///
/// *Identity.* For a node, `reach(n2, address)` fails with CONFLICT while another node lives at the address. A
/// client may be told addresses before it knows who lives there: it may pass any unused identity, and [Link#peer]
/// says whom it met. At most one link to a node stays open however many identities led to it.
///
/// *Threading.* [#start], [#close] and [#address] from any other thread; everything else on the loop's thread.
public final class TcpNetwork implements Network, AutoCloseable {
    static final Logger LOG = LoggerFactory.getLogger(TcpNetwork.class);

    /// How often each link is looked at within the time that a frame may wait for its next byte.
    static final int LOOKS = 2;

    private static final int BACKLOG = 1024;
    /// A link with more than the higher number of bytes queued causes a turn when it gets below the lower one.
    private static final WriteBufferWaterMark DRAINED = new WriteBufferWaterMark(256 << 10, 1 << 20);

    private final NodeLoop loop;
    private final TcpOptions options;
    private final @Nullable SslContext connectTls;
    private final @Nullable SslContext listenTls;
    private final TcpStats stats = new TcpStats();
    private final RemoteLog remoteLog;
    private final Acceptor acceptor = new Acceptor(this);
    private final Map<NodeId, Neighbour> neighbours = new HashMap<>();
    private final Set<TcpLink> links = new HashSet<>();
    private @Nullable Listener listener;
    private volatile @Nullable Channel server;
    private volatile String address = "";
    private boolean closed;

    /// A network that is silent until [#start].
    ///
    /// @throws IthacaException INVALID if the certificates cannot be used
    public TcpNetwork(NodeLoop loop, TcpOptions options) {
        this.loop = loop;
        this.options = options;
        remoteLog = new RemoteLog(LOG, loop.clock());
        TlsFiles tls = options.tls();
        connectTls = tls == null ? null : tls.forConnecting();
        listenTls = tls == null || options.listen() == null ? null : tls.forListening();
    }

    /// Begins to listen, if there is an address to listen on, and to tell `listener` what happens. Returns when
    /// others can connect.
    ///
    /// @throws IthacaException INVALID if the address cannot be listened on
    public void start(Listener core) {
        if (loop.onThread()) {
            throw new IllegalStateException("start() waits for the loop: call it from another thread");
        }
        listener = core;
        loop.execute(() -> {
            loop.onTurnEnd(core::turnEnded);
            lookLater();
        });
        String listen = options.listen();
        if (listen != null) {
            listen(listen);
        }
    }

    private void listen(String listen) {
        InetSocketAddress wanted = Addresses.parse(listen);
        InetSocketAddress resolved = Addresses.resolve(wanted);
        ChannelFuture binding = new ServerBootstrap()
                .group(loop.eventLoop())
                .channel(loop.polling().serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOCATOR, loop.allocator())
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, DRAINED)
                .childHandler(pipeline(listenTls, acceptor))
                .bind(resolved)
                .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw IthacaException.notDone(
                    IthacaException.Code.INVALID,
                    "cannot listen on " + listen + ": " + binding.cause().getMessage());
        }
        server = binding.channel();
        loop.track(binding.channel());
        int port = ((InetSocketAddress) binding.channel().localAddress()).getPort();
        String told = options.advertise();
        address = told == null ? Addresses.format(wanted.getHostString(), port) : told;
        LOG.info("listening on {}:{}{}", wanted.getHostString(), port, listenTls == null ? "" : " with TLS");
    }

    private void lookLater() {
        var unused = Channels.after(loop, limits().frameMillis() / LOOKS, this::look);
    }

    /// Turns away those who stopped in the middle of a frame.
    private void look() {
        if (!closed) {
            lookLater();
            List.copyOf(links).forEach(TcpLink::look);
        }
    }

    private ChannelHandler pipeline(@Nullable SslContext tls, Handshake.Role role) {
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                loop.track(channel);
                ReceiveBuffers reads = new ReceiveBuffers();
                channel.config().setRecvByteBufAllocator(reads);
                if (tls != null) {
                    SslHandler handler = tls.newHandler(channel.alloc());
                    handler.setHandshakeTimeoutMillis(limits().helloMillis());
                    channel.pipeline().addLast("tls", handler);
                }
                channel.pipeline()
                        .addLast("handshake", new Handshake(TcpNetwork.this, role, tls == null ? reads : null));
            }
        };
    }

    Bootstrap bootstrap(Dialer dialer) {
        return new Bootstrap()
                .group(loop.eventLoop())
                .channel(loop.polling().channel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, limits().connectMillis())
                .option(ChannelOption.ALLOCATOR, loop.allocator())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, DRAINED)
                .handler(pipeline(connectTls, dialer));
    }

    /// `host:port` others can reach this process at, with the port that was really bound; empty if it does not
    /// listen.
    public String address() {
        return address;
    }

    /// Running totals.
    public TcpStats stats() {
        return stats;
    }

    @Override
    public void reach(NodeId node, String where) {
        Addresses.parse(where);
        if (closed || node.equals(selfNode())) {
            return;
        }
        neighbour(node).reach(where);
    }

    @Override
    public void forget(NodeId node) {
        Neighbour neighbour = neighbours.get(node);
        if (neighbour != null) {
            neighbour.forget();
        }
    }

    /// Closes the listening socket and every link. The loop goes on. From any thread; waits unless on the loop's.
    @Override
    public void close() {
        if (loop.onThread()) {
            closeAll();
            return;
        }
        try {
            loop.eventLoop().submit(this::closeAll).awaitUninterruptibly();
        } catch (RejectedExecutionException e) {
            LOG.debug("the loop is closed, and every socket with it: {}", e.getMessage());
        }
    }

    private void closeAll() {
        closed = true;
        Channel listening = server;
        if (listening != null) {
            Channels.close(listening);
        }
        neighbours.values().forEach(Neighbour::stop);
        List.copyOf(links).forEach(link -> link.close("this process closes its network"));
    }

    // ---- for dialers, the acceptor and links, on the loop's thread ----

    NodeLoop loop() {
        return loop;
    }

    TcpLimits limits() {
        return options.limits();
    }

    RemoteLog remoteLog() {
        return remoteLog;
    }

    Listener listener() {
        return java.util.Objects.requireNonNull(listener);
    }

    boolean isClient() {
        return options.self() instanceof Peer.Client;
    }

    /// This node's identity; null for a client.
    @Nullable
    NodeId selfNode() {
        return options.self() instanceof Peer.Node node ? node.id() : null;
    }

    boolean admits(Hello hello) {
        return options.admission().admits(hello.self(), hello.address());
    }

    Hello hello(int wanted, long dial) {
        return new Hello(Hello.VERSION, Hello.VERSION, options.cluster(), options.self(), address, wanted, dial);
    }

    /// What both ends check.
    @Nullable
    Refusal judge(Hello hello) {
        boolean anyCluster = (isClient() && options.cluster().isEmpty())
                || (hello.self() instanceof Peer.Client && hello.cluster().isEmpty());
        return anyCluster || options.cluster().equals(hello.cluster())
                ? null
                : new Refusal(
                        Refusal.Reason.WRONG_CLUSTER,
                        "cluster '" + hello.cluster() + "' against cluster '" + options.cluster()
                                + "'; check the address and the cluster's name");
    }

    /// The other end of an open link closes it and says why.
    void refusedBy(TcpLink link, Refusal refusal) {
        remoteLog.warn(link.remote(), refusal.reason(), "it turned us away: " + refusal.message());
        link.abort("refused by the other end");
        if (link.peer() instanceof Peer.Node node) {
            IthacaException error = refusal.toException(link.toString());
            loop.run(() -> listener().refused(node.id(), error));
        }
    }

    boolean isDuplicate(Peer.Node node, long dial) {
        return neighbour(node.id()).isDuplicate(node, dial);
    }

    /// Closes the link to a node that no dialer of its own keeps.
    void closeUnkept(NodeId node) {
        Neighbour neighbour = neighbours.get(node);
        if (neighbour != null) {
            neighbour.closeUnkept();
        }
    }

    boolean hasLink(NodeId node) {
        Neighbour neighbour = neighbours.get(node);
        return neighbour != null && neighbour.hasLink();
    }

    /// A handshake is done. `answer` is the other end's hello if it was we who connected.
    void linkOpened(TcpLink link, @Nullable Hello answer) {
        if (closed) {
            link.close("this process closes its network");
            return;
        }
        links.add(link);
        stats.linksOpened++;
        stats.linksOpen = links.size();
        LOG.debug("link to {} open", link);
        loop.run(() -> listener().opened(link));
        if (link.peer() instanceof Peer.Node node) {
            neighbour(node.id()).opened(link, node, answer == null ? 0 : answer.dial());
        }
    }

    void linkClosed(TcpLink link) {
        if (!links.remove(link)) {
            return;
        }
        stats.linksOpen = links.size();
        LOG.debug("link to {} closed", link);
        loop.run(() -> listener().closed(link));
        if (link.peer() instanceof Peer.Node node) {
            neighbour(node.id()).closed(link);
            for (Neighbour other : List.copyOf(neighbours.values())) {
                other.lost(node.id());
            }
        }
    }

    private Neighbour neighbour(NodeId node) {
        return neighbours.computeIfAbsent(node, id -> new Neighbour(this, id));
    }

    /// Runs something on the loop unless it is closed.
    void later(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("not run: {}", e.getMessage());
        }
    }
}
