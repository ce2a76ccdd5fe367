package org.ithaca.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.Link;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.ithaca.base.SplitMix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TcpNetworkTest {
    @Test
    void bothEndsLearnWhoTheOtherIs() {
        try (Party one = Party.node(1);
                Party client = Party.client(77)) {
            client.reach(one);
            Link up = client.await(Party.Opened.class).link();
            Link down = one.await(Party.Opened.class).link();
            assertEquals(new Peer.Node(new NodeId(1), 1), up.peer());
            assertEquals(new Peer.Client(77, "client-77"), down.peer());
            client.checkEcho(up, "hello");
        }
    }

    @ParameterizedTest
    @EnumSource(LoopOptions.Transport.class)
    void framesOfAllSizesArriveWholeAndInOrder(LoopOptions.Transport transport) {
        int max = 1 << 20;
        TcpLimits limits = TcpLimits.DEFAULT.withMaxFrame(max);
        try (Party one = new Party(Party.nodeOptions(1).withLimits(limits), transport);
                Party two = new Party(Party.nodeOptions(2).withLimits(limits), transport)) {
            two.reach(one);
            Link link = two.await(Party.Opened.class).link();
            List<Bytes> sent = new ArrayList<>();
            SplitMix random = new SplitMix(7);
            for (int size : new int[] {0, 1, 2, 3, 4, 5, 4091, 4092, 4093, 65531, 65532, 65533, 262144, max - 1, max}) {
                sent.add(frame(random, size));
            }
            for (int i = 0; i < 300; i++) {
                sent.add(frame(random, random.below(1 << random.below(17))));
            }
            two.loop.execute(() -> {
                for (Bytes frame : sent) {
                    int cut = random.below(frame.length() + 1);
                    link.send(frame.slice(0, cut), frame.slice(cut, frame.length() - cut));
                }
            });
            for (Bytes frame : sent) {
                assertEquals(frame, one.await(Party.Received.class).frame());
            }
        }
    }

    /// Frames of all sizes come in; some are held while others take the room of those that are not.
    @ParameterizedTest
    @EnumSource(LoopOptions.Transport.class)
    void whatIsHeldStaysAsItCame(LoopOptions.Transport transport) {
        Holder holder = new Holder();
        SplitMix random = new SplitMix(17);
        List<Bytes> sent = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            sent.add(frame(random, random.below(random.oneIn(4) ? 400_000 : 20_000)));
        }
        sent.add(frame(random, 9 << 20));
        try (NodeLoop loop = NodeLoop.start(LoopOptions.named("holder").withTransport(transport));
                TcpNetwork network = new TcpNetwork(loop, Party.nodeOptions(1));
                Party two = new Party(Party.nodeOptions(2), transport)) {
            network.start(holder);
            two.reach(1, network.address());
            Link link = two.await(Party.Opened.class).link();
            sent.forEach(frame -> two.send(link, frame));
            two.send(link, Bytes.utf8("back"));
            List<Bytes> returned = new ArrayList<>();
            while (returned.size() < sent.size()) {
                returned.add(two.await(Party.Received.class).frame());
            }
            assertEquals(sent, returned);
        }
    }

    /// Holds every frame until it is asked to send them back.
    private static final class Holder implements org.ithaca.base.Network.Listener {
        private final List<Bytes> held = new ArrayList<>();

        @Override
        public boolean takesPooled() {
            return true;
        }

        @Override
        public void opened(Link link) {}

        @Override
        public void received(Link link, Bytes frame) {
            if (!frame.equals(Bytes.utf8("back"))) {
                held.add(frame.retain());
                return;
            }
            for (Bytes each : held) {
                link.send(Bytes.EMPTY, each);
                each.release();
            }
        }

        @Override
        public void closed(Link link) {}

        @Override
        public void turnEnded() {}
    }

    @Test
    void theLargestFrameAllowedArrives() {
        try (Party one = Party.node(1);
                Party two = Party.node(2)) {
            two.reach(one);
            Link link = two.await(Party.Opened.class).link();
            Bytes frame = frame(new SplitMix(3), TcpLimits.DEFAULT.maxFrame());
            two.send(link, frame);
            assertEquals(frame, one.await(Party.Received.class).frame());
        }
    }

    @Test
    void thousandsOfFramesOverSeveralLinks() {
        try (Party hub = Party.node(1);
                Party two = Party.node(2);
                Party three = Party.node(3);
                Party client = Party.client(4)) {
            List<Party> others = List.of(two, three, client);
            for (Party other : others) {
                other.reach(hub);
                Link link = other.await(Party.Opened.class).link();
                other.loop.execute(() -> {
                    for (int i = 0; i < 5000; i++) {
                        link.send(Bytes.utf8("E"), Bytes.utf8(Integer.toString(i)));
                    }
                });
            }
            for (Party other : others) {
                for (int i = 0; i < 5000; i++) {
                    assertEquals(
                            "e" + i, other.await(Party.Received.class).frame().utf8());
                }
            }
            assertTrue(hub.ask(() -> hub.turns) < 15_000, "frames that arrive together share a turn");
        }
    }

    @Test
    void aPeerThatComesBackIsFoundAgain() {
        try (Party two = Party.node(2)) {
            String address;
            try (Party one = Party.node(1)) {
                address = one.network.address();
                two.reach(one);
                two.checkEcho(two.await(Party.Opened.class).link(), "a");
            }
            two.await(Party.Closed.class);
            TcpOptions again = TcpOptions.node("lab", new NodeId(1), 2, address);
            try (Party one = new Party(again, LoopOptions.Transport.AUTO)) {
                Link link = two.await(Party.Opened.class).link();
                assertEquals(new Peer.Node(new NodeId(1), 2), link.peer());
                two.checkEcho(link, "b");
                assertEquals(1, one.ask(() -> one.network.stats().linksOpen()));
            }
        }
    }

    static Bytes frame(SplitMix random, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) random.nextLong();
        }
        if (size > 0) {
            bytes[0] = 'f';
        }
        return Bytes.wrap(bytes);
    }
}
