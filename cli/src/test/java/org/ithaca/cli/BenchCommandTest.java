package org.ithaca.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
    @TempDir
    private Path directory;

    @Test
    void aShortRunMeasuresAndCleansUp() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Console console = new Console(new PrintStream(out, true, StandardCharsets.UTF_8), System.err, false);
        Path data = directory.resolve("data");
        Path results = directory.resolve("results");
        int exit = Main.run(
                console,
                "bench append --memory --seconds 0.6 --warmup 0.3 --repeats 1 --json --dir %s --out %s"
                        .formatted(data, results)
                        .split(" "));
        assertEquals(Exit.OK, exit);
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        Map<String, Object> json = JSON.std.mapFrom(lines.getLast());
        for (String phase : List.of("many_under_way", "one_under_way")) {
            assertTrue(median(json, "in_memory", phase, "appends_per_s") > 0, phase);
            assertTrue(median(json, "in_memory", phase, "p50_us") > 0, phase);
            assertEquals(0, median(json, "in_memory", phase, "failures"), phase);
        }
        assertTrue(median(json, "machine", "disk_forces_per_s") > 0);
        assertTrue(Files.readString(results.resolve("results.svg")).startsWith("<svg"));
        try (Stream<Path> left = Files.list(data)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @SuppressWarnings("unchecked")
    private static double median(Map<String, Object> json, String... path) {
        Map<String, Object> at = json;
        for (String key : path) {
            at = (Map<String, Object>) java.util.Objects.requireNonNull(at.get(key), key);
        }
        return ((Number) at.get("median")).doubleValue();
    }
}
