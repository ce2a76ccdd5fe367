package org.ithaca.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.Clock;
import org.ithaca.base.Hooks;
import org.ithaca.base.MalformedException;
import org.ithaca.base.NodeId;
import org.ithaca.base.Position;
import org.ithaca.client.Answer;
import org.ithaca.client.ReadLevel;
import org.ithaca.client.Request;
import org.ithaca.cluster.LogKind;
import org.ithaca.log.Level;
import org.ithaca.log.Loglet;
import org.ithaca.log.SessionLimits;
import org.ithaca.object.MapOperation;
import org.ithaca.object.ObjectHost;
import org.ithaca.object.ObjectType;
import org.junit.jupiter.api.Test;

class LogServiceTest {
    private static final long SLOT = Position.ENTRIES_PER_SLOT;

    private final FakeLog log = new FakeLog();
    private final FakeStorage storage = new FakeStorage();
    private final FakeLink link = new FakeLink();
    private final FakeLink other = new FakeLink();
    private long now;
    private int sessions = 100;
    private long checkpointBytes = 1L << 40;
    private long request;

    private final Clock clock = new Clock() {
        @Override
        public long nanos() {
            return now;
        }

        @Override
        public long wallMillis() {
            return 0;
        }
    };

    private LogService started() {
        LogService service = created();
        storage.run();
        return service;
    }

    private LogService created() {
        ServiceLimits limits =
                new ServiceLimits(1000, checkpointBytes, 2, new SessionLimits(sessions, 100, 64L << 20, 64L << 20));
        LogService service = new LogService(log, storage, limits, clock, Hooks.NONE, notice -> {});
        service.start();
        return service;
    }

    private void turn(LogService service) {
        service.turnEnds();
        service.turnEnded();
    }

    private void append(LogService service, FakeLink on, Bytes runs) {
        service.append(on, ++request, runs);
    }

    /// Opens a session and returns its identity.
    private long session(LogService service) {
        append(service, link, Runs.open(5));
        turn(service);
        log.deliverAll();
        turn(service);
        Answer.Range opened = link.appended().getFirst();
        assertEquals(5, opened.firstSequence());
        return opened.position() + 1;
    }

    @Test
    void aRunIsAnsweredWhereItIsAndItsRetryLikewise() {
        LogService service = started();
        long session = session(service);
        append(service, link, Runs.data(session, 1, 3));
        turn(service);
        assertTrue(link.answers.isEmpty(), "not delivered yet");
        log.deliver();
        turn(service);
        List<Answer.Range> first = link.appended();
        assertEquals(List.of(new Answer.Range(session, 1, 3, SLOT)), first);
        append(service, other, Runs.data(session, 1, 3));
        turn(service);
        assertEquals(first, other.appended());
        assertTrue(log.appended.isEmpty(), "the copy is not ordered");
    }

    @Test
    void eachRefusalNamesItsReason() {
        LogService restoring = created();
        append(restoring, link, Runs.open(1));
        assertEquals(List.of(Answer.Reason.NOT_SERVING), link.refused());
        storage.run();
        long session = session(restoring);
        append(restoring, link, Runs.data(session, 2, 1));
        Answer.Refused gap = link.take(Answer.Refused.class).getFirst();
        assertEquals(Answer.Reason.GAP, gap.reason());
        assertEquals(1, gap.expected());
        append(restoring, link, Runs.data(500, 1, 1));
        assertEquals(List.of(Answer.Reason.SESSION_UNKNOWN), link.refused());
        append(restoring, link, Runs.data(1L << 50, 1, 1));
        assertEquals(List.of(Answer.Reason.SESSION_NOT_YET), link.refused());
        log.admission = Loglet.Admission.NOT_WRITER;
        append(restoring, link, Runs.data(session, 1, 1));
        Answer.Refused elsewhere = link.take(Answer.Refused.class).getFirst();
        assertEquals(new NodeId(0), elsewhere.writer());
        log.admission = Loglet.Admission.SEALED;
        append(restoring, link, Runs.data(session, 1, 1));
        assertEquals(List.of(Answer.Reason.EPOCH_ENDED), link.refused());
        log.admission = Loglet.Admission.WINDOW_FULL;
        append(restoring, link, Runs.data(session, 1, 200));
        turn(restoring);
        assertTrue(link.answers.isEmpty(), "it waits for room");
        append(restoring, link, Runs.data(session, 201, 1));
        assertEquals(List.of(Answer.Reason.WINDOW_FULL), link.refused());
        log.diskFull = true;
        append(restoring, link, Runs.data(session, 201, 1));
        assertEquals(List.of(Answer.Reason.DISK_FULL), link.refused());
        assertThrows(MalformedException.class, () -> append(restoring, link, Bytes.utf8("nonsense")));
    }

