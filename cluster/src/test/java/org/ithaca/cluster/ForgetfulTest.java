package org.ithaca.cluster;

import static org.ithaca.cluster.TestCluster.MILLI;
import static org.ithaca.cluster.TestCluster.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ithaca.base.Defect;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.log.Plan;
import org.ithaca.sim.CutMode;
import org.ithaca.sim.SimHost;
import org.ithaca.sim.Simulator;
import org.ithaca.sim.ViolationException;
import org.junit.jupiter.api.Test;

/// What a process forgets when it dies must not be counted on: each course of events with the defence, and
/// without.
class ForgetfulTest {
    private static final Plan IN_MEMORY =
            new Plan(ClusterTest.PAXOS.order(), ClusterTest.PAXOS.quorum(), ClusterTest.PAXOS.spread(), false);

    private static TestCluster started(int size, Plan plan, Defect... planted) {
        Simulator world = new Simulator(3);
        for (Defect defect : planted) {
            world.hooks().plant(defect);
        }
        TestCluster cluster = new TestCluster(world, size);
        cluster.print = Boolean.getBoolean("print");
        cluster.startAll();
        assertTrue(cluster.until(5 * SECOND, () -> cluster.together(cluster.expected())));
        cluster.createLog(1, "log", plan);
        assertTrue(cluster.until(SECOND, () -> cluster.acknowledged > 50));
        return cluster;
    }

    private static void cut(TestCluster cluster, int one, int... others) {
        for (int other : others) {
            SimHost a = cluster.nodes().get(one - 1);
            SimHost b = cluster.nodes().get(other - 1);
            cluster.network.cut(a, b, CutMode.DROP);
            cluster.network.cut(b, a, CutMode.DROP);
        }
    }

    private static void restart(TestCluster cluster, int number) {
        cluster.nodes().get(number - 1).kill();
        cluster.start(cluster.nodes().get(number - 1));
    }

    /// n3 lags, n1 and n2 hold what is acknowledged, n2 restarts and n1 is cut off: n2 and n3 do not know
    /// all.
    private static void amnesia(Defect... planted) {
        TestCluster cluster = started(3, IN_MEMORY, planted);
        cluster.network.cut(cluster.nodes().get(0), cluster.nodes().get(2), CutMode.DROP);
        cluster.until(100 * MILLI, () -> false);
        cut(cluster, 1, 2, 3);
        restart(cluster, 2);
        cluster.until(5 * SECOND, () -> false);
        cluster.network.mendAll();
        cluster.finish(1, 2, 3);
    }

    @Test
    void amnesiacsDoNotCountForALogInMemory() {
        amnesia();
        assertThrows(ViolationException.class, () -> amnesia(Defect.AMNESIA_HIDDEN));
    }

    /// A log in memory has an epoch that ended and one that is open, and one on disk has entries. Then all
    /// lose their power.
    @Test
    void aLogInMemoryBeginsAnewOnceAllHaveLostIt() {
        TestCluster cluster = started(3, IN_MEMORY);
        cluster.createLog(2, "disk", ClusterTest.PAXOS);
        Plan next = new Plan(Plan.Order.ROUND_ROBIN, IN_MEMORY.quorum(), IN_MEMORY.spread(), false);
        cluster.at(3, core -> core.changePlan(new LogId(0), next, _ -> {}));
        cluster.until(SECOND, () -> false);
        cluster.nodes().forEach(SimHost::powerLoss);
        cluster.startAll();
        assertTrue(cluster.until(10 * SECOND, () -> cluster.together(1, 2, 3)));
        long before = cluster.acknowledged;
        assertTrue(cluster.until(SECOND, () -> cluster.acknowledged > before + 50));
        cluster.finish(1, 2, 3);
        assertEquals(
                new LogId(2),
                cluster.node(1).core().layout().log("log").orElseThrow().id());
        assertTrue(cluster.deliveredBy(1, new LogId(2)) > 10, "it takes appends");
        assertTrue(cluster.deliveredBy(1, new LogId(1)) > 50, "the other has lost nothing");
    }

    /// Its checkpoint had been on its way to the disk: that it is there is news of a log that is no more.
    @Test
    void aCheckpointOfALostLogIsNoNews() {
        TestCluster cluster = started(3, IN_MEMORY);
        LogId log = new LogId(0);
        cluster.nodes().forEach(SimHost::powerLoss);
        cluster.startAll();
        assertTrue(cluster.until(
                5 * SECOND,
                () -> cluster.live(1) != null && cluster.node(1).core().log(log).isPresent()));
        VirtualLog lost = cluster.log(1, log);
        assertTrue(
                cluster.until(10 * SECOND, () -> cluster.node(1).core().log(log).isEmpty()));
        cluster.node(1).process.post(() -> lost.checkpointed(10));
        cluster.until(SECOND, () -> false);
        cluster.finish(1, 2, 3);
    }

    /// n1 is cut off and left out by the others. Two of those die before they learn that the layout they
    /// accepted is decided, and come back on n1's side.
    private static void unsealed(Defect... planted) {
        TestCluster cluster = started(5, ClusterTest.PAXOS, planted);
        cut(cluster, 1, 2, 5);
        cluster.network.cut(cluster.nodes().get(0), cluster.nodes().get(2), CutMode.DROP);
        cluster.network.cut(cluster.nodes().get(0), cluster.nodes().get(3), CutMode.DROP);
        assertTrue(
                cluster.until(5 * SECOND, () -> cluster.node(2).core().layout().version() == 3));
        cluster.nodes().get(2).kill();
        cluster.nodes().get(3).kill();
        cluster.network.mendAll();
        cut(cluster, 2, 1, 3, 4);
        cut(cluster, 5, 1, 3, 4);
        cluster.start(cluster.nodes().get(2));
        cluster.start(cluster.nodes().get(3));
        cluster.until(300 * MILLI, () -> false);
        cluster.network.mendAll();
        cluster.finish(1, 2, 3, 4, 5);
    }

