package org.ithaca.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.Hooks;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Link;
import org.ithaca.base.LogId;
import org.ithaca.base.MalformedException;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.ithaca.base.Position;
import org.ithaca.base.SplitMix;
import org.ithaca.cluster.LogKind;
import org.ithaca.log.Level;
import org.ithaca.log.Plan;
import org.ithaca.log.RunEntries;
import org.ithaca.log.RunHeader;
import org.ithaca.log.RunKind;
import org.ithaca.log.RunWriter;
import org.ithaca.log.SessionLimits;
import org.ithaca.log.SessionTable;
import org.ithaca.quorum.QuorumSpec;
import org.junit.jupiter.api.Test;

class ProtocolTest {
    private static final LogId LOG = new LogId(3);
    private static final Plan PLAN = new Plan(Plan.Order.LEADER, QuorumSpec.parse("majority"), Plan.Spread.STAR, true);

    private static Bytes run(long session, long first, String... entries) {
        RunWriter writer = new RunWriter(16);
        for (String entry : entries) {
            writer.add(Bytes.utf8(entry));
        }
        return writer.run(new RunHeader(session, first, first - 1, Level.ORDERED, RunKind.DATA));
    }

    private static Bytes opening() {
        return new RunWriter(16).add(Bytes.utf8("hidden")).run(RunHeader.open(9, Level.ORDERED));
    }

    private static final List<Request> REQUESTS = List.of(
            new Request.Subscribe(1),
            new Request.Append(2, LOG, run(5, 7, "a", "bb")),
            new Request.Read(3, LOG, 1L << 40, 100, 1 << 20, 500, ReadLevel.LINEARIZABLE),
            new Request.Tail(4, LOG, ReadLevel.STABLE),
            new Request.Query(5, LOG, ReadLevel.LINEARIZABLE, Bytes.utf8("get k")),
            new Request.CreateLog(6, "orders", LogKind.OBJECTS, PLAN),
            new Request.ChangePlan(7, LOG, PLAN),
            new Request.AddMember(8, new NodeId(4), "127.0.0.1:7413"),
            new Request.RemoveMember(9, new NodeId(4)),
            new Request.Trim(10, LOG, 1L << 20),
            new Request.Status(11));

    private static final List<Answer> ANSWERS = List.of(
            new Answer.LayoutPush(Bytes.utf8("layout")),
            new Answer.Appended(
                    LOG,
                    List.of(
                            new Answer.Range(0, 77, 1, 4),
                            new Answer.Range(5, 7, 2, 65_536, List.of(Bytes.utf8("r"), Bytes.EMPTY)),
                            new Answer.Range(5, 9, 3, Answer.Range.FORGOTTEN))),
            new Answer.Refused(2, LOG, 5, 7, Answer.Reason.GAP, 6, null),
            new Answer.Refused(2, LOG, 5, 7, Answer.Reason.NOT_WRITER, 0, new NodeId(2)),
            new Answer.Entries(
                    3,
                    List.of(new Answer.Segment(
                            8, 1, new ByteWriter().bytes(Bytes.utf8("x")).copy())),
                    9,
                    99),
            new Answer.TailAt(4, 5),
            new Answer.Result(5, Bytes.utf8("v")),
            new Answer.Done(6, 3),
            new Answer.StatusReport(11, Bytes.utf8("{}")),
            new Answer.Failure(3, IthacaException.Code.TRIMMED, IthacaException.Outcome.NOT_DONE, "trimmed below 9"));

    @Test
    void everyMessageComesBackAsItWas() {
        REQUESTS.forEach(request -> assertEquals(request, Request.decode(request.encode())));
        ANSWERS.forEach(answer -> assertEquals(answer, Answer.decode(answer.encode())));
    }

    @Test
    void whatIsSentIsWhatEncodeGives() {
        REQUESTS.forEach(request -> {
            Frames frames = new Frames();
            request.send(frames);
            assertEquals(List.of(request.encode()), frames.sent);
        });
        Frames frames = new Frames();
        RunWriter entries = new RunWriter(8).add(Bytes.utf8("a")).add(Bytes.utf8("bb"));
        RunHeader header = new RunHeader(5, 7, 6, Level.ORDERED, RunKind.DATA);
        Request.sendRun(frames, 2, LOG, header, entries);
        assertEquals(REQUESTS.get(1), Request.decode(frames.sent.getFirst()));
    }

    private static final class Frames implements Link {
        final List<Bytes> sent = new ArrayList<>();

