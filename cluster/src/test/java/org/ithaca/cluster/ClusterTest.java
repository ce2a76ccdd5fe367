package org.ithaca.cluster;

import static org.ithaca.cluster.TestCluster.MILLI;
import static org.ithaca.cluster.TestCluster.SECOND;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.ithaca.base.IthacaException;
import org.ithaca.base.IthacaException.Code;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.log.Plan;
import org.ithaca.quorum.QuorumSpec;
import org.ithaca.sim.Simulator;
import org.junit.jupiter.api.Test;

/// The plain courses of events, each in a world without further faults.
class ClusterTest {
    static final Plan PAXOS = plan(Plan.Order.LEADER, "majority");
    static final Plan DERECHO = plan(Plan.Order.ROUND_ROBIN, "all");
    private static final LogId LOG = new LogId(0);
    private static final long SILENCE = Timing.DEFAULT.silenceFloor();

    static Plan plan(Plan.Order order, String quorum) {
        return new Plan(order, QuorumSpec.parse(quorum), Plan.Spread.STAR, true);
    }

    private static TestCluster started(int size, Plan plan) {
        TestCluster cluster = new TestCluster(new Simulator(7), size);
        cluster.print = Boolean.getBoolean("print");
        cluster.startAll();
        int[] all = IntStream.rangeClosed(1, size).toArray();
        assertTrue(cluster.until(5 * SECOND, () -> cluster.together(all)), "founders find each other");
        cluster.createLog(size, "log", plan);
        assertTrue(cluster.until(5 * SECOND, () -> cluster.acknowledged > 50), "appends are acknowledged");
        return cluster;
    }

    @Test
    void oneNodeIsACluster() {
        TestCluster cluster = started(1, PAXOS);
        cluster.finish(1);
    }

    /// A founder that is alone once began a change nobody could answer, and the others waited for its next attempt.
    @Test
    void foundersThatStartOneAfterTheOtherBeginOnceTwoAreThere() {
        for (long apart = 40; apart <= 400; apart += 60) {
            TestCluster cluster = new TestCluster(new Simulator(apart), 3);
            cluster.start(cluster.nodes().get(0));
            cluster.until(apart * MILLI, () -> false);
            cluster.start(cluster.nodes().get(1));
            cluster.until(10 * MILLI, () -> false);
            cluster.start(cluster.nodes().get(2));
            assertTrue(cluster.until(20 * MILLI, () -> founded(cluster)), apart + " ms apart");
        }
    }

    private static boolean founded(TestCluster cluster) {
        return cluster.together(1, 2, 3)
                && cluster.node(1).core().layout().members().stream().allMatch(member -> member.incarnation() > 0);
    }

    @Test
    void threeNodesAppendAndDeliver() {
        for (Plan plan : List.of(PAXOS, DERECHO)) {
            TestCluster cluster = started(3, plan);
            cluster.finish(1, 2, 3);
            assertTrue(cluster.deliveredBy(3, LOG) > 50);
            assertTrue(cluster.confirmed > 0 && cluster.unconfirmed == 0);
        }
    }

    @Test
    void aKilledWriterIsReplacedAndComesBack() {
        for (Plan plan : List.of(PAXOS, DERECHO)) {
            TestCluster cluster = started(3, plan);
            cluster.nodes().getFirst().kill();
            long before = cluster.acknowledged;
            assertTrue(cluster.until(SECOND, () -> cluster.acknowledged > before + 50), "goes on without n1");
            cluster.start(cluster.nodes().getFirst());
            assertTrue(cluster.until(10 * SECOND, () -> cluster.together(1, 2, 3)), "n1 comes back");
            cluster.finish(1, 2, 3);
        }
    }

    /// Silence was once looked for only when a heartbeat was due: a pause lasted up to 150 ms longer.
    @Test
    void aStoppedWriterIsReplacedWhenTheSilenceHasLastedLongEnough() {
        for (long phase = 0; phase < 5; phase++) {
            TestCluster cluster = started(3, PAXOS);
            cluster.until(31 * phase * MILLI, () -> false);
            long version = cluster.node(2).core().layout().version();
            cluster.nodes().getFirst().pause();
            assertTrue(
                    cluster.until(
                            SILENCE + 30 * MILLI,
                            () -> cluster.node(2).core().layout().version() > version),
                    "phase " + phase);
        }
    }

