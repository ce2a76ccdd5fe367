package org.ithaca.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Position;
import org.ithaca.client.ClientOptions;
import org.ithaca.client.Ithaca;
import org.ithaca.client.Log;
import org.ithaca.client.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeHostTest {
    @TempDir
    private Path directory;

    private NodeConfig config(String listen, String admin) {
        return config(0, "0@127.0.0.1:1", listen, admin, directory);
    }

    private static NodeConfig config(int node, String members, String listen, String admin, Path data) {
        return NodeConfig.of(Settings.load(
                null,
                Map.of(),
                Map.of(
                        "cluster",
                        "test",
                        "node",
                        Integer.toString(node),
                        "members",
                        members,
                        "listen",
                        listen,
                        "admin",
                        admin,
                        "data",
                        data.toString())));
    }

    @Test
    void aNodeThatCannotListenLeavesNothingBehind() throws IOException {
        assertThrows(IthacaException.class, () -> NodeHost.start(config("203.0.113.1:1", "none")));
        assertThrows(IthacaException.class, () -> NodeHost.start(config("127.0.0.1:0", "203.0.113.1:1")));
        try (NodeHost node = NodeHost.start(config("127.0.0.1:0", "none"))) {
            assertFalse(node.ended().isDone());
            assertThrows(IthacaException.class, () -> NodeHost.start(config("127.0.0.1:0", "none")));
        }
    }

    @Test
    void closingIsNoErrorAndMayBeRepeated() throws IOException {
        NodeHost node = NodeHost.start(config("127.0.0.1:0", "127.0.0.1:0"));
        node.close();
        node.close();
        assertTrue(node.ended().isDone());
        assertFalse(node.ended().isCompletedExceptionally());
        NodeHost.start(config("127.0.0.1:0", "none")).close();
    }

    @Test
    void adminPagesTellHowTheNodeIs() throws IOException {
        int port = freePorts().getFirst();
        NodeConfig alone =
                config(0, "0@127.0.0.1:" + port, "127.0.0.1:" + port, "127.0.0.1:0", directory.resolve("alone"));
        try (NodeHost node = NodeHost.start(alone);
                Ithaca ithaca = Ithaca.connect(ClientOptions.of(node.address()))) {
            Log log = ithaca.log("large");
            log.append(Bytes.wrap(new byte[1 << 20])).join();
            assertTrue(page(node, "health").contains("takes part"), page(node, "health"));
            String figures = page(node, "metrics");
            assertEquals(1, figure(figures, "ithaca_member"));
            assertEquals(1, figure(figures, "ithaca_network_links"));
            assertEquals(8 << 20, figure(figures, "ithaca_network_frame_memory_bytes"), "one chunk");
            assertTrue(figure(figures, "ithaca_log_durable_position{log=\"large\"}") > 0, figures);
        }
    }

    private static double figure(String figures, String name) {
        return figures.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    private static String page(NodeHost node, String name) throws IOException {
        try (InputStream in = URI.create("http://127.0.0.1:" + node.adminPort() + "/" + name)
                .toURL()
                .openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aClientOfTheSameProcessNeedsNoSocketAndOutlivesItsNode() throws IOException {
        List<Integer> ports = freePorts();
        List<NodeHost> nodes = new ArrayList<>();
        try {
            for (int node = 0; node < 3; node++) {
                nodes.add(NodeHost.start(member(node, ports)));
            }
            NodeHost near = nodes.getFirst();
            try (Ithaca ithaca = near.connect(ClientOptions.of(near.address()).withDeadline(Duration.ofSeconds(60)))) {
                Log log = ithaca.log("near");
                append(log, 0, 500);
                near.close();
                append(log, 500, 1000);
                List<Bytes> found = new ArrayList<>();
                Page page = log.read(Position.START, 2000).join();
                for (;
                        !page.entries().isEmpty();
                        page = log.read(page.next(), 2000).join()) {
                    page.entries().forEach(entry -> found.add(entry.bytes()));
                }
                assertEquals(1000, found.size());
                assertTrue(entries(0, 1000).equals(found), "in the order of the appends");
            }
        } finally {
            for (NodeHost node : nodes) {
                node.close();
            }
        }
    }

    private static void append(Log log, int from, int to) {
        log.appendAll(entries(from, to)).join();
    }

    private static List<Bytes> entries(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> Bytes.utf8("entry " + i)).toList();
    }

    private NodeConfig member(int node, List<Integer> ports) {
        String members = IntStream.range(0, 3)
                .mapToObj(i -> i + "@127.0.0.1:" + ports.get(i))
                .collect(Collectors.joining(","));
        return config(node, members, "127.0.0.1:" + ports.get(node), "none", directory.resolve("node-" + node));
    }

    private static List<Integer> freePorts() throws IOException {
        List<Integer> ports = new ArrayList<>();
        try (ServerSocket one = new ServerSocket(0);
                ServerSocket two = new ServerSocket(0);
                ServerSocket three = new ServerSocket(0)) {
            for (ServerSocket socket : List.of(one, two, three)) {
                ports.add(socket.getLocalPort());
            }
        }
        return ports;
    }
}