        @Override
        public Peer peer() {
            return new Peer.Node(new NodeId(1), 1);
        }

        @Override
        public void send(Bytes head, List<Bytes> body) {
            sent.add(Bytes.join(head, body));
        }

        @Override
        public long queuedBytes() {
            return 0;
        }

        @Override
        public void close(String reason) {}
    }

    @Test
    void everyTruncationIsRefusedOrAMessage() {
        REQUESTS.forEach(request -> truncate(request.encode(), Request::decode));
        ANSWERS.forEach(answer -> truncate(answer.encode(), Answer::decode));
        assertThrows(MalformedException.class, () -> Request.decode(Bytes.EMPTY));
        assertThrows(MalformedException.class, () -> Answer.decode(Bytes.EMPTY));
    }

    private static void truncate(Bytes whole, Function<Bytes, Object> decode) {
        for (int cut = 0; cut < whole.length(); cut++) {
            harmless(whole.slice(0, cut), decode);
        }
    }

    @Test
    void everyMutationIsRefusedOrAMessage() {
        SplitMix random = new SplitMix(11);
        for (int round = 0; round < 30_000; round++) {
            mutate(random, REQUESTS.get(random.below(REQUESTS.size())).encode(), Request::decode);
            mutate(random, ANSWERS.get(random.below(ANSWERS.size())).encode(), Answer::decode);
        }
    }

    private static void mutate(SplitMix random, Bytes whole, Function<Bytes, Object> decode) {
        byte[] bytes = whole.toArray();
        for (int flips = 1 + random.below(4); flips > 0; flips--) {
            bytes[random.below(bytes.length)] = (byte) random.nextLong();
        }
        harmless(Bytes.wrap(bytes), decode);
    }

    private static void harmless(Bytes frame, Function<Bytes, Object> decode) {
        try {
            assertNotNull(decode.apply(frame));
        } catch (MalformedException expected) {
            assertFalse(expected.getMessage().isEmpty());
        }
    }

    @Test
    void bytesTooManyAreRefused() {
        Bytes longer = new ByteWriter().raw(REQUESTS.getFirst().encode()).u8(0).copy();
        assertThrows(MalformedException.class, () -> Request.decode(longer));
    }

    @Test
    void aReadSeesWhatCountsAndNothingElse() {
        SessionTable table = new SessionTable(SessionLimits.DEFAULT, Hooks.NONE);
        Bytes first = new ByteWriter().raw(opening()).raw(run(1, 1, "a", "b")).copy();
        Bytes second = new ByteWriter()
                .raw(run(1, 2, "b", "c"))
                .raw(run(1, 9, "gap"))
                .raw(run(1, 4, "d"))
                .copy();
        table.play(0, first, (run, at, skipped, verdict) -> {});
        table.play(Position.ENTRIES_PER_SLOT, second, (run, at, skipped, verdict) -> {});
        assertEquals(
                List.of("1a", "2b", "65537c", "65539d"), readAll(table, first, second, Integer.MAX_VALUE, 1 << 20));
        assertEquals(List.of("1a", "2b", "65537c", "65539d"), readAll(table, first, second, 1, 1 << 20));
        assertEquals(List.of("1a", "2b", "65537c", "65539d"), readAll(table, first, second, 9, 0));
        assertEquals(List.of("1a", "2b", "65537c", "65539d"), readAll(table, first, second, 9, 6));
    }

    /// Reads step by step as a client with these limits would.
    private static List<String> readAll(SessionTable table, Bytes first, Bytes second, int entries, int bytes) {
        List<String> seen = new ArrayList<>();
        long from = 0;
        for (int step = 0; step < 10 && from < Position.ENTRIES_PER_SLOT + 4; step++) {
            EntriesBuilder builder = new EntriesBuilder(from, entries, bytes);
            if (from >= 3 || builder.add(0, first, table.suppressed())) {
                builder.add(Position.ENTRIES_PER_SLOT, second, table.suppressed());
            }
            Answer.Entries answer = builder.answer(1, 1 << 20);
            assertEquals(answer, Answer.decode(answer.encode()));
            for (Answer.Segment segment : answer.segments()) {
                for (RunEntries cursor = RunEntries.of(segment.entries(), segment.count()); cursor.next(); ) {
                    seen.add(
                            segment.position() + cursor.index() + cursor.entry().utf8());
                }
            }
            assertTrue(answer.next() > from || builder.isEmpty());
            from = answer.next();
        }
        return seen;
    }
}
