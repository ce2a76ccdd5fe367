package org.ithaca.it;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.ithaca.base.Defect;
import org.ithaca.sim.FaultKind;
import org.ithaca.sim.FaultPlan;
import org.ithaca.sim.NetworkOptions;
import org.ithaca.sim.Outcome;
import org.ithaca.sim.Scenario;
import org.ithaca.sim.SimNetwork;
import org.ithaca.sim.Simulator;
import org.ithaca.sim.Swarm;

/// One history of a cluster: founded, worked on, broken in many ways, mended, and compared with what it
/// promised.
public final class ClusterScenario implements Scenario {
    private static final long MOST_EVENTS = 4_000_000;
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long FOUNDING = TimeUnit.SECONDS.toNanos(30);
    private static final long FINISHING = TimeUnit.SECONDS.toNanos(90);
    /// A disk that lies loses what it said it had: no quorum system here is made for that.
    private static final Set<FaultKind> BEYOND = EnumSet.of(FaultKind.FORCE_LIES, FaultKind.BIT_FLIP);
    /// What ends processes by other ways than those that a cluster in memory is asked about before.
    private static final Set<FaultKind> NOT_IN_MEMORY =
            EnumSet.of(FaultKind.FORCE_FAILS, FaultKind.TOTAL_POWER_LOSS, FaultKind.JOIN, FaultKind.LEAVE);

    private final Focus focus;

    private ClusterScenario(Focus focus) {
        this.focus = focus;
    }

    /// Histories of every kind.
    public static ClusterScenario any() {
        return new ClusterScenario(Focus.NONE);
    }

    /// Histories in which this defect, once planted, is likely to show.
    public static ClusterScenario finding(Defect defect) {
        return new ClusterScenario(Focus.on(defect));
    }

    @Override
    public Outcome run(Simulator world) {
        world.eventLimit(MOST_EVENTS);
        Swarm drawn = swarm(world);
        Shape shape = Shape.draw(world, focus, drawn.kinds());
        Swarm swarm = shape.durable() ? drawn : without(drawn, NOT_IN_MEMORY);
        world.note("shape", shape.toString(), 0, 0, 0);
        world.note(
                "swarm",
                new TreeSet<>(swarm.kinds()) + " " + swarm.network(),
                swarm.meanPauseNanos(),
                swarm.meanLengthNanos(),
                0);
        Witness witness = new Witness(world);
        SimNetwork network = new SimNetwork(world, NetworkOptions.lan());
        SimCluster cluster = new SimCluster(network, shape, witness);
        List<Workload> workloads = new ArrayList<>();
        FaultPlan plan = new FaultPlan(network, swarm, cluster);
        cluster.startAll();
        for (int i = 1; i <= shape.clients(); i++) {
            SimClient client = new SimClient(i, network.clientHost("c" + i), cluster.addresses(), world.hooks());
            workloads.add(new Workload(client, shape, witness));
        }
        cluster.admin(new SimAdmin(workloads.getFirst().client()));
        if (!shape.early()) {
            await(
                    world,
                    FOUNDING,
                    "be founded",
                    cluster,
                    () -> cluster.together() && workloads.stream().allMatch(Workload::ready));
        }
        plan.start();
        world.runFor(shape.faultNanos());
        plan.heal();
        finish(world, cluster, workloads);
        witness.finish(cluster.lasting());
        return new Outcome(witness.operations(), witness.epochs());
    }

    private Swarm swarm(Simulator world) {
        EnumSet<FaultKind> allowed = EnumSet.allOf(FaultKind.class);
        allowed.removeAll(BEYOND);
        allowed.removeAll(focus.never());
        Swarm drawn = Swarm.draw(world, allowed);
        EnumSet<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        kinds.addAll(drawn.kinds());
        kinds.addAll(focus.always());
        return with(drawn, kinds);
    }

    private static Swarm without(Swarm swarm, Set<FaultKind> fewer) {
        EnumSet<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        kinds.addAll(swarm.kinds());
        kinds.removeAll(fewer);
        return with(swarm, kinds);
    }

    private static Swarm with(Swarm swarm, Set<FaultKind> kinds) {
        return new Swarm(swarm.network(), kinds, swarm.meanPauseNanos(), swarm.meanLengthNanos(), swarm.maxDriftPpm());
    }

    private static void finish(Simulator world, SimCluster cluster, List<Workload> workloads) {
        world.runFor(TimeUnit.MILLISECONDS.toNanos(200));
        workloads.forEach(Workload::stop);
        await(
                world,
                FINISHING,
                "answer its clients",
                cluster,
                () -> workloads.stream().allMatch(Workload::idle));
        await(world, FINISHING, "come to rest", cluster, cluster::level);
    }

    private static void await(Simulator world, long nanos, String what, SimCluster cluster, BooleanSupplier condition) {
        long deadline = world.nowNanos() + nanos;
        while (!condition.getAsBoolean()) {
            if (world.nowNanos() >= deadline) {
                throw new IllegalStateException("the cluster does not " + what + " within "
                        + TimeUnit.NANOSECONDS.toSeconds(nanos) + " s:" + cluster.describe());
            }
            world.runFor(LOOK);
        }
    }
}
