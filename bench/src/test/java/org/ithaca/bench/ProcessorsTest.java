package org.ithaca.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorsTest {
    @Test
    void theModelIsNamedWhereTheSystemTells() {
        assertEquals(
                "2 processors (AMD EPYC)",
                Processors.describe(2, List.of("processor\t: 0", "model name\t: AMD EPYC", "model name\t: other")));
        assertEquals("1 processor", Processors.describe(1, List.of("Processor\t: ARMv8")));
    }
}
