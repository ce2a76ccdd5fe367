package org.ithaca.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.ithaca.base.Defect;
import org.ithaca.base.Hooks;
import org.ithaca.log.Limits;
import org.ithaca.log.Plan;
import org.ithaca.log.contract.ContractCluster;
import org.ithaca.log.contract.ContractNode;
import org.ithaca.quorum.QuorumSpec;
import org.junit.jupiter.api.Test;

/// A member that is away or slow costs the others a bounded amount of memory, and is fed at its own pace later.
final class SlowMemberTest {
    private static final long SECOND = 1_000_000_000;
    private static final int MANY = 2 * SlotWindow.HOLD_SLOTS;

    private final Set<String> reached = new HashSet<>();
    private final Hooks hooks = new Hooks() {
        @Override
        public boolean planted(Defect defect) {
            return false;
        }

        @Override
        public void reached(String probe) {
            reached.add(probe);
        }
    };
    private final ContractCluster cluster = new ContractCluster(
            1,
            3,
            new Plan(Plan.Order.LEADER, new QuorumSpec.Majority(), Plan.Spread.STAR, true),
            hooks,
            GroupEngine::open);
    private final ContractNode leader = cluster.node(0);
    private final ContractNode slow = cluster.node(2);

    @Test
    void oneThatWasAwayIsFedFromTheStorage() {
        cluster.cut(2);
        write(MANY, 50);
        assertEquals(MANY, leader.delivered());
        assertTrue(inMemory(leader) < 10, "the leader still holds " + inMemory(leader) + " slots");
        cluster.heal(2);
        catchUp(MANY);
        assertTrue(reached.contains("group.fed-from-storage"));
    }

    @Test
    void oneThatCatchesUpWhileOthersWriteGetsThere() {
        cluster.cut(2);
        write(MANY / 2, 50);
        cluster.heal(2);
        cluster.write(0, MANY / 2, 20_000, 50);
        catchUp(MANY);
    }

    @Test
    void oneThatCatchesUpHasThePieceAfterTheOneItTakesUnderWay() {
        cluster.cut(2);
        write(1000, 100_000);
        cluster.heal(2);
        cluster.freeze(2);
        cluster.run(RetryTimer.LEAST_NANOS - 1);
        long underWay = leader.underWayTo(cluster.id(2));
        assertTrue(underWay > MemberFeed.PIECE_BYTES * 3L / 2, underWay + " bytes under way");
        assertTrue(underWay < MemberFeed.PIECE_BYTES * 3L, underWay + " bytes under way");
        cluster.thaw();
        catchUp(1000);
    }

    @Test
    void oneThatTakesNothingIsSentABoundedAmount() {
        cluster.freeze(2);
        write(1000, 100_000);
        long most = leader.underWayTo(cluster.id(2));
        for (int i = 0; i < 20; i++) {
            write(100, 100_000);
            most = Math.max(most, leader.underWayTo(cluster.id(2)));
        }
        assertEquals(3000, leader.delivered());
        assertTrue(most > Limits.WINDOW_BYTES, "the test sends too little: " + most);
        assertTrue(most < Limits.WINDOW_BYTES * 5 / 4, most + " bytes under way");
        cluster.thaw();
        catchUp(3000);
    }

    @Test
    void oneWhoseHostIsStuckHoldsABoundedAmount() {
        slow.hostStuck(true);
        write(MANY, 50);
        assertEquals(MANY, leader.delivered());
        assertTrue(inMemory(slow) <= SlotWindow.HOLD_SLOTS, inMemory(slow) + " slots in memory");
        assertTrue(reached.contains("group.no-room"));
        slow.hostStuck(false);
        catchUp(MANY);
    }

    @Test
    void oneWhoseDiskIsStuckHoldsABoundedAmount() {
        slow.diskStuck(true);
        write(MANY, 50);
        assertEquals(MANY, leader.delivered());
        assertTrue(inMemory(slow) <= SlotWindow.HOLD_SLOTS, inMemory(slow) + " slots in memory");
        slow.diskStuck(false);
        catchUp(MANY);
    }

    @Test
    void aLeaderWhoseOwnDiskIsStuckStopsWriting() {
        leader.diskStuck(true);
        cluster.write(0, MANY, 10_000, 50);
        cluster.run(5 * SECOND);
        assertTrue(leader.delivered() <= SlotWindow.HOLD_SLOTS, "delivered " + leader.delivered());
        leader.diskStuck(false);
        catchUp(MANY);
    }

    private void write(int count, int mostBytes) {
        long before = leader.written();
        cluster.write(0, count, 10_000, mostBytes);
        assertTrue(cluster.runUntil(() -> leader.written() == before + count, 100 * SECOND), cluster::toString);
        cluster.run(SECOND / 50);
    }

    private void catchUp(long slots) {
        boolean there = cluster.runUntil(
                () -> cluster.nodes().stream().allMatch(node -> node.delivered() == slots), 100 * SECOND);
        assertTrue(there, cluster::toString);
    }

    private static long inMemory(ContractNode node) {
        GroupStatus status = ((GroupLoglet) node.loglet()).status();
        return status.early() - status.inMemory();
    }
}
