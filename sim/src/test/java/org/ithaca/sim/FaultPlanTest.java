package org.ithaca.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ithaca.base.Bytes;
import org.ithaca.base.Link;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    /// Five nodes that do nothing, of which two may be down and one may be damaged.
    private static final class Idle implements Faultable {
        final SimNetwork network;
        final List<SimHost> hosts = new ArrayList<>();
        int joins;
        int mostDown;

        Idle(Simulator world) {
            network = new SimNetwork(world, NetworkOptions.lan());
            for (int i = 0; i < 5; i++) {
                hosts.add(network.host("n" + i, "n" + i + ":1"));
            }
        }

        @Override
        public List<SimHost> nodes() {
            return hosts;
        }

        @Override
        public void start(SimHost node) {
            assertTrue(node.running() == null);
            node.start(new Peer.Node(new NodeId(node.index()), 1), process -> new Program() {
                @Override
                public void opened(Link link) {}

                @Override
                public void received(Link link, Bytes frame) {}

                @Override
                public void closed(Link link) {}

                @Override
                public void turnEnded() {}
            });
        }

        void watch() {
            int down =
                    (int) hosts.stream().filter(host -> host.running() == null).count();
            mostDown = Math.max(mostDown, down);
            network.world().after(5_000_000, this::watch);
        }

        @Override
        public int mayBeDown() {
            return 2;
        }

        @Override
        public int mayBeDamaged() {
            return 1;
        }

        @Override
        public boolean mayStop(SimHost node) {
            return node.index() != 4;
        }

        @Override
        public boolean join() {
            return ++joins % 2 == 0;
        }
    }

    private static Swarm with(FaultKind... kinds) {
        return new Swarm(NetworkOptions.lan(), Set.of(kinds), 50_000_000, 400_000_000, 0);
    }

    private static Idle run(FaultKind... kinds) {
        Simulator world = new Simulator(11);
        Idle cluster = new Idle(world);
        FaultPlan plan = new FaultPlan(cluster.network, with(kinds), cluster);
        cluster.hosts.forEach(cluster::start);
        plan.start();
        cluster.watch();
        world.runFor(20_000_000_000L);
        plan.heal();
        world.runFor(1_000_000_000L);
        return cluster;
    }

    @Test
    void noMoreNodesAreStoppedThanMayBeAndNoneThatMayNot() {
        Idle cluster = run(FaultKind.KILL, FaultKind.POWER_LOSS, FaultKind.TOTAL_POWER_LOSS);
        FaultCounts faults = cluster.network.world().faults();
        assertTrue(faults.of(FaultKind.KILL) > 10 && faults.of(FaultKind.POWER_LOSS) > 10);
        assertEquals(0, faults.of(FaultKind.TOTAL_POWER_LOSS));
        assertEquals(2, cluster.mostDown);
    }

    @Test
    void healingBringsEverythingBack() {
        Idle cluster = run(
                FaultKind.KILL,
                FaultKind.PAUSE,
                FaultKind.PARTITION,
                FaultKind.CUT_ONE_WAY,
                FaultKind.CLOG,
                FaultKind.DISK_FULL,
                FaultKind.DISK_SLOW);
        for (SimHost host : cluster.hosts) {
            assertNotNull(host.running());
            assertFalse(host.paused());
            assertFalse(host.disk().faults().full() || host.disk().faults().slow());
            cluster.hosts.forEach(to -> assertTrue(cluster.network.passes(host, to)));
        }
        assertTrue(cluster.network.world().faults().of(FaultKind.PARTITION) > 10);
    }

    @Test
    void afterHealingWhatEndsByItselfIsStartedAgain() {
        Idle cluster = run(FaultKind.CLOCK_JUMP);
        cluster.hosts.get(4).kill();
        cluster.network.world().runFor(1_000_000_000L);
        assertNotNull(cluster.hosts.get(4).running());
    }

    @Test
    void membersComeWhereTheScenarioLetsThem() {
        Idle cluster = run(FaultKind.JOIN, FaultKind.LEAVE);
        FaultCounts faults = cluster.network.world().faults();
        assertEquals(cluster.joins / 2, faults.of(FaultKind.JOIN));
        assertEquals(0, faults.of(FaultKind.LEAVE));
        assertTrue(cluster.joins > 10);
    }

    @Test
    void overManySeedsEveryKindIsOnInAboutHalfOfThem() {
        Set<FaultKind> allowed = Set.of(FaultKind.KILL, FaultKind.LOSS, FaultKind.CLOCK_DRIFT);
        int kills = 0;
        for (int seed = 0; seed < 400; seed++) {
            Swarm swarm = Swarm.draw(new Simulator(seed), allowed);
            assertTrue(allowed.containsAll(swarm.kinds()));
            assertEquals(swarm.kinds().contains(FaultKind.LOSS), swarm.network().loss() > 0);
            assertEquals(swarm.kinds().contains(FaultKind.CLOCK_DRIFT), swarm.maxDriftPpm() > 0);
            kills += swarm.kinds().contains(FaultKind.KILL) ? 1 : 0;
        }
        assertTrue(kills > 150 && kills < 250, kills + " of 400");
    }
}
