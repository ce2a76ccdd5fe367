package org.ithaca.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.client.AppendListener;
import org.ithaca.client.AppendRun;
import org.ithaca.client.Call;
import org.ithaca.client.Request;
import org.ithaca.cluster.ClusterConfig;
import org.ithaca.cluster.LogChain;
import org.ithaca.cluster.LogKind;
import org.ithaca.cluster.Timing;
import org.ithaca.log.Level;
import org.ithaca.log.Plan;
import org.ithaca.log.RunWriter;
import org.ithaca.quorum.QuorumSpec;
import org.ithaca.server.ServiceLimits;
import org.ithaca.sim.NetworkOptions;
import org.ithaca.sim.SimNetwork;
import org.ithaca.sim.Simulator;
import org.ithaca.store.StoreConfig;
import org.junit.jupiter.api.Test;

/// An append is answered when it is safe, not when something else next happens to wake the node: in a quiet
/// cluster with one append under way that would be a heartbeat, which here takes seconds.
class AnswerTimeTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Timing RARE_HEARTBEATS =
            new Timing(4 * SECOND, 20 * SECOND, 40 * SECOND, SECOND / 20, SECOND / 10, SECOND / 20, 4 * SECOND);
    private static final int APPENDS = 50;

    private final Simulator world = new Simulator(7);
    private final Witness witness = new Witness(world);
    private final SimNetwork network = new SimNetwork(world, NetworkOptions.lan());

    private static Plan plan(String quorum, boolean durable) {
        return new Plan(Plan.Order.LEADER, QuorumSpec.parse(quorum), Plan.Spread.STAR, durable);
    }

    /// The median time of one append after the other, in nanoseconds.
    private long median(Plan plan) {
        Shape shape = new Shape(
                3,
                0,
                1,
                List.of(plan),
                plan,
                false,
                false,
                SECOND,
                0,
                false,
                StoreConfig.DEFAULT,
                ServiceLimits.DEFAULT,
                RARE_HEARTBEATS,
                ClusterConfig.PIECE_BYTES);
        SimCluster cluster = new SimCluster(network, shape, witness);
        cluster.startAll();
        assertTrue(world.runUntil(cluster::together, 60 * SECOND), "founded");
        SimClient client = new SimClient(1, network.clientHost("c1"), cluster.addresses(), null, world.hooks());
        LogId log = create(client, plan);
        List<Long> times = new ArrayList<>();
        for (int i = 1; i <= APPENDS; i++) {
            times.add(append(client, log, Witness.Raw.entry(1, i, 10), plan.durable()));
        }
        return times.stream().sorted().toList().get(APPENDS / 2);
    }

    private LogId create(SimClient client, Plan plan) {
        client.postAfter(
                SECOND,
                () -> client.core()
                        .call(Call.changing(
                                SECOND,
                                client.now() + 60 * SECOND,
                                request -> new Request.CreateLog(request, "log", LogKind.RAW, plan),
                                answer -> {},
                                why -> {})));
        assertTrue(
                world.runUntil(
                        () -> client.core()
                                .layout()
                                .flatMap(layout -> layout.log("log"))
                                .isPresent(),
                        world.nowNanos() + 60 * SECOND),
                "created");
        return client.core()
                .layout()
                .flatMap(layout -> layout.log("log"))
                .map(LogChain::id)
                .orElseThrow();
    }

    private long append(SimClient client, LogId log, Bytes entry, boolean durable) {
        witness.invoked(log, entry);
        boolean[] answered = {false};
        AppendListener listener = new AppendListener() {
            @Override
            public void appended(int index, int count, long position, List<Bytes> results) {
                witness.acknowledged(log, entry, position, durable);
                answered[0] = true;
            }

            @Override
            public void failed(IthacaException error) {
                throw error;
            }

            @Override
            public void released() {}
        };
        long begun = world.nowNanos();
        RunWriter run = new RunWriter(64).add(entry);
        Level level = durable ? Level.DURABLE : Level.ORDERED;
        client.post(() -> client.core().append(log, new AppendRun(run, level, client.now() + 60 * SECOND, listener)));
        assertTrue(world.runUntil(() -> answered[0], begun + 60 * SECOND), "answered");
        return world.nowNanos() - begun;
    }

    private static void assertPrompt(long median) {
        assertTrue(median < SECOND / 10, "an append takes " + median / 1000 + " µs");
    }

    @Test
    void inMemoryWhenTheLastOfAllHasIt() {
        assertPrompt(median(plan("all", false)));
    }

    @Test
    void inMemoryWhenAMajorityHasIt() {
        assertPrompt(median(plan("majority", false)));
    }

    @Test
    void onDiskWhenTheLastOfAllHasIt() {
        assertPrompt(median(plan("all", true)));
    }
}
