package org.ithaca.it;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.ithaca.base.Defect;
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
    private static final int AUDITED_ONE_IN = 3;
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long FOUNDING = TimeUnit.SECONDS.toNanos(30);
    private static final long FINISHING = TimeUnit.SECONDS.toNanos(90);
    /// Longest a client waits for the next answer where nothing goes wrong.
    private static final long CALM_PATIENCE = TimeUnit.MILLISECONDS.toNanos(400);

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
        Swarm drawn = Weather.draw(world, focus);
        Shape shape = Shape.draw(world, focus, drawn.kinds());
        return new History(world, shape, shape.durable() ? drawn : Weather.forMemory(drawn)).run();
    }

    /// A history under way.
    private static final class History {
        private final Simulator world;
        private final Shape shape;
        private final Swarm swarm;
        private final Witness witness;
        private final SimNetwork network;
        private final SimCluster cluster;
        private final FaultPlan plan;
        private final List<Workload> workloads = new ArrayList<>();

        History(Simulator world, Shape shape, Swarm swarm) {
            this.world = world;
            this.shape = shape;
            this.swarm = swarm;
            world.note("shape", shape.toString(), 0, 0, 0);
            String weather = new TreeSet<>(swarm.kinds()) + " " + swarm.network();
            world.note("swarm", weather, swarm.meanPauseNanos(), swarm.meanLengthNanos(), 0);
            witness = new Witness(world);
            network = new SimNetwork(world, NetworkOptions.lan());
            cluster = new SimCluster(network, shape, witness);
            for (int i = 1; i <= shape.clients(); i++) {
                network.clientHost("c" + i);
            }
            plan = new FaultPlan(network, swarm, cluster);
        }

        Outcome run() {
            cluster.startAll();
            network.hosts().stream().filter(host -> host.name().startsWith("c")).forEach(host -> {
                SimClient client = new SimClient(workloads.size() + 1, host, cluster.addresses(), null, world.hooks());
                workloads.add(new Workload(client, shape, witness));
            });
            cluster.admin(new SimAdmin(workloads.getFirst().client()));
            if (!shape.early()) {
                await(FOUNDING, "be founded", () -> cluster.together() && all(Workload::ready));
                workloads.forEach(Workload::measure);
            }
            plan.start();
            world.runFor(shape.faultNanos());
            plan.heal();
            finish();
            witness.finish(cluster.lasting());
            return new Outcome(witness.operations(), witness.epochs());
        }

        private boolean all(java.util.function.Predicate<Workload> condition) {
            return workloads.stream().allMatch(condition);
        }

        private void finish() {
            world.runFor(TimeUnit.MILLISECONDS.toNanos(200));
            workloads.forEach(Workload::stop);
            await(FINISHING, "answer its clients", () -> all(Workload::idle));
            await(FINISHING, "come to rest", cluster::level);
            if (swarm.kinds().isEmpty() && !shape.early()) {
                checkCalm();
            }
            if (world.random("audit").oneIn(AUDITED_ONE_IN)) {
                Audit audit = new Audit(network, cluster, witness);
                await(FINISHING, "be read member by member", audit::done);
            }
        }

        private void checkCalm() {
            for (Workload workload : workloads) {
                if (workload.longestWait() > CALM_PATIENCE) {
                    throw new IllegalStateException(workload.client().name() + " waited "
                            + TimeUnit.NANOSECONDS.toMillis(workload.longestWait())
                            + " ms for an answer although nothing went wrong" + cluster.describe());
                }
            }
        }

        private void await(long nanos, String what, BooleanSupplier condition) {
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
}
