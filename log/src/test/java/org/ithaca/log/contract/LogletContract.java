package org.ithaca.log.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ithaca.base.Bytes;
import org.ithaca.base.Defect;
import org.ithaca.base.Hooks;
import org.ithaca.base.LogletId;
import org.ithaca.base.NodeId;
import org.ithaca.log.Loglet;
import org.ithaca.log.LogletPorts;
import org.ithaca.log.Plan;
import org.ithaca.quorum.QuorumSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every engine must do under every plan it offers; extended by each engine's tests.
public abstract class LogletContract {
    /// A plan over so many members.
    public record Case(int size, Plan plan) {
        @Override
        public String toString() {
            return size + " members, " + plan.order() + ", " + plan.quorum()
                    + (plan.durable() ? ", durable" : ", memory");
        }
    }

    private static final long SECOND = 1_000_000_000;
    /// Runs a case; `-Dcontract.seeds=100` for a longer look.
    private static final int SEEDS = Integer.getInteger("contract.seeds", 4);

    /// How the engine makes a loglet.
    protected abstract Loglet open(
            LogletId id, List<NodeId> members, NodeId self, Plan plan, LogletPorts ports, Hooks hooks);

    protected final ContractCluster cluster(long seed, Case c, Hooks hooks) {
        return new ContractCluster(seed, c.size(), c.plan(), hooks, this::open);
    }