    /// What may be forgotten was once said with every fifth heartbeat: a log in memory that was written fast filled up
    /// meanwhile, and stood still.
    @Test
    void aTrimHoldsEverywhereSoon() {
        for (long phase = 0; phase < 5; phase++) {
            TestCluster cluster = started(3, PAXOS);
            cluster.until(SECOND + 150 * phase * MILLI, () -> false);
            cluster.working = false;
            cluster.until(100 * MILLI, () -> false);
            long all = cluster.log(1, LOG).delivered();
            for (int node = 1; node <= 3; node++) {
                TestNode each = cluster.node(node);
                each.process.post(
                        () -> Objects.requireNonNull(each.logs.get(LOG)).checkpoint());
            }
            cluster.at(3, core -> core.log(LOG).orElseThrow().trim(all));
            assertTrue(
                    cluster.until(
                            50 * MILLI,
                            () -> IntStream.rangeClosed(1, 3)
                                    .allMatch(node -> cluster.log(node, LOG).trimmedBelow() == all)),
                    "phase " + phase);
            cluster.finish(1, 2, 3);
        }
    }

    @Test
    void fiveNodesFailOneAfterTheOther() {
        TestCluster cluster = started(5, PAXOS);
        for (int failing = 0; failing < 3; failing++) {
            cluster.nodes().get(failing).kill();
            long before = cluster.acknowledged;
            assertTrue(cluster.until(2 * SECOND, () -> cluster.acknowledged > before + 50));
            cluster.until(100 * MILLI, () -> false);
        }
        cluster.finish(4, 5);
    }

    @Test
    void allNodesRestart() {
        for (Plan plan : List.of(PAXOS, DERECHO)) {
            TestCluster cluster = started(3, plan);
            cluster.nodes().forEach(n -> n.powerLoss());
            cluster.startAll();
            long before = cluster.acknowledged;
            assertTrue(
                    cluster.until(10 * SECOND, () -> cluster.acknowledged > before + 50), "goes on after power loss");
            cluster.finish(1, 2, 3);
            assertTrue(cluster.world.hooks().probes().containsKey("cluster.total-restart"));
        }
    }

    @Test
    void aNodeJoinsAndAnotherLeaves() {
        TestCluster cluster = started(3, PAXOS);
        cluster.start(cluster.host(4));
        cluster.at(1, core -> core.addMember(new org.ithaca.base.NodeId(4), "n4:7410", _ -> {}));
        assertTrue(cluster.until(10 * SECOND, () -> cluster.together(1, 2, 3, 4)), "n4 joins");
        cluster.at(2, core -> core.removeMember(new org.ithaca.base.NodeId(1), _ -> {}));
        assertTrue(cluster.until(
                10 * SECOND,
                () -> cluster.together(2, 3, 4)
                        && cluster.node(2)
                                .core()
                                .layout()
                                .node(new org.ithaca.base.NodeId(1))
                                .isEmpty()));
        cluster.finish(2, 3, 4);
    }

    @Test
    void thePlanChangesUnderLoad() {
        TestCluster cluster = started(3, PAXOS);
        for (Plan next :
                List.of(DERECHO, plan(Plan.Order.LEADER, "all"), plan(Plan.Order.LEADER, "counting(2,2)"), PAXOS)) {
            cluster.at(3, core -> core.changePlan(LOG, next, _ -> {}));
            assertTrue(cluster.until(
                    5 * SECOND,
                    () -> cluster.node(1)
                            .core()
                            .layout()
                            .log(LOG)
                            .orElseThrow()
                            .newest()
                            .plan()
                            .equals(next)));
            long before = cluster.acknowledged;
            assertTrue(cluster.until(SECOND, () -> cluster.acknowledged > before + 50));
        }
        cluster.finish(1, 2, 3);
    }

