package org.ithaca.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.Hooks;
import org.ithaca.base.Invariant;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.MalformedException;
import org.ithaca.base.NodeId;
import org.ithaca.base.SplitMix;
import org.ithaca.log.Loglet;
import org.ithaca.log.Plan;
import org.ithaca.quorum.QuorumSpec;
import org.junit.jupiter.api.Test;

/// Single steps of one loglet.
final class GroupLogletTest {
    private static final LogletId ID = new LogletId(new LogId(4), 2);
    private static final NodeId A = new NodeId(1);
    private static final NodeId B = new NodeId(2);
    private static final NodeId C = new NodeId(3);

    private final RecordingPorts ports = new RecordingPorts();

    @Test
    void aSlotThatComesEarlyWaitsAndIsStoredInItsTurn() {
        GroupLoglet loglet = follower(Plan.Order.LEADER);
        loglet.received(A, data(1, "b"));
        assertEquals(0, loglet.received());
        assertTrue(ports.stored.isEmpty());
        assertNull(loglet.batch(1));
        loglet.received(A, data(0, "a"));
        assertEquals(2, loglet.received());
        assertEquals(
                List.of(0L, 1L), ports.stored.stream().map(slot -> slot.slot()).toList());
        assertEquals(Bytes.utf8("b"), loglet.batch(1));
    }

    @Test
    void aDamagedBatchIsDroppedAndCounted() {
        GroupLoglet loglet = follower(Plan.Order.LEADER);
        Bytes batch = Bytes.utf8("a");
        Bytes head = GroupMessage.Data.head(0, batch.crc32c() ^ 1);
        loglet.received(A, new ByteReader(new ByteWriter().raw(head).raw(batch).copy()));
        assertEquals(0, loglet.received());
        assertEquals(1, loglet.status().corrupt());
        loglet.received(A, data(0, "a"));
        assertEquals(1, loglet.received());
    }

    @Test
    void aFollowerTellsTheLeaderAloneAndOnceATurn() {
        GroupLoglet loglet = follower(Plan.Order.LEADER);
        loglet.received(A, data(0, "a"));
        loglet.received(A, data(1, "b"));
        assertTrue(ports.sent.isEmpty());
        loglet.turnEnded(0);
        loglet.turnEnded(0);
        assertEquals(
                List.of(A), ports.sent.stream().map(RecordingPorts.Sent::to).toList());
    }

    @Test
    void whoHoldsASlotAlreadySaysSoAgain() {
        GroupLoglet loglet = follower(Plan.Order.LEADER);
        loglet.received(A, data(0, "a"));
        loglet.turnEnded(0);
        ports.sent.clear();
        loglet.received(A, data(0, "a"));
        loglet.turnEnded(0);
        assertEquals(1, ports.sent.size());
        assertEquals(1, ports.stored.size());
    }

    @Test
    void onANewLinkSlotsAndRowAreSentAgainAtOnce() {
        GroupLoglet leader = open(A, Plan.Order.LEADER);
        leader.append(Bytes.utf8("a"), Bytes.utf8("a").crc32c());
        leader.turnEnded(0);
        ports.sent.clear();
        leader.linked(B);
        leader.turnEnded(1);
        assertTrue(ports.sent.stream().allMatch(sent -> sent.to().equals(B)));
        List<Class<?>> again = ports.sent.stream()
                .<Class<?>>map(sent -> sent.message().getClass())
                .toList();
        assertEquals(List.of(GroupMessage.Data.class, GroupMessage.Row.class), again);
        assertEquals(1, leader.status().resent());
    }

    @Test
    void rowsFollowTheDataOfTheirTurn() {
        GroupLoglet loglet = open(A, Plan.Order.ROUND_ROBIN);
        loglet.append(Bytes.utf8("a"), Bytes.utf8("a").crc32c());
        loglet.received(B, data(4, "b"));
        loglet.turnEnded(0);
        List<Class<?>> toB = ports.sent.stream()
                .filter(sent -> sent.to().equals(B))
                .<Class<?>>map(sent -> sent.message().getClass())
                .toList();
        assertEquals(List.of(GroupMessage.Data.class, GroupMessage.Nulls.class, GroupMessage.Row.class), toB);
    }

