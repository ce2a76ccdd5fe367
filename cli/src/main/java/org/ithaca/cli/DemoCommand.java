package org.ithaca.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.ithaca.base.IthacaException;
import org.ithaca.log.Plan;
import org.ithaca.quorum.QuorumSpec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ithaca demo`: replicates a tree of files over three processes, kills one of them half-way, and compares
/// every byte at every node afterwards.
@Command(
        name = "demo",
        description = {
            "Replicates a tree of files over three processes on this machine, kills the writer half-way with"
                    + " kill -9, starts it again, and compares every byte at each node with the source.",
            "Exits with 0 only if nothing was lost or doubled and all nodes agree."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final int NODES = 3;
    private static final Set<String> NOT_SOURCES = Set.of("target", ".git", "ithaca-data");

    private final Console console;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "whose regular files are replicated (default: this checkout's own)")
    private @Nullable Path source;

    @Option(names = "--order", defaultValue = "leader", description = "leader or round-robin (default: leader)")
    private String order = "leader";

    @Option(names = "--quorum", defaultValue = "majority", description = "majority, all, ... (default: majority)")
    private String quorum = "majority";

    @Option(names = "--memory", description = "keep logs in memory instead of on disk")
    private boolean memory;

    @Option(names = "--dir", description = "directory of the nodes, which is kept (default: a temporary one)")
    private @Nullable Path directory;

    @Option(names = "--keep", description = "keep the temporary directory of the nodes")
    private boolean keep;

    @Option(names = "--heap", defaultValue = "512m", description = "largest heap of each node (default: 512m)")
    private String heap = "512m";

    @Option(names = "--json", description = "one JSON object as the last line")
    private boolean json;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Plan plan = new Plan(Plan.Order.parse(order), QuorumSpec.parse(quorum), Plan.Spread.STAR, !memory);
        plan.quorum().over(NODES);
        DemoTree tree = tree();
        Path data = directory != null ? directory : Files.createTempDirectory("ithaca-demo-");
        boolean good = false;
        try {
            good = demo(plan, tree, data);
            return good ? Exit.OK : Exit.FAILED;
        } finally {
            if (!good) {
                console.say(
                        "What the nodes printed is in " + data.resolve("node-*").resolve("node.log"));
            } else if (!kept()) {
                Scratch.remove(data);
            }
        }
    }

    private boolean kept() {
        return directory != null || keep;
    }

    private DemoTree tree() throws IOException {
        Path root = source;
        Set<String> leaveOut = Set.of();
        if (root == null) {
            root = Path.of(System.getProperty("ithaca.home", "."));
            leaveOut = NOT_SOURCES;
        }
        if (!Files.isDirectory(root)) {
            throw IthacaException.notDone(IthacaException.Code.INVALID, root + " is not a directory");
        }
        DemoTree tree = DemoTree.of(root, leaveOut, directory);
        if (tree.size() == 0) {
            throw IthacaException.notDone(IthacaException.Code.INVALID, root + " has no regular files");
        }
        return tree;
    }

    private boolean demo(Plan plan, DemoTree tree, Path data) throws IOException, InterruptedException {
        LocalCluster processes =
                LocalCluster.in(data, new LocalCluster.Plan(NODES, 0, List.of()), List.of("-Xmx" + heap));
        DemoCluster cluster = new DemoCluster(processes, console);
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "ithaca-shutdown"));
        try (cluster) {
            cluster.start();
            console.say(String.format(
                    "%,d files, %.1f MB of %s; %s x %s, %s, three processes below %s",
                    tree.size(),
                    tree.bytes() / 1e6,
                    tree.root(),
                    plan.order(),
                    plan.quorum(),
                    memory ? "in memory" : "on disk",
                    data));
            AtomicReference<@Nullable DemoRun> running = new AtomicReference<>();
            DemoRun.Result result;
            try (DemoWatch _ = new DemoWatch(() -> line(running.get()), cluster, console)) {
                DemoRun run = new DemoRun(tree, cluster, plan, console);
                running.set(run);
                result = run.run();
            }
            if (kept()) {
                console.say("The nodes' files are in " + data);
            }
            return report(tree, result);
        }
    }

    private static String line(@Nullable DemoRun run) {
        return run == null ? "starting" : run.line();
    }

    private boolean report(DemoTree tree, DemoRun.Result result) {
        if (result.writer().failure() != null) {
            console.say("An append failed: " + result.writer().failure());
        }
        DemoLedger ledger = result.ledger();
        Table table = new Table("what", "found")
                .row("files", ledger.files())
                .row("bytes", ledger.bytes())
                .row("appends acknowledged", ledger.acknowledged())
                .row("lost", result.lost())
                .row("duplicated", result.duplicated())
                .row("epochs", result.epochs())
                .row("longest pause", result.writer().longestPauseMillis() + " ms")
                .row("throughput", String.format("%.1f MB/s", result.megabytesPerSecond()));
        for (int node = 0; node < result.verdicts().size(); node++) {
            String killed = node == result.killed() ? " (killed, caught up)" : "";
            table.row("node " + node + killed, result.verdicts().get(node));
        }
        console.print(table);
        if (ledger.files() < tree.size()) {
            console.say(tree.size() - ledger.files() + " files were gone before they were read");
        }
        if (json) {
            console.json(json(result));
        }
        return result.good();
    }

    private static Map<String, Object> json(DemoRun.Result result) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("files", result.ledger().files());
        out.put("bytes", result.ledger().bytes());
        out.put("acknowledged", result.ledger().acknowledged());
        out.put("lost", result.lost());
        out.put("duplicated", result.duplicated());
        out.put("epochs", result.epochs());
        out.put("longestPauseMillis", result.writer().longestPauseMillis());
        out.put("megabytesPerSecond", Math.round(result.megabytesPerSecond() * 10) / 10.0);
        out.put("verifiedNodes", result.verified());
        return out;
    }
}
