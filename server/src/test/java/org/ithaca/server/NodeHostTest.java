package org.ithaca.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.ithaca.base.IthacaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeHostTest {
    @TempDir
    private Path directory;

    private NodeConfig config(String listen, String admin) {
        return NodeConfig.of(Settings.load(
                null,
                Map.of(),
                Map.of(
                        "cluster",
                        "test",
                        "node",
                        "0",
                        "members",
                        "0@127.0.0.1:1",
                        "listen",
                        listen,
                        "admin",
                        admin,
                        "data",
                        directory.toString())));
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
}
