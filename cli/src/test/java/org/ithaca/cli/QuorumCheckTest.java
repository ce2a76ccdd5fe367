package org.ithaca.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class QuorumCheckTest {
    @Test
    void printsWhichLossesAreSurvived() {
        Ran ran = Ran.of("quorum", "check", "groups(4x3)");
        assertEquals(Exit.OK, ran.exit());
        assertTrue(ran.out().contains("{0,1,2} {3,4,5} {6,7,8} {9,10,11}"), ran.out());
    }

    @Test
    void printsJsonOnOneLine() {
        Ran ran = Ran.of("quorum", "check", "counting(2,4)", "--json");
        assertEquals(Exit.OK, ran.exit());
        assertEquals(1, ran.out().lines().count());
        assertTrue(ran.out().startsWith("{"), ran.out());
    }
}
