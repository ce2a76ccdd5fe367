package org.ithaca.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.ithaca.base.Defect;
import org.ithaca.base.Invariant;
import org.ithaca.sim.SeedFailure;
import org.ithaca.sim.SeedRunner;
import org.ithaca.sim.SimReport;
import org.ithaca.sim.ViolationException;
import org.junit.jupiter.api.Test;

/// Takes out one defence after the other: the simulator must notice each.
///
/// The rest of [Defect] is planted where it shows: `CATCH_UP_SKIPPED` and `ACCEPTED_LAYOUT_IGNORED` in the
/// storms of `cluster`, `PROMISE_NOT_DURABLE` and `CORRUPTION_TAKEN_FOR_END` in its directed histories and
/// in `store`.
class PlantedDefectsTest {
    private static final int SEEDS = 500;

    /// With the seed to begin at: one at or below which it was found, to be quick.
    private static final Map<Defect, Integer> DEFECTS = new TreeMap<>(Map.ofEntries(
            Map.entry(Defect.SEAL_NOT_AWAITED, 1),
            Map.entry(Defect.SEAL_NOT_KEPT, 1),
            Map.entry(Defect.SEAL_NOT_DURABLE, 20),
            Map.entry(Defect.ACK_BEFORE_FORCE, 1),
            Map.entry(Defect.GUARD_BEFORE_DATA, 1),
            Map.entry(Defect.QUORUM_TOO_SMALL, 1),
            Map.entry(Defect.DEDUPE_OFF, 1),
            Map.entry(Defect.NULL_RULE_OFF, 1),
            Map.entry(Defect.END_IGNORED, 1),
            Map.entry(Defect.READ_UNCONFIRMED, 1),
            Map.entry(Defect.AMNESIA_HIDDEN, 40),
            Map.entry(Defect.SESSIONS_NOT_IN_CHECKPOINT, 1),
            Map.entry(Defect.SESSION_GAP_ADMITTED, 1),
            Map.entry(Defect.TRIM_TOO_FAR, 1)));

    @Test
    void everyDefectIsNoticed() {
        List<Defect> missed = new ArrayList<>();
        StringBuilder table = new StringBuilder("defect                       seed  noticed by\n");
        DEFECTS.forEach((defect, first) -> {
            SimReport report = new SeedRunner(ClusterScenario.finding(defect), "--defect " + defect)
                    .compareEvery(0)
                    .prepare(world -> world.hooks().plant(defect))
                    .run(first, SEEDS);
            if (report.passed()) {
                missed.add(defect);
            } else {
                SeedFailure failure = report.failures().getFirst();
                table.append(String.format(Locale.ROOT, "%-28s %4d  %s%n", defect, failure.seed(), by(failure)));
            }
        });
        System.out.print(table);
        assertEquals(List.of(), missed, () -> "not noticed; the others:\n" + table);
    }

    private static String by(SeedFailure failure) {
        return switch (failure.cause()) {
            case ViolationException violation -> {
                String checker = violation.getStackTrace()[0].getClassName();
                yield "invariant " + violation.invariant() + ", " + checker.substring(checker.lastIndexOf('.') + 1);
            }
            case Invariant.Violation _ -> "a check in the core";
            case IllegalStateException _ -> "the bound on time";
            default -> failure.cause().toString();
        };
    }
}
