package org.ithaca.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.ithaca.base.SplitMix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The demonstration over real processes and a small tree.
class DemoTest {
    private static final int SMALL_FILES = 40;
    private static final int LARGE_BYTES = 3 * DemoChunk.MOST_BYTES + 17;

    @TempDir
    private Path folder;

    private Path tree() throws IOException {
        Path tree = folder.resolve("tree");
        SplitMix random = new SplitMix(7);
        for (int i = 0; i < SMALL_FILES; i++) {
            write(tree.resolve("d" + i % 7).resolve("small " + i), random, i * i);
        }
        write(tree.resolve("large"), random, LARGE_BYTES);
        write(tree.resolve("two whole chunks"), random, 2 * DemoChunk.MOST_BYTES);
        Files.createSymbolicLink(tree.resolve("link"), tree.resolve("large"));
        return tree;
    }

    private static void write(Path file, SplitMix random, int size) throws IOException {
        Files.createDirectories(file.getParent());
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) random.nextLong();
        }
        Files.write(file, bytes);
    }

    @ParameterizedTest
    @CsvSource({"leader, majority", "round-robin, all"})
    void theWriterIsKilledAndNothingIsLost(String order, String quorum) throws IOException {
        Path data = folder.resolve("data");
        Ran ran = Ran.of(
                "demo",
                tree().toString(),
                "--order",
                order,
                "--quorum",
                quorum,
                "--heap",
                "128m",
                "--dir",
                data.toString(),
                "--json");
        assertEquals(Exit.OK, ran.exit(), ran.all());
        Map<String, Object> json = JSON.std.mapFrom(ran.out().lines().toList().getLast());
        assertEquals(SMALL_FILES + 2, json.get("files"));
        assertEquals(SMALL_FILES + 4 + 2, json.get("acknowledged"));
        assertEquals(0, json.get("lost"));
        assertEquals(0, json.get("duplicated"));
        assertEquals(3, json.get("verifiedNodes"));
        assertTrue((int) json.get("epochs") > 1, ran.out());
        for (int node = 0; node < 3; node++) {
            String journal = Files.readString(data.resolve("node-" + node).resolve("node.log"));
            assertFalse(journal.contains("\tat "), journal);
        }
    }

    @Test
    void aDirectoryWithoutFilesIsRefused() {
        Ran ran = Ran.of("demo", folder.toString());
        assertEquals(Exit.USAGE, ran.exit());
        assertTrue(ran.err().contains("no regular files"), ran.err());
    }
}
