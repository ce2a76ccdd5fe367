package org.ithaca.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.ithaca.base.Defect;
import org.ithaca.sim.SeedRunner;
import org.ithaca.sim.SimReport;
import org.junit.jupiter.api.Test;

/// Defences that storms notice, taken out one by one. [ForgetfulTest] has those that storms are unlikely to
/// meet.
class PlantedTest {
    private static final List<Defect> DEFECTS = List.of(
            Defect.SEAL_NOT_AWAITED,
            Defect.SEAL_NOT_KEPT,
            Defect.CATCH_UP_SKIPPED,
            Defect.END_IGNORED,
            Defect.READ_UNCONFIRMED,
            Defect.TRIM_TOO_FAR);

    @Test
    void everyDefectIsFound() {
        String only = System.getProperty("defect", "");
        for (Defect defect : DEFECTS) {
            if (only.isEmpty() || only.equals(defect.name())) {
                SimReport report = new SeedRunner(StormTest::storm, "")
                        .compareEvery(0)
                        .prepare(world -> world.hooks().plant(defect))
                        .run(1, Long.getLong("seeds", 60));
                assertFalse(report.passed(), () -> defect + " goes unnoticed");
            }
        }
    }
}