    public static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int size = 1; size <= 5; size++) {
            for (Plan.Order order : Plan.Order.values()) {
                for (String quorum : quorums(size)) {
                    for (boolean durable : new boolean[] {false, true}) {
                        QuorumSpec spec = QuorumSpec.parse(quorum);
                        cases.add(new Case(size, new Plan(order, spec, Plan.Spread.STAR, durable)));
                    }
                }
            }
        }
        return cases.stream();
    }

    private static List<String> quorums(int size) {
        int write = (size + 1) / 2;
        return List.of("majority", "all", "counting(" + write + "," + (size + 1 - write) + ")");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyoneDeliversEverythingInOneOrder(Case c) {
        for (long seed = 0; seed < SEEDS; seed++) {
            ContractCluster cluster = cluster(seed, c, Hooks.NONE);
            long written = writeEverywhere(cluster, 40);
            delivered(cluster, c, written, seed);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void lossDoublingAndReorderingDelayAndNoMore(Case c) {
        for (long seed = 0; seed < SEEDS; seed++) {
            ContractCluster cluster = cluster(seed, c, Hooks.NONE).with(Faults.HARSH);
            writeEverywhere(cluster, 40);
            cluster.run(SECOND / 4);
            cluster.with(Faults.NONE);
            delivered(cluster, c, -1, seed);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aMemberCutOffForAWhileCatchesUp(Case c) {
        for (long seed = 0; seed < SEEDS; seed++) {
            ContractCluster cluster = cluster(seed, c, Hooks.NONE).with(Faults.HARSH);
            int away = (int) seed % c.size();
            cluster.run(SECOND / 100);
            cluster.cut(away);
            writeEverywhere(cluster, 60);
            cluster.run(SECOND);
            cluster.heal(away);
            cluster.with(Faults.NONE);
            delivered(cluster, c, -1, seed);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theWindowFillsWhileNobodyAnswersAndOpensAgain(Case c) {
        if (c.plan().quorum().over(c.size()).writeQuorum(1)) {
            return;
        }
        ContractCluster cluster = cluster(3, c, Hooks.NONE);
        ContractNode writer = cluster.node(0);
        cluster.cut(0);
        while (writer.tryAppend(10)) {
            cluster.run(1000);
        }
        assertEquals(Loglet.Admission.WINDOW_FULL, writer.loglet().admission());
        cluster.run(SECOND);
        assertEquals(Loglet.Admission.WINDOW_FULL, writer.loglet().admission());
        cluster.heal(0);
        delivered(cluster, c, writer.written(), 3);
        assertEquals(Loglet.Admission.OPEN, writer.loglet().admission());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aLoneWriterWaitsForNobody(Case c) {
        for (int writer = 0; writer < c.size(); writer++) {
            boolean may = cluster(0, c, Hooks.NONE).node(writer).loglet().admission() == Loglet.Admission.OPEN;
            assertTrue(!may || aLoneWriterIsHeard(c, writer, Hooks.NONE), c + ", writer " + writer);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aHostOrADiskThatIsStuckHoldsUpNobodyForEver(Case c) {
        for (long seed = 0; seed < SEEDS; seed++) {
            ContractCluster cluster = cluster(seed, c, Hooks.NONE).with(Faults.HARSH);
            ContractNode stuck = cluster.node(c.size() - 1);
            stuck.diskStuck(true);
            stuck.hostStuck(true);
            writeEverywhere(cluster, 60);
            cluster.run(SECOND);
            stuck.diskStuck(false);
            cluster.run(SECOND / 10);
            stuck.hostStuck(false);
            cluster.with(Faults.NONE);
            delivered(cluster, c, -1, seed);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aSealAtAnyTimeKeepsWhateverWasStable(Case c) {
        for (long seed = 0; seed < 4L * SEEDS; seed++) {
            sealedInTheMiddle(c, seed, Hooks.NONE);
        }
    }

    @Test
    void aSealedLogletTakesNothing() {
        Plan plan = new Plan(Plan.Order.LEADER, new QuorumSpec.Majority(), Plan.Spread.STAR, false);
        ContractCluster cluster = cluster(1, new Case(3, plan), Hooks.NONE);
        Loglet leader = cluster.node(0).loglet();
        leader.seal();
        leader.seal();
        assertEquals(Loglet.Admission.SEALED, leader.admission());
        assertThrows(IllegalStateException.class, () -> leader.append(Bytes.EMPTY, 0));
    }

    /// Writes, seals every member at a moment of its own and checks what any seal quorum says about the end.
    protected final void sealedInTheMiddle(Case c, long seed, Hooks hooks) {
        ContractCluster cluster = cluster(seed, c, hooks).with(Faults.HARSH);
        for (int rank = 0; rank < c.size(); rank++) {
            cluster.write(rank, 1000, 2_000_000);
            cluster.sealAfter(SECOND / 10 + cluster.random().below(20_000_000), rank);
            if (cluster.random().oneIn(5)) {
                cluster.cut(rank);
            }
        }
        for (int moment = 0; moment < 20; moment++) {
            cluster.run(SECOND / 50 + cluster.random().below(1000));
            long[] durable = cluster.nodes().stream()
                    .mapToLong(node -> node.loglet().durable())
                    .toArray();
            cluster.ledger().checkDisks(cluster.quorum(), durable);
        }
        cluster.ledger().checkSeals(cluster.quorum());
    }

    /// Only one member writes: the others must not hold it up. Returns whether everything written was delivered.
    protected final boolean aLoneWriterIsHeard(Case c, int writer, Hooks hooks) {
        ContractCluster cluster = cluster(7, c, hooks);
        cluster.write(writer, 50, 2_000_000);
        return cluster.runUntil(() -> everyoneHas(cluster, 50), 20 * SECOND);
    }

    /// Whether some seed shows the planted mistake, be it by a wrong claim or by a violated invariant.
    protected final boolean found(Defect planted, Case c) {
        Hooks hooks = new Hooks() {
            @Override
            public boolean planted(Defect defect) {
                return defect == planted;
            }

            @Override
            public void reached(String probe) {}
        };
        for (long seed = 0; seed < 200; seed++) {
            try {
                sealedInTheMiddle(c, seed, hooks);
            } catch (AssertionError | IllegalStateException shown) {
                return true;
            }
        }
        return false;
    }

    private static long writeEverywhere(ContractCluster cluster, int each) {
        long written = 0;
        for (int rank = 0; rank < cluster.nodes().size(); rank++) {
            if (cluster.node(rank).loglet().admission() == Loglet.Admission.OPEN) {
                cluster.write(rank, each, 3_000_000);
                written += each;
            }
        }
        return written;
    }

    /// Everyone delivers the same, nobody has anything left to do; `expected` is -1 for as many as were written.
    private static void delivered(ContractCluster cluster, Case c, long expected, long seed) {
        long most = expected >= 0 ? expected : 0;
        assertTrue(
                cluster.runUntil(
                        () -> written(cluster) >= most && everyoneHas(cluster, written(cluster)), 120 * SECOND),
                () -> c + " does not come to an end, seed " + seed + ": " + cluster);
        assertTrue(
                cluster.runUntil(cluster::quiet, 60 * SECOND),
                () -> c + " does not come to rest, seed " + seed + ": " + cluster);
        assertEquals(written(cluster), cluster.ledger().count(), c + ", seed " + seed);
    }

    private static long written(ContractCluster cluster) {
        return cluster.nodes().stream().mapToLong(ContractNode::written).sum();
    }

    private static boolean everyoneHas(ContractCluster cluster, long count) {
        long delivered = cluster.node(0).delivered();
        return cluster.nodes().stream().allMatch(node -> node.delivered() == delivered)
                && cluster.ledger().count() == count;
    }
}