    @Test
    void aMemberWithNothingToSayFillsItsSlotsBelowTheHighestAndNoMore() {
        GroupLoglet loglet = open(B, Plan.Order.ROUND_ROBIN);
        loglet.received(C, data(8, "c"));
        loglet.turnEnded(0);
        GroupMessage.Nulls nulls =
                assertInstanceOf(GroupMessage.Nulls.class, ports.sent.getFirst().message());
        assertEquals(new GroupMessage.Nulls(1, 3), nulls, "slots 1, 4, 7");
        loglet.received(A, data(9, "a"));
        loglet.turnEnded(0);
        assertEquals(3, loglet.status().nulls(), "slot 10 is above the highest");
        assertEquals(10, loglet.append(Bytes.EMPTY, 0));
    }

    @Test
    void onlyItsOwnerWritesASlot() {
        GroupLoglet follower = follower(Plan.Order.LEADER);
        assertThrows(MalformedException.class, () -> follower.received(C, data(0, "a")));
        assertThrows(MalformedException.class, () -> follower.received(B, data(0, "a")));
        assertThrows(MalformedException.class, () -> follower.received(new NodeId(9), data(0, "a")));
        GroupLoglet robin = follower(Plan.Order.ROUND_ROBIN);
        assertThrows(MalformedException.class, () -> robin.received(C, data(0, "a")));
        Bytes nulls = new GroupMessage.Nulls(3, 2).encode();
        assertThrows(MalformedException.class, () -> robin.received(C, new ByteReader(nulls)));
        assertEquals(Loglet.Admission.NOT_WRITER, follower.admission());
        assertEquals(A, follower.writer());
        assertNull(robin.writer());
    }

    @Test
    void whatLiesBeyondTheWindowIsNotTaken() {
        GroupLoglet loglet = follower(Plan.Order.LEADER);
        loglet.received(A, data(SlotWindow.HOLD_SLOTS, "x"));
        loglet.received(A, data(Long.MAX_VALUE >>> 16, "x"));
        assertEquals(0, loglet.status().early());
        assertEquals(2, loglet.status().refused());
        loglet.received(A, data(SlotWindow.HOLD_SLOTS - 1, "x"));
        assertEquals(SlotWindow.HOLD_SLOTS, loglet.status().early());
    }

    @Test
    void afterTheSealNothingIsTakenAndNothingEarlyIsKept() {
        GroupLoglet loglet = follower(Plan.Order.LEADER);
        loglet.received(A, data(0, "a"));
        loglet.received(A, data(2, "c"));
        loglet.seal();
        loglet.received(A, data(1, "b"));
        loglet.turnEnded(0);
        assertEquals(1, loglet.received());
        assertEquals(1, loglet.status().early());
        assertEquals(Long.MAX_VALUE, loglet.wakeAtNanos());
        loglet.stored(1);
        assertEquals(1, loglet.durable(), "what was taken before the seal still becomes durable");
    }

    @Test
    void aReopenedLogletHoldsWhatIsStoredAndNeverWrites() {
        for (Plan.Order order : Plan.Order.values()) {
            RecordingPorts none = new RecordingPorts();
            GroupLoglet loglet = GroupEngine.reopen(ID, List.of(A, B, C), A, plan(order), none, Hooks.NONE, 6);
            assertEquals(6, loglet.received());
            assertEquals(6, loglet.durable());
            assertEquals(0, loglet.stable());
            assertEquals(Loglet.Admission.NOT_WRITER, loglet.admission());
            assertThrows(IllegalStateException.class, () -> loglet.append(Bytes.EMPTY, 0));
            if (order == Plan.Order.ROUND_ROBIN) {
                loglet.received(B, data(7, "b"));
            }
            loglet.turnEnded(0);
            assertEquals(0, loglet.status().nulls());
            assertTrue(none.sent.stream().noneMatch(sent -> sent.message() instanceof GroupMessage.Data));
            loglet.seal();
            assertEquals(6, loglet.received());
        }
    }

    @Test
    void storedBeyondReceivedIsABug() {
        GroupLoglet loglet = follower(Plan.Order.LEADER);
        assertThrows(Invariant.Violation.class, () -> loglet.stored(1));
    }

