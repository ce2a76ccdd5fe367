package org.ithaca.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.Hooks;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.NodeId;
import org.ithaca.log.Plan;
import org.ithaca.quorum.QuorumSpec;
import org.junit.jupiter.api.Test;

/// When a leader tells what it found stable: with the next slot, in time, and at once to whoever waits for it.
final class NewsTest {
    private static final NodeId B = new NodeId(2);
    private static final List<NodeId> MEMBERS = List.of(new NodeId(1), B, new NodeId(3));

    private final RecordingPorts ports = new RecordingPorts();
    private final GroupLoglet leader = leader(false);

    @Test
    void newsTravelWithTheNextSlot() {
        stableAt(1, 100);
        assertEquals(0, rows());
        write();
        leader.turnEnded(200);
        assertEquals(2, rows(), "one to each, after the slot");
        assertEquals(Long.MAX_VALUE, newsDue());
    }

    @Test
    void withoutAnotherSlotTheyAreToldInTime() {
        stableAt(1, 100);
        assertEquals(100 + Exchange.PATIENCE_NANOS, leader.wakeAtNanos());
        leader.turnEnded(700);
        assertEquals(100 + Exchange.PATIENCE_NANOS, leader.wakeAtNanos(), "other turns do not put it off");
        leader.tick(100 + Exchange.PATIENCE_NANOS);
        leader.turnEnded(100 + Exchange.PATIENCE_NANOS);
        assertEquals(2, rows());
    }

    @Test
    void whoWaitsHearsAtOnce() {
        stableAt(1, 100);
        leader.hurry();
        leader.turnEnded(200);
        assertEquals(2, rows());
    }

    @Test
    void whoWaitsForASlotUnderWayHearsAsSoonAsItIsStable() {
        write();
        leader.turnEnded(0);
        leader.hurry();
        hears(1, 100);
        assertEquals(2, rows());
        write();
        leader.turnEnded(200);
        hears(2, 300);
        assertEquals(2, rows(), "what came after the question may wait again");
    }

    @Test
    void afterTheSealNothingWaits() {
        stableAt(1, 100);
        leader.seal();
        assertEquals(2, rows(), "a host may end no more turns of it");
    }

    @Test
    void aDurableLogTellsStableAndDurablyStableTogether() {
        GroupLoglet durable = leader(true);
        durable.append(Bytes.utf8("a"), Bytes.utf8("a").crc32c());
        durable.turnEnded(0);
        durable.received(B, row(1, 0));
        durable.turnEnded(100);
        durable.stored(1);
        durable.received(B, row(1, 1));
        durable.turnEnded(200);
        assertEquals(0, rows());
        durable.tick(100 + Exchange.PATIENCE_NANOS);
        durable.turnEnded(100 + Exchange.PATIENCE_NANOS);
        assertEquals(2, rows());
    }

    private void stableAt(long slot, long nanos) {
        write();
        leader.turnEnded(0);
        hears(slot, nanos);
    }

    private void hears(long slot, long nanos) {
        leader.received(B, row(slot, slot));
        leader.turnEnded(nanos);
    }

    private void write() {
        leader.append(Bytes.utf8("a"), Bytes.utf8("a").crc32c());
    }

    /// The retry timers of the third member, which hears of nothing here, are due much later.
    private long newsDue() {
        long due = leader.wakeAtNanos();
        return due < RetryTimer.LEAST_NANOS ? due : Long.MAX_VALUE;
    }

    private long rows() {
        return ports.sent.stream()
                .filter(sent -> sent.message() instanceof GroupMessage.Row)
                .count();
    }

    private static ByteReader row(long received, long durable) {
        ByteWriter out = new ByteWriter();
        GroupMessage.Row.head(out, false);
        return new ByteReader(out.u8(2)
                .u8(Frontiers.RECEIVED)
                .i64(received)
                .u8(Frontiers.DURABLE)
                .i64(durable)
                .copy());
    }

    private GroupLoglet leader(boolean durable) {
        Plan plan = new Plan(Plan.Order.LEADER, new QuorumSpec.Majority(), Plan.Spread.STAR, durable);
        return GroupEngine.open(new LogletId(new LogId(4), 2), MEMBERS, MEMBERS.getFirst(), plan, ports, Hooks.NONE);
    }
}
