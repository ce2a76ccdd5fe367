package org.ithaca.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Link;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.ithaca.base.SplitMix;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// Who ends up linked to whom, and who is told why not.
class SettlingTest {
    @RepeatedTest(20)
    void nodesThatReachEachOtherAtOnceSettleOnOneLink() {
        try (Party one = Party.node(1);
                Party two = Party.node(2)) {
            one.reach(two);
            two.reach(one);
            Link first = one.await(Party.Opened.class).link();
            Link second = two.await(Party.Opened.class).link();
            one.checkEcho(first, "from one");
            two.checkEcho(second, "from two");
            assertEquals(1, one.ask(() -> one.network.stats().linksOpened()));
            assertEquals(1, two.ask(() -> two.network.stats().linksOpened()));
        }
    }

    @Test
    void anAttemptGivenUpIsNotTakenForANewLink() throws IOException {
        try (Party one = Party.node(1);
                Party two = Party.node(2)) {
            two.reach(7, "127.0.0.1:1");
            long voided = two.ask(() -> two.network.stats().dials());
            one.reach(two);
            one.checkEcho(one.await(Party.Opened.class).link(), "a");
            try (RawPeer late = RawPeer.connect(one)) {
                Hello hello = new Hello(1, 1, "lab", two.peer(), "", 1, voided);
                late.write(new ByteWriter().bytes(hello.encode()).copy());
                Greeting.Refused answer = (Greeting.Refused) Greeting.decode(late.readFrame());
                assertEquals(Refusal.Reason.DUPLICATE, answer.refusal().reason());
            }
            assertEquals(1, one.ask(() -> one.network.stats().linksOpen()));
        }
    }

    @Test
    void aNewerLinkOfANodeReplacesTheOlderOne() throws IOException {
        try (Party one = Party.node(1);
                RawPeer old = RawPeer.connect(one);
                RawPeer fresh = RawPeer.connect(one)) {
            hello(old, 5, 1);
            Link first = one.await(Party.Opened.class).link();
            hello(fresh, 5, 2);
            Link second = one.await(Party.Opened.class).link();
            assertEquals(first, one.await(Party.Closed.class).link());
            assertEquals(null, old.readFrame());
            one.send(second, Bytes.utf8("go on"));
            assertEquals("go on", fresh.readFrame().utf8());
        }
    }

    private static void hello(RawPeer peer, int id, long dial) throws IOException {
        Hello hello = new Hello(1, 1, "lab", new Peer.Node(new NodeId(id), 1), "", 1, dial);
        peer.write(new ByteWriter().bytes(hello.encode()).copy());
        assertTrue(Greeting.decode(peer.readFrame()) instanceof Greeting.Said);
    }

    @Test
    void aClientLearnsThatTheClusterIsAnother() {
        try (Party one = Party.node(1);
                Party client = new Party(TcpOptions.client("prod", 9, "lost"), LoopOptions.Transport.AUTO)) {
            client.reach(one);
            Party.Refused refused = client.await(Party.Refused.class);
            assertEquals(new NodeId(1), refused.node());
            assertEquals(IthacaException.Code.WRONG_CLUSTER, refused.why().code());
            assertTrue(
                    refused.why().getMessage().contains("'lab'"), refused.why().getMessage());
        }
    }

    @Test
    void aClientThatNamesNoClusterTakesAny() {
        try (Party one = Party.node(1);
                Party client = new Party(TcpOptions.client("", 9, "guest"), LoopOptions.Transport.AUTO)) {
            client.reach(one);
            client.checkEcho(client.await(Party.Opened.class).link(), "x");
        }
    }

    @Test
    void aNodeLearnsThatAnotherLivesAtTheAddress() {
        try (Party one = Party.node(1);
                Party two = Party.node(2)) {
            two.reach(3, one.network.address());
            Party.Refused refused = two.await(Party.Refused.class);
            assertEquals(IthacaException.Code.CONFLICT, refused.why().code());
        }
    }

