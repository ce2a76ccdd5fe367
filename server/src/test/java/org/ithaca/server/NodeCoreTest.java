package org.ithaca.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.Clock;
import org.ithaca.base.Hooks;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.Network;
import org.ithaca.base.NodeId;
import org.ithaca.base.SplitMix;
import org.ithaca.client.Answer;
import org.ithaca.client.ReadLevel;
import org.ithaca.client.Request;
import org.ithaca.cluster.ClusterConfig;
import org.ithaca.cluster.Incarnation;
import org.ithaca.cluster.LogKind;
import org.ithaca.cluster.Member;
import org.ithaca.log.Plan;
import org.ithaca.object.MapOperation;
import org.ithaca.object.ObjectHost;
import org.ithaca.object.ObjectType;
import org.ithaca.quorum.QuorumSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A cluster of one node without threads, and what clients may do to it.
class NodeCoreTest {
    private static final NodeId SELF = new NodeId(0);
    private static final Plan PLAN = new Plan(Plan.Order.LEADER, new QuorumSpec.Majority(), Plan.Spread.STAR, true);

    private final FakeStorage storage = new FakeStorage();
    private final FakeLink link = new FakeLink();
    private long now;
    private long request = 100;
    private NodeCore core = node(new Incarnation(1, 1));

    private NodeCore node(Incarnation incarnation) {
        Clock clock = new Clock() {
            @Override
            public long nanos() {
                return now;
            }

            @Override
            public long wallMillis() {
                return now / 1_000_000;
            }
        };
        Network network = new Network() {
            @Override
            public void reach(NodeId node, String address) {}

            @Override
            public void forget(NodeId node) {}
        };
        ClusterConfig config = ClusterConfig.founder("test", SELF, "n0:1", List.of(Member.at(SELF, "n0:1")))
                .at(incarnation);
        return new NodeCore(
                config, ServiceLimits.DEFAULT, storage, network, clock, new SplitMix(1), Hooks.NONE, notice -> {});
    }

    @BeforeEach
    void start() {
        List<Incarnation> begun = new ArrayList<>();
        Incarnation.begin(storage, 0, begun::add);
        storage.run();
        core = node(begun.getFirst());
        core.opened(link);
        core.start();
        turns(50);
        ask(new Request.CreateLog(1, "raw", LogKind.RAW, PLAN));
        ask(new Request.CreateLog(2, "map", LogKind.OBJECTS, PLAN));
        turns(100);
        assertEquals(2, link.take(Answer.Done.class).size());
    }

    private void turns(int count) {
        for (int i = 0; i < count; i++) {
            core.turnEnded();
            storage.run();
            now += 10_000_000;
            if (core.wakeAtNanos() <= now) {
                core.tick();
            }
        }
    }

    private void ask(Request asked) {
        core.received(link, asked.encode());
    }

    private LogId log(String name) {
        return core.cluster().log(name).orElseThrow().id();
    }

    /// What a client does that means no harm; false if it gets no answer.
    private boolean appends(LogId log) {
        FakeLink good = new FakeLink();
        core.opened(good);
        core.received(good, new Request.Append(++request, log, Runs.open(3)).encode());
        turns(4);
        List<Answer.Range> opened = good.appended();
        if (opened.size() != 1) {
            return false;
        }
        long session = opened.getFirst().position() + 1;
        core.received(good, new Request.Append(++request, log, Runs.data(session, 1, 2)).encode());
        turns(4);
        boolean answered = good.appended().size() == 1;
        core.closed(good);
        return answered;
    }

    @Test
    void anAnswerLeavesInTheTurnThatDelivers() {
        ask(new Request.Append(++request, log("raw"), Runs.open(3)));
        core.turnEnded();
        storage.run();
        core.turnEnded();
        assertEquals(1, link.appended().size());
    }

    @Test
    void aRepeatedAppendFrameIsDropped() {
        Bytes frame = new Request.Append(++request, new LogId(999), Runs.open(3)).encode();
        core.received(link, frame);
        core.received(link, frame);
        assertEquals(List.of(Answer.Reason.LOG_UNKNOWN), link.refused());
    }

    @Test
    void requestsThatMakeNoSenseFail() {
        ask(new Request.AddMember(10, new NodeId(3), "no address"));
        ask(new Request.CreateLog(11, "  ", LogKind.RAW, PLAN));
        ask(new Request.Trim(12, log("map"), 5));
        ask(new Request.Query(13, log("raw"), ReadLevel.STABLE, Bytes.EMPTY));
        ask(new Request.Tail(14, new LogId(999), ReadLevel.STABLE));
        turns(3);
        List<Answer.Failure> failures = link.take(Answer.Failure.class);
        assertEquals(5, failures.size());
        failures.forEach(failure -> assertEquals(IthacaException.Outcome.NOT_DONE, failure.outcome()));
        assertEquals(1, core.layout().members().size());
    }

