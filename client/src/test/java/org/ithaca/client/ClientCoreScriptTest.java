package org.ithaca.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ithaca.base.Bytes;
import org.ithaca.base.Clock;
import org.ithaca.base.Hooks;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Link;
import org.ithaca.base.LogId;
import org.ithaca.base.Network;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.ithaca.cluster.EpochInfo;
import org.ithaca.cluster.Layout;
import org.ithaca.cluster.LogChain;
import org.ithaca.cluster.LogKind;
import org.ithaca.cluster.Member;
import org.ithaca.log.Level;
import org.ithaca.log.Plan;
import org.ithaca.log.RunKind;
import org.ithaca.log.RunReader;
import org.ithaca.log.RunWriter;
import org.ithaca.quorum.QuorumSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Single steps: what the client sends in answer to what.
class ClientCoreScriptTest {
    private static final LogId LOG = new LogId(0);
    private static final long MILLI = 1_000_000L;
    private static final long SESSION = 101;

    private final List<String> sent = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final List<String> reached = new ArrayList<>();
    private final Node first = new Node(1);
    private final Node second = new Node(2);
    private long now = 1_000 * MILLI;
    private long lastRequest;
    private ClientCore core;

    /// The client's link to a node; notes what it is sent.
    private final class Node implements Link {
        private final NodeId id;

        Node(int id) {
            this.id = new NodeId(id);
        }

        @Override
        public Peer peer() {
            return new Peer.Node(id, 1);
        }

        @Override
        public void send(Bytes head, List<Bytes> body) {
            Request request = Request.decode(Bytes.join(head, body));
            lastRequest = request.request();
            sent.add(id + " " + describe(request));
        }

        @Override
        public long queuedBytes() {
            return 0;
        }

        @Override
        public void close(String reason) {
            sent.add(id + " closed");
        }
    }

    private static String describe(Request request) {
        if (request instanceof Request.Append append) {
            RunReader reader = new RunReader(append.runs());
            assertTrue(reader.next());
            boolean open = reader.run().kind() == RunKind.OPEN;
            return open
                    ? "open"
                    : reader.run().session() + ":" + reader.run().firstSequence() + "-"
                            + reader.run().lastSequence() + " acked "
                            + reader.run().ackedThrough();
        }
        return request.getClass().getSimpleName();
    }

    private final class Heard implements AppendListener {
        private final String name;

        Heard(String name) {
            this.name = name;
        }

        @Override
        public void appended(int index, int count, long position, List<Bytes> results) {
            heard.add(name + "[" + index + "+" + count + "] at " + position);
        }

        @Override
        public void failed(IthacaException error) {
            heard.add(name + " " + error.outcome() + " " + error.code());
        }

        @Override
        public void released() {
            heard.add(name + " released");
        }
    }

    @BeforeEach
    void connect() {
        Network network = new Network() {
            @Override
            public void reach(NodeId node, String address) {
                reached.add(node + "=" + address);
            }

            @Override
            public void forget(NodeId node) {
                reached.add("not " + node);
            }
        };
        Clock clock = new Clock() {
            @Override
            public long nanos() {
                return now;
            }

            @Override
            public long wallMillis() {
                return 0;
            }
        };
        core = new ClientCore(ClientOptions.of("a:1, b:2"), 0, network, clock, Hooks.NONE, layout -> {});
        core.start();
        core.opened(first);
        core.opened(second);
        layout(1, first, second);
        core.turnEnded();
        sent.clear();
    }

    private void layout(long version, Node... ranks) {
        List<NodeId> ids = List.of(ranks).stream().map(node -> node.id).toList();
        List<Member> members =
                ids.stream().map(id -> Member.at(id, "h" + id + ":1")).toList();
        List<Long> incarnations = ids.stream().map(id -> 1L).toList();
        Plan plan = new Plan(Plan.Order.LEADER, QuorumSpec.parse("majority"), Plan.Spread.STAR, true);
        EpochInfo epoch = new EpochInfo((int) version, 0, EpochInfo.OPEN, plan, ids, incarnations);
        LogChain chain = new LogChain(LOG, "log", LogKind.RAW, 0, List.of(epoch));
        Layout layout = new Layout(version, "c", members, List.of(), ids, true, 1, List.of(chain));
        answer(second, new Answer.LayoutPush(layout.encode()));
    }

    private void answer(Node from, Answer answer) {
        core.received(from, answer.encode());
        core.turnEnded();
    }

