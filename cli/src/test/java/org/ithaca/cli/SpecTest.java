package org.ithaca.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// The small TLA+ models: correct ones pass, and each with a planted bug is found out.
class SpecTest {
    @Test
    void theSmallModelsSayWhatTheyMust() {
        Ran ran = Ran.of("spec", "--small", "--dir", "../spec");
        assertEquals(Exit.OK, ran.exit(), ran.out());
    }

    /// Short models side by side start and end at the same moments, which is when one could take another's files.
    @Test
    void modelsCheckedSideBySideDoNotDisturbEachOther() {
        Ran ran = Ran.of(
                "spec", "--dir", "../spec", "--jobs", "8", "--small", "reaches", "disjoint", "ack-early", "keep-tail");
        assertEquals(Exit.OK, ran.exit(), ran.out());
    }
}
