package org.ithaca.sim;

import java.util.EnumSet;
import java.util.Set;
import org.ithaca.base.SplitMix;

/// Which faults one history has, and how many: drawn from the seed, so that over many seeds every mix of kinds occurs.
///
/// A history with all kinds at once hides bugs that need a long run of one of them (Groce and others, *Swarm testing*,
/// 2012).
///
/// @param network how well the network behaves while faults are injected
/// @param kinds the kinds that are on
/// @param meanPauseNanos mean time between two injected faults
/// @param meanLengthNanos mean time one lasts that ends by itself
/// @param maxDriftPpm how far monotonic clocks may drift, in millionths either way
public record Swarm(
        NetworkOptions network, Set<FaultKind> kinds, long meanPauseNanos, long meanLengthNanos, int maxDriftPpm) {
    private static final long MILLI = 1_000_000;
    private static final int[] RATES = {5, 30, 100, 500};
    private static final long[] PAUSES = {30 * MILLI, 100 * MILLI, 300 * MILLI, 1_000 * MILLI, 3_000 * MILLI};
    private static final long[] LENGTHS = {20 * MILLI, 200 * MILLI, 1_000 * MILLI, 4_000 * MILLI};
    private static final int DRIFT_PPM = 200;

    public Swarm {
        kinds = Set.copyOf(kinds);
    }

    /// No fault at all on a good network.
    public static Swarm calm() {
        return new Swarm(NetworkOptions.lan(), Set.of(), 1_000 * MILLI, 1_000 * MILLI, 0);
    }

    /// A draw for one world: each of the `allowed` kinds is on in half of all draws.
    public static Swarm draw(Simulator world, Set<FaultKind> allowed) {
        SplitMix random = world.random("swarm");
        EnumSet<FaultKind> on = EnumSet.noneOf(FaultKind.class);
        for (FaultKind kind : FaultKind.values()) {
            boolean drawn = random.oneIn(2);
            if (drawn && allowed.contains(kind)) {
                on.add(kind);
            }
        }
        NetworkOptions lan = NetworkOptions.lan();
        NetworkOptions network = new NetworkOptions(
                (10 + random.below(500)) * 1_000L,
                (10 + random.below(random.oneIn(4) ? 5_000 : 300)) * 1_000L,
                rate(random, on, FaultKind.DELAY),
                rate(random, on, FaultKind.LOSS),
                rate(random, on, FaultKind.DUPLICATE),
                rate(random, on, FaultKind.REORDER),
                random.below(200) * 1_000L,
                lan.linkTimeout(),
                lan.dialTimeout());
        return new Swarm(
                network,
                on,
                PAUSES[random.below(PAUSES.length)],
                LENGTHS[random.below(LENGTHS.length)],
                on.contains(FaultKind.CLOCK_DRIFT) ? DRIFT_PPM : 0);
    }

    private static int rate(SplitMix random, Set<FaultKind> on, FaultKind kind) {
        int rate = RATES[random.below(RATES.length)];
        return on.contains(kind) ? rate : 0;
    }
}
