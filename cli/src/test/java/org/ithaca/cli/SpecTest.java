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
}