    @Test
    void aCopyInFlightIsAnsweredWithItsOriginal() {
        LogService service = started();
        long session = session(service);
        append(service, link, Runs.data(session, 1, 2));
        append(service, other, Runs.data(session, 1, 2));
        turn(service);
        assertEquals(1, log.appended.size());
        service.closed(link);
        log.deliver();
        turn(service);
        assertEquals(List.of(new Answer.Range(session, 1, 2, SLOT)), other.appended());
    }

    @Test
    void copiesThatWaitAreBounded() {
        LogService service = started();
        long session = session(service);
        append(service, link, Runs.data(session, 1, 1));
        for (int i = 0; i < 70_000; i++) {
            append(service, other, Runs.data(session, 1, 1));
        }
        assertEquals(70_000 - (1 << 16), other.refused().size());
        service.closed(other);
        append(service, other, Runs.data(session, 1, 1));
        assertTrue(other.answers.isEmpty(), "the closed link's copies are forgotten");
    }

    @Test
    void theEndOfAnEpochRefusesWhatItLeftOutAndNothingElse() {
        LogService service = started();
        long session = session(service);
        append(service, link, Runs.data(session, 1, 1));
        turn(service);
        append(service, link, Runs.data(session, 2, 1));
        append(service, other, Runs.data(session, 2, 1));
        turn(service);
        log.listener().epochEnded(2 * SLOT);
        assertEquals(List.of(Answer.Reason.EPOCH_ENDED), link.refused());
        assertEquals(List.of(Answer.Reason.EPOCH_ENDED), other.refused());
        log.deliver();
        turn(service);
        assertEquals(1, link.appended().getFirst().firstSequence());
        append(service, link, Runs.data(session, 2, 1));
        turn(service);
        log.appended.removeFirst();
        log.deliver();
        turn(service);
        assertEquals(2, link.appended().getFirst().firstSequence());
    }

    @Test
    void orderedIsAnsweredWhenStableOnlyWhereOneWriterCannotBeForestalled() {
        LogService service = started();
        long session = session(service);
        append(service, link, Runs.data(session, 1, 1, Level.ORDERED));
        turn(service);
        log.stable = 2 * SLOT;
        log.listener().moved();
        turn(service);
        assertEquals(1, link.appended().size());
        log.deliver();
        turn(service);
        assertTrue(link.answers.isEmpty(), "it was answered before");
        log.writer = null;
        append(service, link, Runs.data(session, 2, 1, Level.ORDERED));
        turn(service);
        log.writer = new NodeId(0);
        log.stable = 3 * SLOT;
        log.listener().moved();
        turn(service);
        assertTrue(link.answers.isEmpty(), "it was placed while others wrote, too");
    }

    @Test
    void orderedWaitsForDeliveryIfTheSessionMayBeForgottenFirst() {
        sessions = 1;
        LogService service = started();
        long session = session(service);
        append(service, other, Runs.open(6));
        append(service, link, Runs.data(session, 1, 1, Level.ORDERED));
        append(service, other, Runs.data(session, 1, 1));
        turn(service);
        log.stable = 2 * SLOT;
        log.listener().moved();
        turn(service);
        assertTrue(link.answers.isEmpty());
        log.deliver();
        turn(service);
        assertEquals(List.of(Answer.Reason.SESSION_UNKNOWN), link.refused());
        assertEquals(1, other.take(Answer.Refused.class).size(), "nor is the copy left waiting");
    }

    @Test
    void aCheckpointFromElsewhereOvertakesWhatWasPlaced() {
        LogService source = started();
        long session = session(source);
        append(source, link, Runs.data(session, 1, 1));
        turn(source);
        log.listener().restore(5 * SLOT, 0, Bytes.EMPTY, true);
        log.appended.clear();
        log.nextSlot = 5;
        append(source, link, Runs.open(9));
        turn(source);
        log.deliver();
        turn(source);
        assertEquals(List.of(new Answer.Range(0, 9, 1, 5 * SLOT)), link.appended());
    }

