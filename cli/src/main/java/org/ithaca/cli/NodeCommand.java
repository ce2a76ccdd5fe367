package org.ithaca.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.ithaca.server.NodeConfig;
import org.ithaca.server.NodeHost;
import org.ithaca.server.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `ithaca node`: one node in this process.
@Command(name = "node", description = "Runs one node of a cluster until it is ended.", mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--config", paramLabel = "FILE", description = "configuration file; `ithaca config show` explains")
    private @Nullable Path config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "a setting, over the file and the environment")
    private Map<String, String> set = new LinkedHashMap<>();

    NodeCommand(Console console) {
        this.console = console;
    }

    NodeCommand(Console console, String config) {
        this.console = console;
        this.config = Path.of(config);
    }

    /// FILE, if the command line is `node --config FILE` and nothing else.
    static @Nullable String onlyConfig(String... args) {
        boolean only = args.length == 3 && args[0].equals("node") && args[1].equals("--config");
        return only && !args[2].startsWith("-") && !args[2].startsWith("@") ? args[2] : null;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        NodeConfig node = NodeConfig.of(Settings.load(config, System.getenv(), set));
        NodeHost host = NodeHost.start(node);
        console.print("node " + node.cluster().self().value() + " of cluster "
                + node.cluster().clusterId() + " listens on " + host.address()
                + (host.adminPort() == 0 ? "" : ", admin pages on port " + host.adminPort()));
        Thread closer = new Thread(() -> close(host), "ithaca-shutdown");
        Runtime.getRuntime().addShutdownHook(closer);
        try {
            host.ended().get();
            return Exit.OK;
        } catch (ExecutionException e) {
            console.say("ithaca: the node stopped: " + e.getCause());
            Runtime.getRuntime().halt(Exit.INTERNAL);
            return Exit.INTERNAL;
        }
    }

    private void close(NodeHost host) {
        try {
            host.close();
        } catch (IOException e) {
            console.say("ithaca: the node did not close cleanly: " + e);
        }
    }
}