    private void appended(Node from, long session, long sequence, int count, long position) {
        answer(from, new Answer.Appended(LOG, List.of(new Answer.Range(session, sequence, count, position))));
    }

    private void refused(Node from, long request, long sequence, Answer.Reason reason, long expected) {
        answer(from, new Answer.Refused(request, LOG, SESSION, sequence, reason, expected, null));
    }

    private void append(String name, int count) {
        RunWriter writer = new RunWriter(8);
        for (int i = 0; i < count; i++) {
            writer.add(Bytes.utf8(name));
        }
        long deadline = now + 5_000 * MILLI;
        core.append(LOG, new AppendRun(writer, Level.DURABLE, deadline, new Heard(name)));
        core.turnEnded();
    }

    private void pass(long millis) {
        now += millis * MILLI;
        core.tick();
        core.turnEnded();
    }

    private void openSession() {
        append("a", 2);
        assertEquals(List.of("n1 open"), taken(sent));
        appended(first, 0, lastRequest, 1, SESSION - 1);
        assertEquals(List.of("n1 101:1-2 acked 0"), taken(sent));
    }

    private static List<String> taken(List<String> list) {
        List<String> copy = List.copyOf(list);
        list.clear();
        return copy;
    }

    @Test
    void aSessionIsOpenedAndRunsFollowWithoutWaiting() {
        openSession();
        append("b", 3);
        assertEquals(List.of("n1 101:3-5 acked 0"), taken(sent));
        appended(first, SESSION, 1, 5, 700);
        assertEquals(List.of("a[0+2] at 700", "b[0+3] at 702", "a released", "b released"), taken(heard));
        append("c", 1);
        assertEquals(List.of("n1 101:6-6 acked 5"), taken(sent));
    }

    @Test
    void anAnswerInPartsCompletesEachEntryOnce() {
        openSession();
        append("b", 3);
        appended(first, SESSION, 4, 2, 710);
        appended(first, SESSION, 3, 2, 709);
        appended(first, SESSION, 3, 3, 709);
        assertEquals(List.of("b[1+2] at 710", "b[0+1] at 709"), taken(heard));
        appended(first, SESSION, 1, 2, 700);
        assertEquals(List.of("a[0+2] at 700", "a released", "b released"), taken(heard));
    }

    @Test
    void anotherWriterGetsTheSameSequencesAtOnce() {
        openSession();
        append("b", 1);
        taken(sent);
        layout(2, second, first);
        assertEquals(List.of("n2 101:1-2 acked 0", "n2 101:3-3 acked 0"), taken(sent));
    }

    @Test
    void aLostLinkAsksEveryoneForTheLayoutEveryTwentyMillis() {
        openSession();
        core.closed(first);
        pass(20);
        assertEquals(List.of("n2 Subscribe"), taken(sent));
        pass(10);
        assertEquals(List.of(), taken(sent));
        pass(10);
        assertEquals(List.of("n2 Subscribe"), taken(sent));
        core.opened(first);
        core.turnEnded();
        assertEquals(List.of("n1 Subscribe", "n1 101:1-2 acked 0"), taken(sent));
    }

    @Test
    void aRefusedTailGivesItsSequencesBack() {
        openSession();
        long request = lastRequest;
        append("b", 1);
        refused(first, lastRequest, 3, Answer.Reason.WINDOW_FULL, 0);
        refused(first, request, 1, Answer.Reason.WINDOW_FULL, 0);
        taken(sent);
        pass(6_000);
        assertEquals(List.of("a NOT_DONE TIMEOUT", "a released", "b NOT_DONE TIMEOUT", "b released"), taken(heard));
        append("c", 1);
        assertEquals(List.of("n1 101:1-1 acked 0"), taken(sent));
    }

    @Test
    void aLogThatIsGoneIsSaidAtOnce() {
        openSession();
        append("b", 1);
        List<NodeId> ids = List.of(first.id);
        Layout without = new Layout(
                9, "c", List.of(Member.at(first.id, "h1:1")), List.of(), ids, true, LOG.value() + 2, List.of());
        answer(second, new Answer.LayoutPush(without.encode()));
        assertEquals(List.of("a UNKNOWN NOT_FOUND", "a released", "b UNKNOWN NOT_FOUND", "b released"), taken(heard));
        append("c", 1);
        assertEquals(List.of("c NOT_DONE NOT_FOUND", "c released"), taken(heard));
    }

