package org.ithaca.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineProbeTest {
    @TempDir
    private Path directory;

    @Test
    void everythingIsMeasuredAndNothingIsLeftBehind() throws Exception {
        MachineFigures figures = new MachineProbe(directory, Duration.ofMillis(50)).measure();
        assertTrue(figures.roundTrip().p50() > 0, figures.toString());
        assertTrue(figures.streamBytesPerSecond() > 0, figures.toString());
        assertTrue(figures.forcesPerSecond() > 0, figures.toString());
        assertTrue(figures.quorumForces().p50() > 0, figures.toString());
        assertTrue(figures.writeBytesPerSecond() > 0, figures.toString());
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(List.of(), left.toList());
        }
    }
}
