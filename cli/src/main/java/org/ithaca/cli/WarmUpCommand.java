package org.ithaca.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ithaca.base.Bytes;
import org.ithaca.bench.AppendBench;
import org.ithaca.bench.AppendLoad;
import org.ithaca.client.ClientOptions;
import org.ithaca.client.Ithaca;
import org.ithaca.client.Log;
import org.ithaca.client.ReadLevel;
import org.ithaca.log.Plan;
import org.ithaca.object.Codec;
import org.ithaca.object.ReplicatedMap;
import org.ithaca.quorum.QuorumSpec;
import org.ithaca.server.NodeConfig;
import org.ithaca.server.NodeHost;
import org.ithaca.server.Settings;
import picocli.CommandLine.Command;

/// `ithaca warm-up`: three nodes and a client in this process, and the loss of the writer.
///
/// The launcher runs it once after a build, and the JVM keeps what it loaded, and what it learned of how the
/// code is used, in an archive that all verbs start from: processes are up sooner, the first fail-over of a
/// fresh one meets no class for the first time, and hot code is compiled well at once.
@Command(name = "warm-up", hidden = true, description = "Runs once through nodes and client, in this process.")
final class WarmUpCommand implements Callable<Integer> {
    private static final int NODES = 3;
    private static final int ENTRIES = 200;
    private static final Duration LOAD = Duration.ofSeconds(3);

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ithaca-warm-up-");
        LocalCluster plan = LocalCluster.in(folder, new LocalCluster.Plan(NODES, 0, List.of()), List.of());
        ArrayDeque<NodeHost> nodes = new ArrayDeque<>();
        try {
            for (int node = 0; node < NODES; node++) {
                Settings settings =
                        Settings.load(plan.home(node).resolve("node.conf"), Map.of(), new LinkedHashMap<>());
                nodes.add(NodeHost.start(NodeConfig.of(settings)));
            }
            ClientOptions options = ClientOptions.of(plan.servers()).withDeadline(Duration.ofMinutes(1));
            try (Ithaca ithaca = Ithaca.connect(options)) {
                use(ithaca);
                nodes.removeFirst().close();
                use(ithaca);
            }
            load(plan.servers());
        } finally {
            for (NodeHost node : nodes) {
                node.close();
            }
            Scratch.remove(folder);
        }
        return Exit.OK;
    }

    /// Appends, many under way and one, in memory and on disk.
    private static void load(String servers) throws InterruptedException {
        AppendBench bench = new AppendBench(servers, List.of(), 1);
        for (boolean durable : List.of(true, false)) {
            Plan plan = new Plan(Plan.Order.LEADER, QuorumSpec.parse("majority"), Plan.Spread.STAR, durable);
            for (int window : List.of(4096, 1)) {
                AppendLoad load = AppendLoad.closed(100, window, Duration.ZERO, LOAD);
                bench.run("load-" + durable, plan, load, line -> {}, () -> {});
            }
        }
    }

    private static void use(Ithaca ithaca) {
        Log log = ithaca.log("log");
        List<Bytes> entries = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
            entries.add(Bytes.utf8("entry " + i));
        }
        LogCommand.join(log.appendAll(entries));
        LogCommand.join(log.read(org.ithaca.base.Position.START, ENTRIES));
        ReplicatedMap<String, String> map = ReplicatedMap.open(ithaca, "map", Codec.TEXT, Codec.TEXT);
        map.put("key", "value");
        map.reading(ReadLevel.STABLE).forEach((key, value) -> {});
        LogCommand.join(ithaca.admin().status());
    }
}