    @Test
    void aRestartedReplicaStaysSealed() {
        unsealed();
        assertThrows(ViolationException.class, () -> unsealed(Defect.SEAL_NOT_DURABLE));
    }

    /// n1 and n2 do not hear each other and both want the next layout. n3 promises n2, loses power, and
    /// meets n1's older proposal first.
    private static void promise(Defect... planted) {
        TestCluster cluster = started(3, ClusterTest.PAXOS, planted);
        cluster.working = false;
        SimHost n2 = cluster.nodes().get(1);
        SimHost n3 = cluster.nodes().get(2);
        cluster.network.cut(cluster.nodes().get(0), n2, CutMode.RESET);
        cluster.network.cut(n2, cluster.nodes().get(0), CutMode.RESET);
        cluster.network.cut(cluster.nodes().get(0), n3, CutMode.DROP);
        cluster.until(50 * MILLI, () -> false);
        n3.disk().faults().slow(true);
        cluster.at(1, core -> core.createLog("a", LogKind.RAW, ClusterTest.PAXOS, _ -> {}));
        cluster.at(2, core -> core.createLog("b", LogKind.RAW, ClusterTest.PAXOS, _ -> {}));
        cluster.until(
                500 * MILLI, () -> cluster.node(2).core().status().change().startsWith("DECIDING"));
        n3.powerLoss();
        n3.disk().faults().slow(false);
        cluster.network.cut(n2, n3, CutMode.DROP);
        cluster.network.mend(cluster.nodes().get(0), n3);
        cluster.start(n3);
        SimHost n1 = cluster.nodes().get(0);
        cluster.until(400 * MILLI, () -> cluster.node(1).core().layout().version() == 3);
        cluster.network.cut(n1, n3, CutMode.DROP);
        n1.powerLoss();
        cluster.until(10 * MILLI, () -> false);
        cluster.network.mendAll();
        cluster.until(400 * MILLI, () -> false);
        cluster.start(n1);
        cluster.finish(1, 2, 3);
    }

    @Test
    void aPromiseIsKeptOverALossOfPower() {
        promise();
        assertThrows(ViolationException.class, () -> promise(Defect.PROMISE_NOT_DURABLE));
    }

    /// n1 has a layout decided by itself and n3, and dies before anybody hears of it.
    private static void accepted(Defect... planted) {
        TestCluster cluster = started(3, ClusterTest.PAXOS, planted);
        cluster.working = false;
        SimHost n1 = cluster.nodes().get(0);
        cluster.network.cut(n1, cluster.nodes().get(1), CutMode.DROP);
        cluster.until(20 * MILLI, () -> false);
        cluster.at(1, core -> core.createLog("a", LogKind.RAW, ClusterTest.PAXOS, _ -> {}));
        assertTrue(cluster.until(SECOND, () -> cluster.node(1).core().layout().version() == 3));
        cluster.network.cut(n1, cluster.nodes().get(2), CutMode.DROP);
        n1.powerLoss();
        cluster.network.mendAll();
        cluster.at(2, core -> core.createLog("b", LogKind.RAW, ClusterTest.PAXOS, _ -> {}));
        cluster.until(2 * SECOND, () -> false);
        cluster.start(n1);
        cluster.finish(1, 2, 3);
        assertTrue(cluster.node(2).core().log("a").isPresent()
                && cluster.node(1).core().log("b").isPresent());
    }

    /// The disks of all members fail in an epoch that has ended, all at once: what was stored stays.
    @Test
    void noFailureOfDisksDropsWhatWasStored() {
        TestCluster cluster = started(3, ClusterTest.PAXOS);
        cluster.at(1, core -> core.changePlan(new LogId(0), ClusterTest.DERECHO, _ -> {}));
        LogId log = new LogId(0);
        assertTrue(cluster.until(
                5 * SECOND,
                () -> cluster.live().stream()
                        .allMatch(node -> node.core()
                                        .layout()
                                        .log(log)
                                        .orElseThrow()
                                        .newest()
                                        .epoch()
                                == 1)));
        for (int node = 1; node <= 3; node++) {
            IthacaException why = IthacaException.unknown(IthacaException.Code.DISK_FAILED, "planted");
            cluster.at(node, core -> core.failed(new LogletId(log, 0), why));
        }
        cluster.until(SECOND, () -> false);
        cluster.nodes().forEach(SimHost::powerLoss);
        cluster.startAll();
        cluster.finish(1, 2, 3);
    }

    /// n2 lags, n3 comes back with an empty disk, and n1, which alone knows all, is cut off for a while.
    @Test
    void aDiskThatIsLostIsNotTakenForAnEmptyOne() {
        TestCluster cluster = started(3, ClusterTest.PAXOS);
        SimHost n1 = cluster.nodes().get(0);
        SimHost n3 = cluster.nodes().get(2);
        cluster.network.cut(n1, cluster.nodes().get(1), CutMode.DROP);
        cluster.until(100 * MILLI, () -> false);
        cut(cluster, 1, 2, 3);
        n3.kill();
        cluster.startWiped(n3);
        cluster.until(10 * SECOND, () -> false);
        assertFalse(cluster.node(3).core().status().takesPart());
        cluster.network.mendAll();
        cluster.finish(1, 2, 3);
    }

    @Test
    void anAcceptedLayoutIsFinishedFirst() {
        accepted();
        assertThrows(ViolationException.class, () -> accepted(Defect.ACCEPTED_LAYOUT_IGNORED));
    }
}