    @Test
    void memoryIsGivenBackOnceDeliveredAndStored() {
        GroupLoglet loglet = follower(Plan.Order.LEADER);
        loglet.received(A, data(0, "a"));
        loglet.received(A, data(1, "b"));
        loglet.delivered(2);
        assertEquals(Bytes.utf8("a"), loglet.batch(0), "not stored yet");
        loglet.stored(1);
        assertNull(loglet.batch(0));
        assertEquals(Bytes.utf8("b"), loglet.batch(1));
    }

    @Test
    void anAskedMemberAnswersWithItsRowAndAsksNotBack() {
        GroupLoglet loglet = follower(Plan.Order.LEADER);
        loglet.received(A, row(true, 0, 0, 0, 0));
        loglet.turnEnded(0);
        GroupMessage.Row answer =
                assertInstanceOf(GroupMessage.Row.class, ports.sent.getLast().message());
        assertFalse(answer.ask());
        loglet.received(A, row(false, 0, 0, 0, 0));
        loglet.turnEnded(0);
        assertEquals(1, ports.sent.size());
    }

    @Test
    void aLeaderThatLacksTheProofAsksForIt() {
        GroupLoglet leader = open(A, Plan.Order.LEADER);
        leader.append(Bytes.utf8("a"), Bytes.utf8("a").crc32c());
        leader.stored(1);
        leader.received(B, row(false, 1, 0, 0, 0));
        leader.received(C, row(false, 1, 0, 0, 0));
        leader.turnEnded(0);
        assertEquals(1, leader.stable());
        assertEquals(0, leader.durablyStable());
        leader.tick(leader.wakeAtNanos());
        leader.turnEnded(Exchange.PATIENCE_NANOS);
        ports.sent.clear();
        leader.tick(leader.wakeAtNanos());
        assertEquals(
                List.of(B, C), ports.sent.stream().map(RecordingPorts.Sent::to).toList());
        assertTrue(ports.sent.stream().allMatch(sent -> sent.message() instanceof GroupMessage.Row row && row.ask()));
        leader.received(B, row(false, 1, 1, 0, 0));
        leader.turnEnded(100 * Exchange.PATIENCE_NANOS);
        assertEquals(1, leader.durablyStable());
        assertEquals(101 * Exchange.PATIENCE_NANOS, leader.wakeAtNanos(), "only to tell the others");
    }

    @Test
    void whatIsKnownToBeStableIsToldOnlyAsFarAsItIsHeld() {
        GroupLoglet loglet = follower(Plan.Order.LEADER);
        loglet.received(A, row(false, 9, 9, 9, 9));
        assertEquals(0, loglet.stable());
        loglet.received(A, data(0, "a"));
        assertEquals(1, loglet.stable());
        assertEquals(1, loglet.durablyStable());
        assertEquals(9, loglet.frontiersOf(A).received());
    }

    @Test
    void hostileBytesAreRefusedAndChangeNothing() {
        SplitMix random = new SplitMix(11);
        for (int i = 0; i < 50_000; i++) {
            GroupLoglet loglet = follower(i % 2 == 0 ? Plan.Order.LEADER : Plan.Order.ROUND_ROBIN);
            byte[] bytes = new byte[random.below(60)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) (random.oneIn(2) ? random.below(5) : random.nextLong());
            }
            try {
                loglet.received(A, new ByteReader(Bytes.wrap(bytes)));
            } catch (MalformedException refused) {
                assertEquals(0, loglet.received());
            }
            loglet.turnEnded(0);
        }
    }

    private GroupLoglet follower(Plan.Order order) {
        return open(B, order);
    }

    private GroupLoglet open(NodeId self, Plan.Order order) {
        return GroupEngine.open(ID, List.of(A, B, C), self, plan(order), ports, Hooks.NONE);
    }

    private static Plan plan(Plan.Order order) {
        return new Plan(order, new QuorumSpec.Majority(), Plan.Spread.STAR, true);
    }

    private static ByteReader data(long slot, String text) {
        Bytes batch = Bytes.utf8(text);
        Bytes head = GroupMessage.Data.head(slot, batch.crc32c());
        return new ByteReader(new ByteWriter().raw(head).raw(batch).copy());
    }

    private static ByteReader row(boolean ask, long... cells) {
        ByteWriter out = new ByteWriter();
        GroupMessage.Row.head(out, ask);
        out.u8(cells.length);
        for (int column = 0; column < cells.length; column++) {
            out.u8(column).i64(cells[column]);
        }
        return new ByteReader(out.copy());
    }
}