    @Test
    void aMinorityCutOffStopsAndRejoins() {
        TestCluster cluster = started(3, PAXOS);
        var n1 = cluster.nodes().getFirst();
        for (var other : cluster.nodes().subList(1, 3)) {
            cluster.network.cut(n1, other, org.ithaca.sim.CutMode.DROP);
            cluster.network.cut(other, n1, org.ithaca.sim.CutMode.DROP);
        }
        assertTrue(cluster.until(
                10 * SECOND,
                () -> cluster.together(2, 3)
                        && cluster.node(2).core().layout().members().size() == 2));
        long before = cluster.acknowledged;
        assertTrue(cluster.until(SECOND, () -> cluster.acknowledged > before + 50));
        cluster.network.mendAll();
        assertTrue(cluster.until(20 * SECOND, () -> cluster.together(1, 2, 3)), "n1 rejoins");
        cluster.finish(1, 2, 3);
    }

    @Test
    void aNodeWhoseFileFailsLeavesAndTakesItUpAnew() {
        for (int failing : new int[] {1, 3}) {
            TestCluster cluster = started(3, PAXOS);
            LogletId loglet =
                    cluster.node(failing).core().layout().log(LOG).orElseThrow().newestLoglet();
            cluster.at(failing, core -> core.failed(loglet, IthacaException.notDone(Code.CORRUPT, "planned")));
            long before = cluster.acknowledged;
            assertTrue(cluster.until(2 * SECOND, () -> cluster.acknowledged > before + 50), "goes on");
            assertTrue(cluster.until(
                    10 * SECOND,
                    () -> cluster.together(1, 2, 3)
                            && cluster.node(1).core().layout().version() > 3));
            assertTrue(cluster.world.hooks().probes().containsKey("cluster.failed-copy-renewed"));
            cluster.finish(1, 2, 3);
        }
    }

    @Test
    void twoCopiesAndAWitnessSurviveTheLossOfEither() {
        for (int lost : new int[] {1, 2}) {
            TestCluster cluster = new TestCluster(new Simulator(11), 3, 1);
            cluster.startAll();
            assertTrue(cluster.until(5 * SECOND, () -> cluster.together(1, 2, 3)));
            cluster.createLog(2, "log", plan(Plan.Order.LEADER, "all"));
            assertTrue(cluster.until(SECOND, () -> cluster.acknowledged > 50));
            cluster.nodes().get(lost - 1).kill();
            long before = cluster.acknowledged;
            assertTrue(cluster.until(SECOND, () -> cluster.acknowledged > before + 50), "goes on with one copy");
            cluster.start(cluster.nodes().get(lost - 1));
            assertTrue(cluster.until(10 * SECOND, () -> cluster.together(1, 2, 3)));
            cluster.finish(1, 2);
            assertTrue(cluster.node(3).core().log("log").isEmpty(), "a witness holds no log");
        }
    }

    @Test
    void theInitiatorDiesInEachPhase() {
        for (String phase : List.of("SEALING", "CATCHING_UP", "DECIDING")) {
            TestCluster cluster = started(5, PAXOS);
            cluster.network.clog(
                    cluster.nodes().get(0),
                    cluster.nodes().get(1),
                    200_000); // n2 lags, so that there is something to copy
            cluster.until(20 * MILLI, () -> false);
            cluster.nodes().get(0).kill();
            assertTrue(
                    cluster.until(
                            2 * SECOND,
                            () -> cluster.node(2).core().status().change().startsWith(phase)),
                    phase);
            cluster.nodes().get(1).kill();
            long before = cluster.acknowledged;
            assertTrue(cluster.until(3 * SECOND, () -> cluster.acknowledged > before + 50), phase);
            cluster.start(cluster.nodes().get(1));
            cluster.start(cluster.nodes().get(0));
            assertTrue(cluster.until(20 * SECOND, () -> cluster.together(1, 2, 3, 4, 5)), phase);
            cluster.finish(1, 2, 3, 4, 5);
        }
    }
}