    @Test
    void aFullDiskIsSaidOnceTheAppendIsDue() {
        openSession();
        refused(first, lastRequest, 1, Answer.Reason.DISK_FULL, 0);
        pass(6_000);
        assertEquals(List.of("a NOT_DONE DISK_FULL", "a released"), taken(heard));
    }

    @Test
    void aCopyThatWasNotRefusedMakesTheOutcomeUnknownAndIsSentOn() {
        openSession();
        long request = lastRequest;
        pass(1_000);
        assertEquals(List.of("n1 101:1-2 acked 0", "n1 Subscribe", "n2 Subscribe"), taken(sent));
        refused(first, request, 1, Answer.Reason.WINDOW_FULL, 0);
        pass(4_500);
        assertEquals(List.of("a UNKNOWN TIMEOUT"), taken(heard));
        append("b", 1);
        assertTrue(taken(sent).contains("n1 101:3-3 acked 0"));
        appended(first, SESSION, 1, 2, 700);
        assertEquals(List.of("a[0+2] at 700", "a released"), taken(heard));
    }

    @Test
    void aGapGoesBackToWhatIsMissing() {
        openSession();
        append("b", 1);
        append("c", 1);
        taken(sent);
        refused(first, lastRequest, 4, Answer.Reason.GAP, 3);
        pass(1);
        assertEquals(List.of("n1 101:3-3 acked 0", "n1 101:4-4 acked 0"), taken(sent));
    }

    @Test
    void aForgottenSessionIsReplacedOnceEveryCopyIsRefused() {
        openSession();
        long request = lastRequest;
        append("b", 1);
        refused(first, request, 1, Answer.Reason.SESSION_UNKNOWN, 0);
        taken(sent);
        pass(100);
        assertEquals(List.of(), taken(sent));
        refused(first, lastRequest, 3, Answer.Reason.SESSION_UNKNOWN, 0);
        pass(10);
        assertEquals(List.of("n1 open"), taken(sent));
        appended(first, 0, lastRequest, 1, 500);
        assertEquals(List.of("n1 501:1-2 acked 0", "n1 501:3-3 acked 0"), taken(sent));
        assertEquals(List.of(), heard);
    }

    @Test
    void aForgottenSessionLeavesWhatIsNotRefusedUnknown() {
        openSession();
        append("b", 1);
        refused(first, lastRequest, 3, Answer.Reason.SESSION_UNKNOWN, 0);
        pass(1_000);
        assertEquals(List.of("a UNKNOWN SESSION_EXPIRED", "a released"), taken(heard));
        assertTrue(taken(sent).contains("n1 open"));
    }

    @Test
    void aWriterNamedByARefusalIsTriedAtOnce() {
        openSession();
        NodeId writer = new NodeId(2);
        answer(first, new Answer.Refused(lastRequest, LOG, SESSION, 1, Answer.Reason.NOT_WRITER, 0, writer));
        assertTrue(taken(sent).contains("n2 101:1-2 acked 0"));
    }

    @Test
    void aReadGoesElsewhereWhenItsNodeFallsSilent() {
        Call call = Call.reading(
                LOG,
                1_000 * MILLI,
                now + 5_000 * MILLI,
                request -> new Request.Tail(request, LOG, ReadLevel.STABLE),
                answer -> heard.add(answer.getClass().getSimpleName()),
                error -> heard.add(error.outcome() + " " + error.code()));
        core.call(call);
        core.turnEnded();
        assertEquals(List.of("n1 Tail"), taken(sent));
        pass(1_000);
        assertEquals(List.of("n2 Tail"), taken(sent));
        answer(second, new Answer.TailAt(lastRequest, 9));
        answer(second, new Answer.TailAt(lastRequest, 9));
        assertEquals(List.of("TailAt"), taken(heard));
    }

    @Test
    void closingTellsWhatIsKnown() {
        openSession();
        core.closed(first);
        append("b", 1);
        core.close();
        append("c", 1);
        assertEquals(
                List.of(
                        "b NOT_DONE CLOSED",
                        "b released",
                        "a UNKNOWN CLOSED",
                        "a released",
                        "c NOT_DONE CLOSED",
                        "c released"),
                heard);
    }

    @Test
    void garbageCostsTheLinkAndMembersAreReached() {
        core.received(first, Bytes.utf8("garbage"));
        assertEquals(List.of("n1 closed"), taken(sent));
        assertEquals(Set.of("n65535=a:1", "n65534=b:2", "n1=hn1:1", "n2=hn2:1"), Set.copyOf(reached));
    }
}
