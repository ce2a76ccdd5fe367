package org.ithaca.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.Link;
import org.ithaca.base.MalformedException;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a stranger sends, it is turned away for the right reason, and the good link beside it goes on.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileInputTest {
    private static final NodeId STRANGE_NODE = new NodeId(66);
    private static final long STRANGE_CLIENT = 666;
    private static final int POISON = 'P';
    private static final int FRAME_MILLIS = 900;

    /// What a stranger does, and what must come of it.
    ///
    /// @param bytes what it sends, after a proper hello if `greeted`
    /// @param told whether it gets a refusal frame
    record Case(String name, boolean greeted, Bytes bytes, Refusal.Reason reason, boolean told) {
        @Override
        public String toString() {
            return name + " -> " + reason;
        }
    }

    private Party node;
    private Party friend;
    private Link link;
    private int echoes;

    @BeforeAll
    void start() {
        TcpOptions options = Party.nodeOptions(1)
                .withLimits(TcpLimits.DEFAULT
                        .withHelloMillis(400)
                        .withFrameMillis(FRAME_MILLIS)
                        .withMaxFrame(1 << 16))
                .withAdmission((peer, address) -> !peer.equals(new Peer.Node(STRANGE_NODE, 1))
                        && !(peer instanceof Peer.Client client && client.id() == STRANGE_CLIENT));
        node = new Party(options, LoopOptions.Transport.AUTO) {
            @Override
            public void received(Link from, Bytes frame) {
                if (!frame.isEmpty() && frame.get(0) == POISON) {
                    throw new MalformedException("poison");
                }
                super.received(from, frame);
            }
        };
        friend = Party.client(1);
        friend.reach(node);
        link = friend.await(Party.Opened.class).link();
    }

    @AfterAll
    void stop() {
        friend.close();
        node.close();
    }

    static Stream<Case> cases() {
        return Stream.of(strangers(), hellos(), frames()).flatMap(List::stream);
    }

    private static List<Case> strangers() {
        byte[] zeros = new byte[64];
        byte[] random = new byte[4096];
        java.util.Arrays.fill(random, (byte) 0xA7);
        byte[] tls = new byte[300];
        tls[0] = 0x16;
        tls[1] = 3;
        return List.of(
                dropped("garbage", Bytes.wrap(random)),
                dropped("zeros", Bytes.wrap(zeros)),
                dropped("HTTP GET", Bytes.utf8("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")),
                dropped("HTTP POST", Bytes.utf8("POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n")),
                dropped("HTTP/2 preface", Bytes.utf8("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")),
                dropped("SSH", Bytes.utf8("SSH-2.0-OpenSSH_9.6\r\n")),
                dropped("TLS to a plain port", Bytes.wrap(tls)),
                dropped(
                        "a length of 2 GiB",
                        new ByteWriter().i32(Integer.MAX_VALUE).copy()),
                dropped("a negative length", new ByteWriter().i32(-1).copy()),
                dropped("a length of one", new ByteWriter().i32(1).u8(0).copy()),
                dropped(
                        "just above the largest hello",
                        new ByteWriter().i32(4097).copy()),
                dropped(
                        "a frame of someone else",
                        framed(new ByteWriter().u8(0x30).u8(1).i32(Hello.MAGIC).i64(0))),
                dropped(
                        "a wrong magic",
                        framed(new ByteWriter().u8(0).u8(1).i32(0x12345678).i64(0))),
                slow("silence", Bytes.EMPTY),
                slow("half a length", Bytes.wrap(new byte[2])),
                slow("a length and silence", new ByteWriter().i32(100).copy()),
                slow("half a hello", hello("lab").slice(0, 30)));
    }

    private static List<Case> hellos() {
        return List.of(
                told("an unknown kind", raw(9, 1, 1, "lab", 1, 5, ""), Refusal.Reason.MALFORMED),
                told("too new a version", raw(1, 2, 9, "lab", 1, 5, ""), Refusal.Reason.WRONG_VERSION),
                told("too old a version", raw(1, 0, 0, "lab", 1, 5, ""), Refusal.Reason.WRONG_VERSION),
                told("a version whose rest looks different", strangeVersion(), Refusal.Reason.WRONG_VERSION),
                told("a node of another cluster", raw(1, 1, 1, "prod", 1, 5, ""), Refusal.Reason.WRONG_CLUSTER),
                told("a client of another cluster", raw(1, 1, 1, "prod", 2, 5, ""), Refusal.Reason.WRONG_CLUSTER),
                told("a node of no cluster", raw(1, 1, 1, "", 1, 5, ""), Refusal.Reason.WRONG_CLUSTER),
                told("an unknown role", raw(1, 1, 1, "lab", 7, 5, ""), Refusal.Reason.MALFORMED),
                told("a node id too large", raw(1, 1, 1, "lab", 1, 70_000, ""), Refusal.Reason.MALFORMED),
                told("a negative node id", raw(1, 1, 1, "lab", 1, -1, ""), Refusal.Reason.MALFORMED),
                told("bytes after the hello", raw(1, 1, 1, "lab", 2, 5, "more"), Refusal.Reason.MALFORMED),
                told("a hello cut short", cutShort(), Refusal.Reason.MALFORMED),
                told("a name longer than the frame", nameOf(1 << 30), Refusal.Reason.MALFORMED),
                told("a name of negative length", nameOf(-5), Refusal.Reason.MALFORMED),
                told("our own identity", raw(1, 1, 1, "lab", 1, 1, ""), Refusal.Reason.WRONG_NODE),
                told(
                        "looking for another node",
                        framed(new Hello(1, 1, "lab", new Peer.Node(new NodeId(7), 1), "", 9, 1)),
                        Refusal.Reason.WRONG_NODE),
                told("an unknown node", raw(1, 1, 1, "lab", 1, 66, ""), Refusal.Reason.NOT_ADMITTED),
                told("an unknown client", raw(1, 1, 1, "lab", 2, 666, ""), Refusal.Reason.NOT_ADMITTED));
    }

    private static List<Case> frames() {
        return List.of(
                stalled("half a length", Bytes.wrap(new byte[2])),
                stalled("a length and silence", new ByteWriter().i32(100).copy()),
                stalled(
                        "half a small frame",
                        new ByteWriter().i32(100).raw(Bytes.utf8("half")).copy()),
                stalled(
                        "half a large frame",
                        new ByteWriter()
                                .i32(1 << 16)
                                .raw(Bytes.wrap(new byte[1 << 15]))
                                .copy()),
                greeted(
                        "a frame just too large",
                        new ByteWriter().i32((1 << 16) + 1).copy(),
                        Refusal.Reason.TOO_LARGE),
                greeted("a frame of 4 GiB", new ByteWriter().i32(-1).copy(), Refusal.Reason.TOO_LARGE),
                greeted("HTTP after the hello", Bytes.utf8("GET / HTTP/1.1\r\n\r\n"), Refusal.Reason.TOO_LARGE),
                greeted("a second hello", hello("lab"), Refusal.Reason.MALFORMED),
                greeted("a strange frame of ours", framed(new ByteWriter().u8(0).u8(3)), Refusal.Reason.MALFORMED),
                greeted("a frame the core cannot read", framed(new ByteWriter().u8(POISON)), Refusal.Reason.MALFORMED));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isTurnedAway(Case hostile) throws IOException {
        long before = count(hostile.reason());
        try (RawPeer peer = RawPeer.connect(node)) {
            if (hostile.greeted()) {
                peer.write(hello("lab"));
                assertTrue(Greeting.decode(peer.readFrame()) instanceof Greeting.Said);
            }
            peer.write(hostile.bytes());
            Bytes answer = peer.readFrame();
            if (hostile.told()) {
                Greeting.Refused refused = (Greeting.Refused) Greeting.decode(answer);
                assertEquals(hostile.reason(), refused.refusal().reason());
                assertNull(peer.readFrame());
            } else {
                assertNull(answer);
            }
        }
        assertEquals(before + 1, count(hostile.reason()));
        assertTimeoutPreemptively(Party.PATIENCE, this::noMemoryIsHeld);
        goodLinkGoesOn();
    }

    private void noMemoryIsHeld() throws InterruptedException {
        while (node.ask(() -> node.loop.blocks().blockBytes()) > 0) {
            Thread.sleep(1);
        }
    }

    @Test
    void aHelloInSingleBytesIsWelcome() throws IOException {
        try (RawPeer peer = RawPeer.connect(node)) {
            Bytes hello = hello("lab");
            for (int i = 0; i < hello.length(); i++) {
                peer.write(hello.slice(i, 1));
            }
            assertTrue(Greeting.decode(peer.readFrame()) instanceof Greeting.Said);
        }
        goodLinkGoesOn();
    }

    /// It takes three times as long as a frame may wait for its next byte.
    @Test
    void aSlowFrameIsWelcomeAsLongAsItGoesOn() throws Exception {
        try (RawPeer peer = RawPeer.connect(node)) {
            peer.write(hello("lab"));
            peer.readFrame();
            Bytes slow = framed(Bytes.utf8("Eslow"));
            for (int i = 0; i < slow.length(); i++) {
                Thread.sleep(FRAME_MILLIS / 3);
                peer.write(slow.slice(i, 1));
            }
            assertEquals("eslow", peer.readFrame().utf8());
        }
        goodLinkGoesOn();
    }

    @Test
    void aHelloAndFramesInOneWriteAreWelcome() throws IOException {
        try (RawPeer peer = RawPeer.connect(node)) {
            ByteWriter out = new ByteWriter().raw(hello("lab"));
            out.bytes(Bytes.utf8("Eone")).bytes(Bytes.utf8("Etwo"));
            peer.write(out.copy());
            assertTrue(Greeting.decode(peer.readFrame()) instanceof Greeting.Said);
            assertEquals("eone", peer.readFrame().utf8());
            assertEquals("etwo", peer.readFrame().utf8());
        }
        goodLinkGoesOn();
    }

    @Test
    void whoeverLeavesInTheMiddleCostsNothing() throws IOException {
        for (int cut : new int[] {0, 3, 4, 10, 40}) {
            try (RawPeer peer = RawPeer.connect(node)) {
                peer.write(hello("lab").slice(0, cut));
            }
            try (RawPeer peer = RawPeer.connect(node)) {
                peer.write(hello("lab").slice(0, cut));
                peer.reset();
            }
        }
        goodLinkGoesOn();
    }

    @Test
    void aRefusalAsFirstFrameEndsIt() throws IOException {
        try (RawPeer peer = RawPeer.connect(node)) {
            peer.write(framed(new Refusal(Refusal.Reason.TOO_MANY, "go away").encode()));
            assertNull(peer.readFrame());
        }
        goodLinkGoesOn();
    }

    @Test
    void aRefusalOnAnOpenLinkEndsIt() throws IOException {
        try (RawPeer peer = RawPeer.connect(node)) {
            peer.write(hello("lab"));
            peer.readFrame();
            peer.write(framed(new Refusal(Refusal.Reason.WRONG_CLUSTER, "go away").encode()));
            assertNull(peer.readFrame());
        }
        goodLinkGoesOn();
    }

    private void goodLinkGoesOn() {
        friend.checkEcho(link, "still here " + echoes++);
    }

    private long count(Refusal.Reason reason) {
        return node.ask(() -> node.network.stats().refusals(reason));
    }

    private static Case dropped(String name, Bytes bytes) {
        return new Case(name, false, bytes, Refusal.Reason.NOT_ITHACA, false);
    }

    private static Case slow(String name, Bytes bytes) {
        return new Case(name, false, bytes, Refusal.Reason.TOO_SLOW, false);
    }

    private static Case told(String name, Bytes bytes, Refusal.Reason reason) {
        return new Case(name, false, bytes, reason, true);
    }

    private static Case greeted(String name, Bytes bytes, Refusal.Reason reason) {
        return new Case(name, true, bytes, reason, true);
    }

    private static Case stalled(String name, Bytes bytes) {
        return new Case(name + " after the hello", true, bytes, Refusal.Reason.TOO_SLOW, false);
    }

    /// A client's proper hello with its length.
    private static Bytes hello(String cluster) {
        return framed(new Hello(1, 1, cluster, new Peer.Client(5, "raw"), "", Hello.ANYONE, 1));
    }

    private static Bytes framed(Hello hello) {
        return framed(hello.encode());
    }

    private static Bytes framed(ByteWriter frame) {
        return framed(frame.copy());
    }

    private static Bytes framed(Bytes frame) {
        return new ByteWriter().bytes(frame).copy();
    }

    private static ByteWriter prefix(int kind, int min, int max) {
        return new ByteWriter().u8(0).u8(kind).i32(Hello.MAGIC).u16(min).u16(max);
    }

    private static Bytes raw(int kind, int min, int max, String cluster, int role, long id, String extra) {
        ByteWriter out = prefix(kind, min, max).text(cluster).u8(role).i64(id).i64(1);
        return framed(out.text("").text("").i32(-1).i64(1).raw(Bytes.utf8(extra)));
    }

    private static Bytes strangeVersion() {
        return framed(prefix(1, 3, 4).i64(-1).i64(-1));
    }

    private static Bytes cutShort() {
        return framed(prefix(1, 1, 1).text("lab").u8(1));
    }

    private static Bytes nameOf(int length) {
        return framed(prefix(1, 1, 1).i32(length).u8('x'));
    }

    @Test
    void aHelloIsReadBackAsItWasWritten() {
        Hello hello = new Hello(1, 1, "lab", new Peer.Node(new NodeId(3), -9), "h:1", 4, 12);
        assertEquals(new Greeting.Said(hello), Greeting.decode(hello.encode()));
        assertEquals(Hello.MAGIC, new ByteReader(hello.encode().slice(2, 4)).i32());
    }
}
