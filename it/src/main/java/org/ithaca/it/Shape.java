package org.ithaca.it;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.ithaca.base.SplitMix;
import org.ithaca.cluster.ClusterConfig;
import org.ithaca.cluster.Timing;
import org.ithaca.log.Plan;
import org.ithaca.log.SessionLimits;
import org.ithaca.quorum.QuorumSpec;
import org.ithaca.server.ServiceLimits;
import org.ithaca.sim.FaultKind;
import org.ithaca.sim.Simulator;
import org.ithaca.store.StoreConfig;

/// What one history looks like, besides its faults: drawn from the seed.
///
/// @param nodes founders of the cluster
/// @param spares machines of nodes that may join
/// @param clients clients at work
/// @param raw plans that logs of plain entries may have; the first is the one they are created with
/// @param maps plan of the log of objects
/// @param ordered whether some appends to logs on disk ask for level ORDERED only
/// @param hurried whether some requests have short deadlines
/// @param pauseNanos mean time between two requests of a client
/// @param faultNanos how long faults are injected
/// @param early whether faults begin before the cluster is founded
/// @param store sizes of files
/// @param limits of services
/// @param timing of the cluster
/// @param pieceBytes what one message carries when slots or a checkpoint are copied
record Shape(
        int nodes,
        int spares,
        int clients,
        List<Plan> raw,
        Plan maps,
        boolean ordered,
        boolean hurried,
        long pauseNanos,
        long faultNanos,
        boolean early,
        StoreConfig store,
        ServiceLimits limits,
        Timing timing,
        int pieceBytes) {
    /// Sessions a log remembers where more than there are.
    static final int SESSIONS = 1_000;

    private static final long MILLI = 1_000_000;
    private static final Set<FaultKind> STOPS = EnumSet.of(
            FaultKind.KILL,
            FaultKind.POWER_LOSS,
            FaultKind.POWER_LOSS_IN_WRITE,
            FaultKind.TOTAL_POWER_LOSS,
            FaultKind.FORCE_FAILS);
    private static final Timing QUICK =
            new Timing(40 * MILLI, 250 * MILLI, 1_500 * MILLI, 40 * MILLI, 80 * MILLI, 50 * MILLI, 4_000 * MILLI);

    /// @param faults the kinds that are on in this history
    static Shape draw(Simulator world, Focus focus, Set<FaultKind> faults) {
        SplitMix random = world.random("shape");
        boolean durable = focus.durable().orElse(!random.oneIn(5));
        int most = focus.mostNodes() - focus.leastNodes() + 1;
        int nodes = Math.max(durable ? 1 : 3, focus.leastNodes() + random.below(most));
        boolean leaves = faults.contains(FaultKind.LEAVE);
        boolean stops = faults.stream().anyMatch(STOPS::contains);
        List<Plan> raw = new ArrayList<>();
        for (int i = random.below(3); i >= 0; i--) {
            raw.add(plan(random, focus, nodes, leaves, durable));
        }
        return new Shape(
                nodes,
                faults.contains(FaultKind.JOIN) ? 1 + random.below(2) : 0,
                1 + random.below(4),
                List.copyOf(raw),
                plan(random, focus, nodes, leaves, durable),
                durable && !stops && random.oneIn(2),
                random.oneIn(4),
                (5 + random.below(100)) * MILLI,
                (1_000 + random.below(4_000)) * MILLI,
                durable && random.oneIn(4),
                store(random),
                limits(random, focus),
                random.oneIn(4) ? Timing.DEFAULT : QUICK,
                random.oneIn(2) ? ClusterConfig.PIECE_BYTES : 200 + random.below(5_000));
    }

    private static Plan plan(SplitMix random, Focus focus, int nodes, boolean leaves, boolean durable) {
        Plan.Order order = focus.order().orElse(random.oneIn(2) ? Plan.Order.LEADER : Plan.Order.ROUND_ROBIN);
        String drawn = switch (random.below(5)) {
            case 0, 1 -> "majority";
            case 2, 3 -> "all";
            default -> leaves || nodes < 3 ? "majority" : counting(random, nodes);
        };
        return new Plan(order, QuorumSpec.parse(focus.quorum().orElse(drawn)), Plan.Spread.STAR, durable);
    }

    private static String counting(SplitMix random, int nodes) {
        int write = nodes / 2 + 1 + random.below(nodes - nodes / 2);
        return "counting(" + write + "," + (nodes - write + 1 + random.below(write - nodes / 2)) + ")";
    }

    private static StoreConfig store(SplitMix random) {
        int segment = 1 << (10 + random.below(8));
        int ahead = random.oneIn(3) ? 0 : segment / 2;
        int compact = 1 << (10 + random.below(8));
        return new StoreConfig(segment, ahead, 64L << 20, compact, 1 << random.below(14));
    }

    private static ServiceLimits limits(SplitMix random, Focus focus) {
        long checkpoint = 1L << (focus.checkpoints() ? 9 + random.below(3) : 10 + random.below(12));
        int sessions = random.oneIn(8) ? 2 + random.below(4) : SESSIONS;
        return new ServiceLimits(
                1 << (12 + random.below(8)),
                checkpoint,
                1 + random.below(8),
                new SessionLimits(sessions, 1 << 12, 1 << 20, 1 << 22));
    }

    boolean durable() {
        return maps.durable();
    }

    /// Whether some logs keep a fixed number of replicas.
    boolean fixedSize() {
        return !maps.quorum().relative()
                || raw.stream().anyMatch(plan -> !plan.quorum().relative());
    }
}
