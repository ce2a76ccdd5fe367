package org.ithaca.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.ithaca.sim.SeedRunner;
import org.ithaca.sim.SimReport;
import org.junit.jupiter.api.Test;

/// Whole clusters under many seeds.
class ClusterScenarioTest {
    private static SimReport run(long first, long count) {
        return new SeedRunner(ClusterScenario.any(), "").compareEvery(10).run(first, count);
    }

    @Test
    void aSeedIsAHistory() {
        assertEquals(run(3, 1).traceHash(), run(3, 1).traceHash());
    }
}
