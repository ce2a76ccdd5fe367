package org.ithaca.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.ithaca.base.Bytes;
import org.ithaca.base.Position;
import org.ithaca.client.ClientOptions;
import org.ithaca.client.Ithaca;
import org.ithaca.client.Log;
import org.ithaca.object.Codec;
import org.ithaca.object.ReplicatedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A cluster of processes that ends, in whatever way, has everything when it is started again.
class LocalClusterTest {
    private static final int ENTRIES = 500;

    @TempDir
    private Path folder;

    @Test
    void startedAgainItHasEverything() throws IOException, InterruptedException {
        try (LocalCluster first = cluster()) {
            first.startAll();
            try (Ithaca ithaca = connect(first)) {
                Log log = ithaca.log("log");
                LogCommand.join(log.appendAll(IntStream.range(0, ENTRIES)
                        .mapToObj(i -> Bytes.utf8("entry " + i))
                        .toList()));
                map(ithaca).put("key", "value");
            }
        }
        try (LocalCluster second = cluster()) {
            second.startAll();
            check(second);
            for (int node = 0; node < second.size(); node++) {
                second.kill(node);
            }
            assertEquals(List.of(0, 1, 2), second.ended());
            second.startAll();
            check(second);
        }
    }

    private LocalCluster cluster() throws IOException {
        return LocalCluster.in(folder, new LocalCluster.Plan(3, 0, List.of()), List.of("-Xmx128m"));
    }

    private static Ithaca connect(LocalCluster cluster) {
        return Ithaca.connect(ClientOptions.of(cluster.servers()).withDeadline(Duration.ofMinutes(1)));
    }

    private static ReplicatedMap<String, String> map(Ithaca ithaca) {
        return ReplicatedMap.open(ithaca, "map", Codec.TEXT, Codec.TEXT);
    }

    private static void check(LocalCluster cluster) {
        try (Ithaca ithaca = connect(cluster)) {
            List<String> found = LogCommand.join(ithaca.log("log").read(Position.START, 2 * ENTRIES)).entries().stream()
                    .map(entry -> entry.bytes().utf8())
                    .toList();
            assertEquals(IntStream.range(0, ENTRIES).mapToObj(i -> "entry " + i).toList(), found);
            assertEquals("value", map(ithaca).get("key"));
        }
    }
}
