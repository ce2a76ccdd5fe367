package org.ithaca.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.ithaca.base.Defect;
import org.junit.jupiter.api.Test;

class SeedRunnerTest {
    private static final EnumSet<FaultKind> ALL = EnumSet.allOf(FaultKind.class);
    private static final EnumSet<FaultKind> HONEST =
            EnumSet.complementOf(EnumSet.of(FaultKind.BIT_FLIP, FaultKind.FORCE_LIES));

    @Test
    void everyKindOfFaultHappensAndTheToySurvivesThem() {
        SimReport report = new SeedRunner(new Ledger(ALL), "").compareEvery(20).run(1, 120);
        assertTrue(report.passed(), report.table());
        EnumSet<FaultKind> missing = EnumSet.complementOf(EnumSet.of(FaultKind.JOIN, FaultKind.LEAVE));
        missing.removeAll(report.faults().byKind().keySet());
        assertEquals(EnumSet.noneOf(FaultKind.class), missing);
        assertEquals(120, report.seeds());
        assertEquals(6, report.comparedTwice());
        assertTrue(report.operations() > 1000 && report.epochs() > 360, report.table());
        assertTrue(report.table().contains("power-loss"), report.table());
    }

    @Test
    void theReportOfARangeOfSeedsIsAlwaysTheSame() {
        SimReport one = new SeedRunner(new Ledger(ALL), "").run(500, 10);
        SimReport two = new SeedRunner(new Ledger(ALL), "").run(500, 10);
        assertEquals(one.table(), two.table());
        assertNotEquals(
                one.traceHash(),
                new SeedRunner(new Ledger(ALL), "").run(501, 10).traceHash());
    }

    @Test
    void aPlantedDefectIsFoundAndItsSeedFailsAgain() {
        List<Long> seen = new ArrayList<>();
        SeedRunner runner = new SeedRunner(new Ledger(HONEST), "--toy")
                .compareEvery(0)
                .onSeed(seen::add)
                .prepare(world -> world.hooks().plant(Defect.ACK_BEFORE_FORCE));
        SimReport report = runner.run(1, 500);
        assertFalse(report.passed());
        SeedFailure failure = report.failures().getFirst();
        assertEquals("./ithaca sim --seed " + failure.seed() + " --toy", failure.replay());
        assertTrue(failure.cause() instanceof ViolationException v && v.invariant() == 6, failure.describe());
        assertTrue(failure.trace().contains("power-loss") || failure.trace().contains("boot"), failure.trace());
        assertEquals(failure.seed(), seen.getLast());
        SeedFailure again = runner.run(failure.seed(), 1).failures().getFirst();
        assertEquals(failure.trace(), again.trace());
        assertEquals(failure.nanos(), again.nanos());
    }

    @Test
    void aScenarioThatIsNotDeterministicIsCaughtAtTheFirstDifference() {
        int[] calls = new int[1];
        Scenario wild = world -> {
            world.note("n1", "starts", 1, 2, 3);
            world.note("n1", "call", calls[0]++, 0, 0);
            return new Outcome(0, 0);
        };
        SimReport report = new SeedRunner(wild, "").compareEvery(1).run(9, 1);
        String message = report.failures().getFirst().describe();
        assertTrue(message.contains("event 1 is"), message);
    }
}