    @Test
    void aTrimBeyondTheEndSparesWhatComesLater() {
        ask(new Request.Trim(20, log("raw"), Long.MAX_VALUE));
        turns(3);
        assertTrue(appends(log("raw")));
        assertEquals(0, core.cluster().log("raw").orElseThrow().trimmedBelow());
    }

    @Test
    void plansThatFitNobodyAreRefused() {
        int n = 0;
        for (String quorum : List.of(
                "counting(2000000000,2000000000)",
                "grid(65536x65536)",
                "groups(65536x65536)",
                "weighted(1000,1000;1,1)",
                "explicit({0,63};{63})",
                "counting(0,0)")) {
            Bytes frame = new ByteWriter()
                    .u8(0x35)
                    .i64(50)
                    .text("log" + n++)
                    .u8(0)
                    .u8(0)
                    .u8(0)
                    .bool(true)
                    .text(quorum)
                    .copy();
            FakeLink hostile = new FakeLink();
            core.opened(hostile);
            core.received(hostile, frame);
            turns(10);
            assertEquals(0, hostile.take(Answer.Done.class).size(), quorum);
            core.closed(hostile);
        }
        assertTrue(appends(log("raw")));
    }

    @Test
    void hostileFramesCostALinkNeverTheNode() {
        SplitMix random = new SplitMix(42);
        List<Bytes> valid = valid();
        FakeLink hostile = new FakeLink();
        core.opened(hostile);
        for (int i = 0; i < 20_000; i++) {
            byte[] frame = random.below(4) == 0
                    ? noise(random)
                    : mutated(valid.get(random.below(valid.size())).toArray(), random);
            core.received(hostile, Bytes.wrap(frame));
            if (i % 64 == 0) {
                turns(1);
            }
            if (hostile.closed) {
                core.closed(hostile);
                hostile = new FakeLink();
                core.opened(hostile);
            }
            hostile.answers.clear();
        }
        turns(20);
        assertFalse(link.closed);
        assertTrue(appends(log("raw")));
        assertTrue(appends(log("map")));
    }

    private List<Bytes> valid() {
        LogId raw = log("raw");
        LogId map = log("map");
        Bytes put = ObjectHost.address(
                ObjectType.MAP, "m", new MapOperation.Put(Bytes.utf8("k"), Bytes.utf8("v")).encode());
        Bytes scan = ObjectHost.address(ObjectType.MAP, "m", new MapOperation.Scan(null, 10).encode());
        List<Request> requests = List.of(
                new Request.Subscribe(1),
                new Request.Append(1L << 40, raw, Runs.both(Runs.open(3), Runs.data(1, 1, 3))),
                new Request.Append(1L << 41, map, Runs.both(Runs.open(4), Runs.of(1, 1, put, put))),
                new Request.Read(3, raw, 0, 10, 1000, 100, ReadLevel.STABLE),
                new Request.Read(4, raw, 0, Integer.MAX_VALUE, Integer.MAX_VALUE, 0, ReadLevel.LINEARIZABLE),
                new Request.Tail(5, raw, ReadLevel.LINEARIZABLE),
                new Request.Query(6, map, ReadLevel.STABLE, scan),
                new Request.CreateLog(7, "raw", LogKind.RAW, PLAN),
                new Request.ChangePlan(8, raw, PLAN),
                new Request.Trim(10, raw, 0),
                new Request.Status(11));
        return requests.stream().map(Request::encode).toList();
    }

    private static byte[] noise(SplitMix random) {
        byte[] frame = new byte[random.below(60)];
        for (int i = 0; i < frame.length; i++) {
            frame[i] = (byte) random.below(256);
        }
        if (frame.length > 0 && random.below(2) == 0) {
            frame[0] = (byte) (0x30 + random.below(16));
        }
        return frame;
    }

    private static byte[] mutated(byte[] frame, SplitMix random) {
        for (int i = random.below(4); i > 0; i--) {
            int at = random.below(frame.length);
            frame[at] = (byte) (random.below(2) == 0 ? random.below(256) : frame[at] ^ 1 << random.below(8));
        }
        int length = random.below(8) == 0 ? random.below(frame.length + 1) : frame.length;
        return java.util.Arrays.copyOf(frame, length);
    }
}
