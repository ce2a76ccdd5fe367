package org.ithaca.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PacerTest {
    @Test
    void anOpenLoopKeepsToItsScheduleHoweverLateItIs() {
        Pacer pacer = new Pacer(5_000, 1e6);
        assertEquals(5_000, pacer.due(0));
        assertEquals(6_000, pacer.due(900_000_000));
        assertEquals(7_000, pacer.due(900_000_001));
    }

    @Test
    void ratesThatDoNotDivideASecondDoNotDrift() {
        Pacer pacer = new Pacer(0, 3);
        long due = 0;
        for (int i = 0; i <= 3_000_000; i++) {
            due = pacer.due(0);
        }
        assertTrue(Math.abs(due - 1_000_000L * 1_000_000_000L) <= 1, "due at " + due);
    }

    @Test
    void inAClosedLoopTheNextIsDueNow() {
        Pacer pacer = new Pacer(5_000, 0);
        assertEquals(77, pacer.due(77));
    }
}
