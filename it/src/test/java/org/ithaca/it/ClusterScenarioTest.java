package org.ithaca.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.ithaca.sim.FaultKind;
import org.ithaca.sim.SeedFailure;
import org.ithaca.sim.SeedRunner;
import org.ithaca.sim.SimReport;
import org.junit.jupiter.api.Test;

/// Whole clusters under many seeds: none goes wrong, all kinds of trouble occur, and the paths for them are
/// taken.
class ClusterScenarioTest {
    private static final int SEEDS = 320;

    /// Too rare for so few seeds.
    private static final List<String> RARER = List.of("cluster.slot-repaired", "store.torn-segment-removed");

    @Test
    void nothingGoesWrong() {
        SimReport report = new SeedRunner(ClusterScenario.any(), "")
                .compareEvery(40)
                .mostFailures(5)
                .run(1, SEEDS);
        assertTrue(
                report.passed(),
                () -> report.failures().stream().map(SeedFailure::describe).collect(Collectors.joining("\n")));
        assertEquals(SEEDS / 40, report.comparedTwice());
        List<String> missing = report.unreached(Probes.EXPECTED).stream()
                .filter(probe -> !RARER.contains(probe))
                .toList();
        assertEquals(List.of(), missing, "rare paths that no history took");
        for (FaultKind kind : FaultKind.values()) {
            assertTrue(kind == FaultKind.FORCE_LIES || report.faults().of(kind) > 0, () -> kind + " never happened");
        }
        assertTrue(report.operations() > 100L * SEEDS, () -> report.operations() + " operations");
        assertTrue(report.epochs() > 4L * SEEDS, () -> report.epochs() + " epochs");
    }

    /// Histories that once went wrong: 310, two disks that failed within a second dropped what only they had
    /// stored; 2063, a slot damaged at its writer was never sent to the member that lacked it; 104969, a full
    /// disk forgot that it needed no slots which it had given up; 200802, a node was removed that alone knew
    /// where an epoch ended; 300148, a log was created for more members than were left; 100904 and 201057, a
    /// plan of fixed size counted for ever on a run whose file had failed; 2984, clients went on asking for a
    /// log that was gone; 4824, two members that had once wanted to leave put each other out for ever;
    /// 801033, nodes that heard of logs in different orders listed them so.
    @Test
    void whatOnceWentWrongGoesWell() {
        for (long seed : new long[] {310, 2063, 104969, 200802, 300148, 100904, 201057, 2984, 4824, 801033}) {
            SimReport report =
                    new SeedRunner(ClusterScenario.any(), "").compareEvery(0).run(seed, 1);
            assertTrue(report.passed(), () -> report.failures().getFirst().describe());
        }
    }

    @Test
    void aSeedIsAHistory() {
        for (long seed : new long[] {3, 26, 77}) {
            assertEquals(hash(seed), hash(seed), () -> "seed " + seed);
        }
    }

    private static long hash(long seed) {
        return new SeedRunner(ClusterScenario.any(), "")
                .compareEvery(0)
                .run(seed, 1)
                .traceHash();
    }
}
