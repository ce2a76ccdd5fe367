package org.ithaca.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CpuTimeTest {
    @Test
    void aProcessThatDoesNotExistUsesNothing() {
        assertEquals(0, CpuTime.of(List.of(Long.MAX_VALUE)).seconds());
    }

    @Test
    void aProcessThatEndedMeanwhileIsLeftOut() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        CpuTime time = CpuTime.of(List.of(process.pid()));
        process.destroyForcibly().waitFor();
        assertEquals(0, time.seconds());
    }

    @Test
    void workIsCounted() {
        CpuTime own = CpuTime.own();
        long end = System.nanoTime() + 10_000_000_000L;
        while (own.seconds() == 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertTrue(own.seconds() > 0);
    }
}
