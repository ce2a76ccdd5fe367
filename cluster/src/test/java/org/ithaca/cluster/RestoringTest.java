package org.ithaca.cluster;

import static org.ithaca.cluster.TestCluster.MILLI;
import static org.ithaca.cluster.TestCluster.SECOND;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.ithaca.base.Bytes;
import org.ithaca.base.LogId;
import org.ithaca.base.NodeId;
import org.ithaca.log.Plan;
import org.ithaca.sim.Simulator;
import org.junit.jupiter.api.Test;

/// Nodes that need a checkpoint which comes slowly, in many pieces.
class RestoringTest {
    private static final LogId LOG = new LogId(0);

    private static TestCluster started(int size, Plan plan) {
        TestCluster cluster = new TestCluster(new Simulator(7), size);
        cluster.print = Boolean.getBoolean("print");
        cluster.pieceBytes = 1;
        cluster.startAll();
        assertTrue(cluster.until(5 * SECOND, () -> cluster.together(cluster.expected())));
        cluster.createLog(1, "log", LogKind.OBJECTS, plan);
        return cluster;
    }

    /// All is trimmed, so the node that joins has no slot to copy. A write quorum is everybody: no change may
    /// include it before it has the checkpoint.
    @Test
    void nobodyIsCountedOnBeforeItHasTheCheckpoint() {
        TestCluster cluster = started(1, ClusterTest.plan(Plan.Order.LEADER, "all"));
        assertTrue(cluster.until(SECOND, () -> cluster.acknowledged > 50));
        cluster.working = false;
        cluster.until(100 * MILLI, () -> false);
        TestNode n1 = cluster.node(1);
        n1.process.post(() -> Objects.requireNonNull(n1.logs.get(LOG)).checkpoint());
        assertTrue(cluster.until(
                SECOND,
                () -> cluster.log(1, LOG).trimmedBelow() == cluster.log(1, LOG).delivered()));
        cluster.at(1, core -> core.changePlan(LOG, ClusterTest.plan(Plan.Order.ROUND_ROBIN, "all"), _ -> {}));
        cluster.until(100 * MILLI, () -> false);
        cluster.start(cluster.host(2));
        cluster.nodes().get(1).disk().faults().slow(true);
        cluster.at(1, core -> core.addMember(new NodeId(2), "n2:7410", _ -> {}));
        assertTrue(cluster.until(10 * SECOND, () -> cluster.together(1, 2)));
        cluster.nodes().get(1).disk().faults().slow(false);
        cluster.finish(1, 2);
    }

    /// n3 comes back with much that it has stored and not delivered, and then needs a checkpoint.
    @Test
    void nothingIsDeliveredIntoAStateThatIsHalfRestored() {
        TestCluster cluster = started(3, ClusterTest.PAXOS);
        cluster.padding = Bytes.wrap(new byte[64 << 10]);
        assertTrue(cluster.until(5 * SECOND, () -> cluster.acknowledged > 1500));
        cluster.padding = Bytes.EMPTY;
        cluster.nodes().get(2).kill();
        assertTrue(cluster.until(
                5 * SECOND, () -> cluster.node(1).core().layout().members().size() == 2));
        cluster.checkpoints = true;
        long far =
                cluster.node(1).core().layout().log(LOG).orElseThrow().newest().position(1500);
        assertTrue(cluster.until(
                5 * SECOND,
                () -> cluster.log(1, LOG).trimmedBelow() > far
                        && cluster.log(2, LOG).trimmedBelow() > far));
        cluster.checkpoints = false;
        cluster.start(cluster.nodes().get(2));
        assertTrue(cluster.until(10 * SECOND, () -> cluster.together(1, 2, 3)));
        cluster.finish(1, 2, 3);
    }
}
