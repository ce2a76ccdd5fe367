package org.ithaca.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Peer;
import org.ithaca.base.SplitMix;
import org.ithaca.log.Plan;
import org.ithaca.sim.NetworkOptions;
import org.ithaca.sim.SimHost;
import org.ithaca.sim.SimNetwork;
import org.ithaca.sim.Simulator;
import org.junit.jupiter.api.Test;

/// Many clients against servers that lose, double, delay, refuse, hand over and die: what the clients are told is
/// compared with the log.
class ClientCoreSimTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int RUNS = 60;

    /// One history.
    private static final class World {
        final Simulator world;
        final SplitMix random;
        final SimNetwork network;
        final FakeCluster cluster;
        final List<SimClient> clients = new ArrayList<>();

        World(long seed, NetworkOptions options, Plan.Order order, int sessions) {
            world = new Simulator(seed);
            random = world.random("test");
            network = new SimNetwork(world, options);
            cluster = new FakeCluster(network, world.random("cluster"), order, sessions);
        }

        void clients(int count) {
            for (int i = 0; i < count; i++) {
                SimHost host = network.clientHost("c" + i);
                Peer.Client identity = new Peer.Client(i, "c" + i);
                clients.add(new SimClient("c" + i, host.boot(identity), world.random("client " + i), world.hooks()));
            }
        }

        void append(long deadlineNanos) {
            clients.forEach(client -> client.appendSoon(RUNS, deadlineNanos));
        }

        void handOvers(int count) {
            for (int i = 0; i < count; i++) {
                world.after(random.below(200_000_000), cluster::changeEpoch);
            }
        }

        void kills(int count) {
            for (int i = 0; i < count; i++) {
                int node = random.below(3);
                world.after(random.below(150_000_000), () -> {
                    if (cluster.hosts.get(node).running() != null) {
                        cluster.hosts.get(node).kill();
                        world.after(random.below(100_000_000), cluster::changeEpoch);
                        world.after(150_000_000, () -> cluster.boot(node));
                    }
                });
            }
        }

        void settle(long nanos) {
            world.runFor(200_000_000);
            network.options(network.options().healed());
            boolean settled = world.runUntil(
                    () -> clients.stream().allMatch(c -> c.runs == RUNS && c.settled()), world.nowNanos() + nanos);
            assertTrue(settled, "not every append was settled in time");
        }

        void check() {
            Set<String> there = new HashSet<>();
            cluster.inOrder.forEach(entry -> assertTrue(there.add(entry), entry + " is in the log twice"));
            for (SimClient client : clients) {
                client.done.forEach((entry, position) -> assertEquals(entry, cluster.log.get(position)));
                client.failed.forEach((entry, error) -> {
                    boolean possible = error.outcome() == IthacaException.Outcome.UNKNOWN;
                    assertTrue(possible || !there.contains(entry), entry + " is in the log: " + error.getMessage());
                });
                List<String> order = cluster.inOrder.stream()
                        .filter(entry -> entry.startsWith(client.name + "/"))
                        .toList();
                List<String> given =
                        client.given.stream().filter(there::contains).toList();
                assertEquals(given, order, "entries of one client keep their order");
            }
        }

        void nothingFailed() {
            clients.forEach(client -> {
                assertEquals(Set.of(), client.failed.keySet(), () -> client.failed.toString());
                assertEquals(client.runs, client.released);
            });
        }
    }

    private static void each(int seeds, java.util.function.LongConsumer history) {
        for (long seed = 0; seed < seeds; seed++) {
            try {
                history.accept(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static Plan.Order order(long seed) {
        return seed % 2 == 0 ? Plan.Order.LEADER : Plan.Order.ROUND_ROBIN;
    }

    @Test
    void withoutFaultsEverythingIsDoneSoon() {
        each(20, seed -> {
            World world = new World(seed, NetworkOptions.lan(), order(seed), 1000);
            world.cluster.refusalsOneIn = Integer.MAX_VALUE;
            world.clients(3);
            world.append(30 * SECOND);
            world.settle(SECOND);
            world.check();
            world.nothingFailed();
        });
    }

    @Test
    void handOversAndRefusalsAreInvisible() {
        each(40, seed -> {
            World world = new World(seed, NetworkOptions.lan(), order(seed), 1000);
            world.clients(3);
            world.handOvers(5);
            world.append(30 * SECOND);
            world.settle(5 * SECOND);
            world.check();
            world.nothingFailed();
        });
    }

    @Test
    void aNetworkThatLosesDoublesAndReordersOnlyCostsTime() {
        each(40, seed -> {
            NetworkOptions faulty = NetworkOptions.lan().faulty(20, 100, 200, 200);
            World world = new World(seed, faulty, order(seed), 1000);
            world.clients(3);
            world.handOvers(3);
            for (int i = 0; i < 4; i++) {
                world.world.after(world.random.below(200_000_000), world.network::resetSomeLink);
            }
            world.append(100 * SECOND);
            world.settle(80 * SECOND);
            world.check();
            world.nothingFailed();
        });
    }

    @Test
    void killedServersCostNothingButTime() {
        each(40, seed -> {
            World world = new World(seed, NetworkOptions.lan().faulty(10, 20, 20, 20), order(seed), 1000);
            world.clients(3);
            world.kills(3);
            world.append(100 * SECOND);
            world.settle(80 * SECOND);
            world.check();
            world.nothingFailed();
        });
    }

    @Test
    void deadlinesAndForgottenSessionsAreToldTruly() {
        int[] outcomes = new int[3];
        Set<String> probes = new HashSet<>();
        each(100, seed -> {
            World world = new World(seed, NetworkOptions.lan().faulty(20, 100, 100, 100), order(seed), 3);
            world.clients(6);
            world.kills(2);
            world.handOvers(3);
            world.append(20_000_000L * (1 + world.random.below(20)));
            world.settle(30 * SECOND);
            world.world.runFor(20 * SECOND);
            world.check();
            probes.addAll(world.world.hooks().probes().keySet());
            world.clients.forEach(client -> {
                outcomes[0] += client.done.size();
                client.failed.values().forEach(e -> outcomes[e.outcome() == IthacaException.Outcome.UNKNOWN ? 1 : 2]++);
            });
        });
        assertEquals(Set.of("client.append-refused", "client.append-sent-again", "client.session-expired"), probes);
        assertTrue(outcomes[0] > 0 && outcomes[1] > 0 && outcomes[2] > 0, "each outcome is seen");
    }
}