    @Test
    void aStateThatIsHalfRestoredIsNeitherReadNorAppendedToNorWritten() {
        checkpointBytes = 1;
        LogService service = started();
        session(service);
        storage.run();
        assertEquals(SLOT, storage.checkpointPosition);
        service.reader().read(other, read(1, 1000));
        log.deliver(SLOT, Runs.open(6));
        log.listener().restore(5 * SLOT, 0, Bytes.wrap(new byte[2]), false);
        turn(service);
        storage.run();
        assertEquals(SLOT, storage.checkpointPosition, "no image of it is taken");
        assertFalse(service.ready());
        append(service, link, Runs.open(7));
        assertEquals(List.of(Answer.Reason.NOT_SERVING), link.refused());
        assertTrue(other.answers.isEmpty(), "reads wait");
        log.listener().restore(5 * SLOT, 0, Bytes.EMPTY, true);
        assertTrue(service.ready());
    }

    @Test
    void waitingReadsAreAnsweredByEntriesByTimeAndWithinTheirNumber() {
        LogService service = started();
        for (int i = 1; i <= 3; i++) {
            service.reader().read(other, read(i, 1000));
        }
        assertEquals(3, other.take(Answer.Entries.class).getFirst().request(), "two may wait, not three");
        assertEquals(1_000_000_000L, service.reader().wakeAtNanos());
        now = 1_000_000_000L;
        service.reader().tick(now);
        assertEquals(2, other.take(Answer.Entries.class).size());
        assertEquals(Long.MAX_VALUE, service.reader().wakeAtNanos());
        service.reader().read(other, read(4, 1000));
        long session = session(service);
        append(service, link, Runs.data(session, 1, 2));
        turn(service);
        log.deliverAll();
        turn(service);
        Answer.Entries found = other.take(Answer.Entries.class).getFirst();
        assertEquals(2, found.segments().getFirst().count());
    }

    @Test
    void aLinkThatClosesWhileItsReadWaitsLeavesNoAlarm() {
        LogService service = started();
        service.reader().read(other, read(1, 1000));
        service.closed(other);
        now = 2_000_000_000L;
        service.reader().tick(now);
        assertEquals(Long.MAX_VALUE, service.reader().wakeAtNanos());
        assertTrue(other.answers.isEmpty());
    }

    @Test
    void linearizableReadsThatWaitForAQuorumAreBounded() {
        LogService service = started();
        for (int i = 1; i <= 3; i++) {
            service.reader().tail(link, new Request.Tail(i, log.id(), ReadLevel.LINEARIZABLE));
        }
        assertEquals(3, link.take(Answer.Failure.class).getFirst().request());
        log.confirming.forEach(callback -> callback.confirmed(0));
        assertEquals(2, link.take(Answer.TailAt.class).size());
        service.reader().tail(link, new Request.Tail(4, log.id(), ReadLevel.LINEARIZABLE));
        assertTrue(link.answers.isEmpty());
    }

    @Test
    void objectsAnswerWithResultsInFramesThatFit() {
        log.kind = LogKind.OBJECTS;
        LogService service = started();
        long session = session(service);
        Bytes large = Bytes.wrap(new byte[3 << 20]);
        Bytes key = Bytes.utf8("k");
        append(service, link, Runs.of(session, 1, map(new MapOperation.Put(key, large))));
        turn(service);
        Bytes ask = map(new MapOperation.PutIfAbsent(key, key));
        append(service, link, Runs.of(session, 2, ask, ask, ask, ask, ask, ask, ask));
        turn(service);
        log.deliverAll();
        turn(service);
        List<Answer.Range> ranges = link.appended();
        assertEquals(8, ranges.stream().mapToInt(Answer.Range::count).sum());
        long next = 1;
        for (Answer.Range range : ranges) {
            assertEquals(next, range.firstSequence());
            assertEquals(range.count(), range.results().size());
            next += range.count();
        }
        Bytes last = ObjectHost.result(ranges.getLast().results().getLast());
        assertEquals(large.length() + 5, last.length());
    }

    private static Bytes map(MapOperation operation) {
        return ObjectHost.address(ObjectType.MAP, "m", operation.encode());
    }

    private Request.Read read(long number, int millis) {
        return new Request.Read(number, log.id(), 0, 10, 1000, millis, ReadLevel.STABLE);
    }
}
