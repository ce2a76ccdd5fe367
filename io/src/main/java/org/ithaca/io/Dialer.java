package org.ithaca.io;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.ithaca.base.IthacaException;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.jspecify.annotations.Nullable;

/// Keeps a link to one node: connects, says hello, and begins again whenever there is none.
final class Dialer implements Handshake.Role {
    /// A link that lived this long was a good one: the next attempt comes soon.
    private static final long GOOD_LINK_NANOS = 1_000_000_000L;

    /// Nodes that start together do not find each other at once: that is not worth a warning.
    private static final long STARTING_NANOS = 2_000_000_000L;

    /// Where an attempt is.
    enum State {
        /// There is a link, or nobody wants one any more.
        RESTING,
        /// Until the pause is over.
        PAUSING,
        /// The name is looked up or TCP connects: nobody has heard of this attempt.
        CONNECTING,
        /// Our hello is on its way.
        GREETING
    }

    private final TcpNetwork network;
    private final NodeId wanted;
    private final Backoff backoff;
    private String address;
    private State state = State.RESTING;
    private NodeId met;
    private int attempt;
    private long dial;
    private long linkedNanos;
    private long unreachableSince = -1;
    private @Nullable ScheduledFuture<?> pause;
    private @Nullable Channel channel;
    private @Nullable Handshake handshake;

    Dialer(TcpNetwork network, NodeId wanted, String address) {
        this.network = network;
        this.wanted = wanted;
        this.address = address;
        met = wanted;
        backoff = new Backoff(network.limits(), network.loop().entropy());
    }

    void readdress(String other) {
        if (!other.equals(address)) {
            address = other;
            backoff.reset();
        }
    }

    /// The node this dialer last met: not the wanted one only for a client that was told a wrong identity.
    NodeId met() {
        return met;
    }

    /// Whether our hello is on its way to this node.
    boolean greeting() {
        return state == State.GREETING;
    }

    /// Connects unless an attempt is under way.
    void start() {
        if (state == State.RESTING) {
            connect();
        }
    }

    /// Stops trying. An attempt under way comes to nothing.
    void stop() {
        state = State.RESTING;
        attempt++;
        if (pause != null) {
            pause.cancel(false);
        }
        Channel connecting = channel;
        Handshake greeting = handshake;
        channel = null;
        handshake = null;
        if (greeting != null) {
            greeting.abandon();
        } else if (connecting != null) {
            Channels.close(connecting);
        }
    }

    /// There is a link to the node, by whomever.
    void linked() {
        stop();
        unreachableSince = -1;
        linkedNanos = network.loop().clock().nanos();
    }

    /// The link is gone.
    void unlinked() {
        if (state != State.RESTING) {
            return;
        }
        met = wanted;
        if (network.loop().clock().nanos() - linkedNanos > GOOD_LINK_NANOS) {
            backoff.reset();
        }
        pauseThenConnect();
    }

    private void pauseThenConnect() {
        state = State.PAUSING;
        pause = Channels.after(network.loop(), backoff.pauseMillis(), this::connect);
    }

    private void connect() {
        state = State.CONNECTING;
        dial = ++network.stats().dials;
        int number = ++attempt;
        InetSocketAddress target = Addresses.parse(address);
        // Looking a name up may block for seconds: not on this thread.
        Thread.ofVirtual().name("ithaca-resolve").start(() -> {
            InetSocketAddress resolved = resolve(target);
            network.later(() -> resolved(number, resolved));
        });
    }

    private static InetSocketAddress resolve(InetSocketAddress target) {
        try {
            return new InetSocketAddress(InetAddress.getByName(target.getHostString()), target.getPort());
        } catch (UnknownHostException e) {
            return target;
        }
    }

    private void resolved(int number, InetSocketAddress target) {
        if (number != attempt || state != State.CONNECTING) {
            return;
        }
        if (target.isUnresolved()) {
            failed("the host name is not known");
            return;
        }
        Bootstrap bootstrap = network.bootstrap(this);
        ChannelFuture connecting = bootstrap.connect(target);
        channel = connecting.channel();
        connecting.addListener(done -> {
            if (number == attempt && !done.isSuccess()) {
                failed(String.valueOf(done.cause().getMessage()));
            }
        });
    }

    private void failed(String why) {
        TcpNetwork.LOG.debug("{} at {}: {}", wanted, address, why);
        long now = network.loop().clock().nanos();
        unreachableSince = unreachableSince < 0 ? now : unreachableSince;
        if (now - unreachableSince >= STARTING_NANOS) {
            String whom = network.isClient() ? "" : " to " + wanted;
            network.remoteLog().warn(address, "unreachable", "cannot connect" + whom + ": " + why);
        }
        again();
    }

    private void again() {
        channel = null;
        handshake = null;
        pauseThenConnect();
    }

    @Override
    public void connected(Handshake connection) {
        if (connection.channel() != channel) {
            connection.abandon();
            return;
        }
        handshake = connection;
        state = State.GREETING;
        connection.say(network.hello(network.isClient() ? Hello.ANYONE : wanted.value(), dial));
    }

    @Override
    public void hello(Handshake connection, Hello hello) {
        Refusal refusal = network.judge(hello);
        if (refusal == null && !(hello.self() instanceof Peer.Node)) {
            refusal = new Refusal(Refusal.Reason.WRONG_NODE, "a client answered as if it were a node");
        }
        if (refusal == null && hello.self() instanceof Peer.Node node) {
            if (!network.isClient() && !node.id().equals(wanted)) {
                refusal = new Refusal(Refusal.Reason.WRONG_NODE, "looked for " + wanted + ", found " + node.id());
            } else {
                meet(connection, node, hello);
                return;
            }
        }
        if (refusal != null) {
            connection.refuse(refusal);
        }
    }

    private void meet(Handshake connection, Peer.Node node, Hello hello) {
        met = node.id();
        handshake = null;
        channel = null;
        if (!node.id().equals(wanted) && network.hasLink(node.id())) {
            connection.abandon();
            linked();
            return;
        }
        network.linkOpened(connection.open(node), hello);
        linked();
    }

    @Override
    public void ended(Handshake connection, @Nullable Refusal why) {
        if (connection != handshake) {
            return;
        }
        if (why == null) {
            network.remoteLog().warn(address, "closed", "closed the connection before it said who it is");
        } else if (why.reason() != Refusal.Reason.DUPLICATE) {
            backoff.slowDown();
            IthacaException error = why.toException(wanted + " at " + address);
            network.remoteLog().warn(address, why.reason(), String.valueOf(error.getMessage()));
            network.loop().run(() -> network.listener().refused(wanted, error));
        }
        if (connection == handshake) {
            again();
        }
    }
}
