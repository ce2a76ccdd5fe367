package org.ithaca.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.Link;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A client and a node of one process.
class LocalLinkTest {
    private static final Peer.Client CLIENT = new Peer.Client(9, "near");

    private final Party node = Party.node(0);
    private final Party client = Party.client(9);
    private final LocalNode local =
            new LocalNode(node.loop, new Peer.Node(new NodeId(0), 1), node.network.address(), node);
    private final LocalNetwork network = new LocalNetwork(client.loop, local, CLIENT, client.network, client);

    @AfterEach
    void stop() {
        client.close();
        node.close();
    }

    private Link connect() {
        client.loop.execute(() -> network.reach(new NodeId(0), local.address()));
        return client.await(Party.Opened.class).link();
    }

    @Test
    void bothEndsHearWhoIsThereAndFramesComeInOrder() {
        Link near = connect();
        Link far = node.await(Party.Opened.class).link();
        assertEquals(new Peer.Node(new NodeId(0), 1), near.peer());
        assertEquals(CLIENT, far.peer());
        List<Bytes> expected = new ArrayList<>();
        client.loop.execute(() -> {
            for (int i = 0; i < 1000; i++) {
                near.send(Bytes.utf8("h" + i + " "), i % 3 == 0 ? Bytes.EMPTY : Bytes.utf8("body"));
            }
        });
        for (int i = 0; i < 1000; i++) {
            expected.add(Bytes.utf8("h" + i + " " + (i % 3 == 0 ? "" : "body")));
        }
        List<Bytes> found = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            found.add(node.await(Party.Received.class).frame());
        }
        assertEquals(expected, found);
        client.checkEcho(near, "x");
        assertEquals(0, client.ask(near::queuedBytes));
    }

    @Test
    void anyAddressOfTheNodeLeadsToTheOneLink() {
        Link near = connect();
        client.loop.execute(() -> network.reach(new NodeId(NodeId.MAX), local.address()));
        client.checkEcho(near, "one");
        client.loop.execute(() -> network.forget(new NodeId(NodeId.MAX)));
        client.checkEcho(near, "still");
        client.loop.execute(() -> network.forget(new NodeId(0)));
        assertSame(near, client.await(Party.Closed.class).link());
        node.await(Party.Closed.class);
    }

    @Test
    void whatWasSentBeforeTheCloseArrives() {
        Link near = connect();
        client.loop.execute(() -> {
            near.send(Bytes.utf8("last"), Bytes.EMPTY);
            near.close("done");
            near.send(Bytes.utf8("too late"), Bytes.EMPTY);
        });
        assertEquals(Bytes.utf8("last"), node.await(Party.Received.class).frame());
        node.await(Party.Closed.class);
        client.await(Party.Closed.class);
        Link again = client.await(Party.Opened.class).link();
        client.checkEcho(again, "connected anew");
    }

    @Test
    void aNodeThatStopsIsGoneAndItsSuccessorIsReachedOverTcp() {
        Link near = connect();
        node.loop.close();
        local.close();
        assertSame(near, client.await(Party.Closed.class).link());
        client.loop.execute(() -> near.send(Bytes.utf8("into the void"), Bytes.EMPTY));
        try (Party successor = Party.node(0)) {
            client.loop.execute(() -> network.reach(new NodeId(0), successor.network.address()));
            client.checkEcho(client.await(Party.Opened.class).link(), "over tcp");
        }
    }

    @Test
    void aNodeThatFailedClosesNoticed() {
        Link near = connect();
        node.loop.close();
        client.loop.execute(() -> near.send(Bytes.utf8("nobody takes it"), Bytes.EMPTY));
        assertSame(near, client.await(Party.Closed.class).link());
    }
}
