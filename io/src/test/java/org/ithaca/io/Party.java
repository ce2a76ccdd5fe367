package org.ithaca.io;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Link;
import org.ithaca.base.Network;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;

/// A process with a network, whose listener notes everything and echoes frames that begin with `E`.
class Party implements Network.Listener, AutoCloseable {
    /// What a listener heard.
    sealed interface Event {}

    record Opened(Link link) implements Event {}

    record Received(Link link, Bytes frame) implements Event {}

    record Closed(Link link) implements Event {}

    record Refused(NodeId node, IthacaException why) implements Event {}

    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final int ECHO = 'E';

    final NodeLoop loop;
    final TcpNetwork network;
    final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    final List<Event> seen = new ArrayList<>();
    int turns;

    Party(TcpOptions options, LoopOptions.Transport transport) {
        loop = NodeLoop.start(LoopOptions.named("party-" + options.self()).withTransport(transport));
        network = new TcpNetwork(loop, options);
        network.start(this);
    }

    static Party node(int id) {
        return new Party(nodeOptions(id), LoopOptions.Transport.AUTO);
    }

    static TcpOptions nodeOptions(int id) {
        return TcpOptions.node("lab", new NodeId(id), 1, "127.0.0.1:0");
    }

    static Party client(long id) {
        return new Party(TcpOptions.client("lab", id, "client-" + id), LoopOptions.Transport.AUTO);
    }

    void reach(int node, String address) {
        loop.execute(() -> network.reach(new NodeId(node), address));
    }

    void reach(Party node) {
        NodeId id = ((Peer.Node) node.peer()).id();
        reach(id.value(), node.network.address());
    }

    Peer peer() {
        return ask(() -> network.hello(0, 0).self());
    }

    /// Runs on the loop and returns what it found.
    <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> answer.complete(question.get()));
        return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /// The next event of this kind; others on the way are kept in `seen`.
    <E extends Event> E await(Class<E> kind, Predicate<E> which) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Event event;
            try {
                event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (event == null) {
                throw new AssertionError("no " + kind.getSimpleName() + " in time; seen: " + seen);
            }
            seen.add(event);
            if (kind.isInstance(event) && which.test(kind.cast(event))) {
                return kind.cast(event);
            }
        }
    }

    <E extends Event> E await(Class<E> kind) {
        return await(kind, any -> true);
    }

    void send(Link link, Bytes frame) {
        loop.execute(() -> link.send(frame, Bytes.EMPTY));
    }

    /// One frame there and back over this link.
    void checkEcho(Link link, String text) {
        Bytes frame = Bytes.utf8("E" + text);
        send(link, frame);
        await(Received.class, r -> r.link() == link && r.frame().equals(Bytes.utf8("e" + text)));
    }

    @Override
    public void opened(Link link) {
        events.add(new Opened(link));
    }

    @Override
    public void received(Link link, Bytes frame) {
        if (!frame.isEmpty() && frame.get(0) == ECHO) {
            link.send(Bytes.utf8("e"), frame.slice(1, frame.length() - 1));
        } else {
            events.add(new Received(link, frame.onHeap()));
        }
    }

    /// As nodes do.
    @Override
    public boolean takesPooled() {
        return network.selfNode() != null;
    }

    @Override
    public void closed(Link link) {
        events.add(new Closed(link));
    }

    @Override
    public void refused(NodeId node, IthacaException why) {
        events.add(new Refused(node, why));
    }

    @Override
    public void turnEnded() {
        turns++;
    }

    @Override
    public void close() {
        loop.close();
    }
}