    @Test
    void twoNodesOfOneIdentityDoNotLink() {
        try (Party one = Party.node(1);
                Party impostor = Party.node(1)) {
            impostor.reach(2, one.network.address());
            assertEquals(
                    IthacaException.Code.CONFLICT,
                    impostor.await(Party.Refused.class).why().code());
        }
    }

    @Test
    void oneLinkTooManyIsRefused() {
        TcpOptions options = Party.nodeOptions(1).withLimits(TcpLimits.DEFAULT.withMaxLinks(1));
        try (Party one = new Party(options, LoopOptions.Transport.AUTO);
                Party first = Party.client(1);
                Party second = Party.client(2)) {
            first.reach(one);
            Link link = first.await(Party.Opened.class).link();
            second.reach(one);
            assertEquals(
                    IthacaException.Code.OVERLOADED,
                    second.await(Party.Refused.class).why().code());
            first.checkEcho(link, "still");
            first.loop.execute(() -> first.network.forget(new NodeId(1)));
            second.checkEcho(second.await(Party.Opened.class).link(), "now");
        }
    }

    @Test
    void aClientThatKnowsOneNodeByTwoNamesKeepsOneLink() {
        try (Party one = Party.node(1);
                Party client = Party.client(5)) {
            client.reach(900, one.network.address());
            Link link = client.await(Party.Opened.class).link();
            assertEquals(new Peer.Node(new NodeId(1), 1), link.peer());
            client.reach(901, one.network.address());
            client.reach(1, one.network.address());
            client.loop.execute(() -> client.network.forget(new NodeId(900)));
            client.checkEcho(link, "kept");
            assertEquals(1, client.ask(() -> client.network.stats().linksOpen()));
            client.loop.execute(() -> {
                client.network.forget(new NodeId(901));
                client.network.forget(new NodeId(1));
            });
            assertEquals(link, client.await(Party.Closed.class).link());
        }
    }

    @Test
    void aPeerThatDoesNotReadIsCutOff() throws IOException {
        TcpOptions options = Party.nodeOptions(1).withLimits(TcpLimits.DEFAULT.withMaxQueued(20 << 20));
        try (Party one = new Party(options, LoopOptions.Transport.AUTO);
                RawPeer deaf = RawPeer.connect(one);
                Party friend = Party.client(8)) {
            hello(deaf, 5, 1);
            Link link = one.await(Party.Opened.class).link();
            friend.reach(one);
            Link good = friend.await(Party.Opened.class).link();
            Bytes frame = TcpNetworkTest.frame(new SplitMix(9), 1 << 20);
            List<Link> closed = List.of();
            for (int i = 0; i < 60 && closed.isEmpty(); i++) {
                one.send(link, frame);
                assertTrue(one.ask(link::queuedBytes) <= 21 << 20);
            }
            assertEquals(link, one.await(Party.Closed.class).link());
            friend.checkEcho(good, "unharmed");
        }
    }

    @Test
    void forgettingClosesAndStopsTrying() {
        try (Party one = Party.node(1);
                Party two = Party.node(2)) {
            two.reach(one);
            Link link = two.await(Party.Opened.class).link();
            two.loop.execute(() -> two.network.forget(new NodeId(1)));
            assertEquals(link, two.await(Party.Closed.class).link());
            one.await(Party.Closed.class);
            assertEquals(1, two.ask(() -> two.network.stats().dials()));
        }
    }

    @Test
    void framesSentBeforeCloseStillArrive() {
        try (Party one = Party.node(1);
                Party two = Party.node(2)) {
            two.reach(one);
            Link link = two.await(Party.Opened.class).link();
            two.loop.execute(() -> {
                for (int i = 0; i < 100; i++) {
                    link.send(Bytes.utf8("f"), Bytes.wrap(new byte[100_000]));
                }
                two.network.forget(new NodeId(1));
                link.send(Bytes.utf8("never"), Bytes.EMPTY);
            });
            one.await(Party.Closed.class);
            assertEquals(
                    100,
                    one.seen.stream().filter(Party.Received.class::isInstance).count());
        }
    }
}
