package org.ithaca.cluster;

import static org.ithaca.cluster.TestCluster.MILLI;
import static org.ithaca.cluster.TestCluster.SECOND;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.ithaca.base.LogId;
import org.ithaca.base.SplitMix;
import org.ithaca.log.Plan;
import org.ithaca.sim.FaultKind;
import org.ithaca.sim.FaultPlan;
import org.ithaca.sim.Outcome;
import org.ithaca.sim.SeedFailure;
import org.ithaca.sim.SeedRunner;
import org.ithaca.sim.SimReport;
import org.ithaca.sim.Simulator;
import org.ithaca.sim.Swarm;
import org.junit.jupiter.api.Test;

/// Clusters under seeded faults of every kind, with all checkers on. `-Dseeds=n` runs more of them,
/// `-Dseed=s` one.
class StormTest {
    private static final Set<FaultKind> KINDS =
            EnumSet.complementOf(EnumSet.of(FaultKind.FORCE_LIES, FaultKind.FORCE_FAILS, FaultKind.BIT_FLIP));

    static final List<Plan> PLANS = List.of(
            ClusterTest.PAXOS,
            ClusterTest.DERECHO,
            ClusterTest.plan(Plan.Order.LEADER, "all"),
            ClusterTest.plan(Plan.Order.ROUND_ROBIN, "majority"),
            ClusterTest.plan(Plan.Order.LEADER, "counting(2,2)"));

    @Test
    void stormsLeaveTheInvariantsWhole() {
        long first = Long.getLong("seed", 1);
        long count = Long.getLong("seeds", 25);
        SimReport report = new SeedRunner(StormTest::storm, "")
                .compareEvery(20)
                .mostFailures(Integer.getInteger("failures", 1))
                .onSeed(seed -> {
                    if (Boolean.getBoolean("print")) {
                        System.out.println("seed " + seed);
                    }
                })
                .run(first, count);
        if (Boolean.getBoolean("report")) {
            System.out.println(report.table());
        }
        assertTrue(
                report.passed(),
                () -> report.failures().stream()
                        .map(StormTest::describe)
                        .toList()
                        .toString());
    }

    private static String describe(SeedFailure failure) {
        StringBuilder text = new StringBuilder(failure.describe());
        for (StackTraceElement at : failure.cause().getStackTrace()) {
            if (at.getClassName().startsWith("org.ithaca.")) {
                text.append("\n  at ").append(at);
            }
        }
        return text.toString();
    }

    static Outcome storm(Simulator world) {
        SplitMix random = world.random("scenario");
        int size = List.of(3, 3, 5, 2, 1).get(random.below(5));
        boolean inMemory = size == 3 && random.oneIn(4);
        Plan plan = kept(PLANS.get(random.below(size == 3 ? 5 : 4)), inMemory);
        TestCluster cluster = new TestCluster(world, size);
        cluster.print = Boolean.getBoolean("print");
        cluster.inMemory = inMemory;
        cluster.checkpoints = random.oneIn(2);
        cluster.mayBeDown = !inMemory && random.oneIn(2) ? size : (size - 1) / 2;
        Swarm swarm = Swarm.draw(world, KINDS);
        FaultPlan faults = new FaultPlan(cluster.network, swarm, cluster);
        cluster.startAll();
        cluster.until(5 * SECOND, () -> cluster.together(cluster.expected()));
        cluster.createLog(1, "log", cluster.checkpoints ? LogKind.OBJECTS : LogKind.RAW, plan);
        cluster.note(cluster.founders.getFirst().id(), size + " nodes, " + plan + ", " + swarm);
        faults.start();
        if (random.oneIn(3)) {
            changePlans(cluster, random, size, inMemory);
        }
        cluster.until((1 + random.below(6)) * SECOND, () -> false);
        faults.heal();
        cluster.until(500 * MILLI, () -> false);
        cluster.finish(cluster.expected());
        return new Outcome(cluster.acknowledged, cluster.layouts.epochCount());
    }

    private static Plan kept(Plan plan, boolean inMemory) {
        return new Plan(plan.order(), plan.quorum(), plan.spread(), !inMemory);
    }

    private static void changePlans(TestCluster cluster, SplitMix random, int size, boolean inMemory) {
        for (int change = 0; change < 4; change++) {
            cluster.until(random.below(400) * MILLI, () -> false);
            Plan next = kept(PLANS.get(random.below(4)), inMemory);
            TestNode node = cluster.live(1 + random.below(size));
            if (node != null) {
                node.process.post(() -> node.core().changePlan(new LogId(0), next, _ -> {}));
            }
        }
    }
}
