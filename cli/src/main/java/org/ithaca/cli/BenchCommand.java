package org.ithaca.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.ithaca.bench.AppendLoad;
import org.ithaca.log.Plan;
import org.ithaca.quorum.QuorumSpec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measurements.
@Command(
        name = "bench",
        description = "Measures a cluster that it starts on this machine, and the machine itself.",
        mixinStandardHelpOptions = true,
        subcommands = {BenchCommand.Append.class, BenchPeersCommand.class})
final class BenchCommand {
    private BenchCommand() {}

    /// `ithaca bench append`.
    @Command(
            name = "append",
            description = "Appends entries to logs of a cluster of separate processes: throughput, latency with many"
                    + " and with one append under way, processor time; beside them what the machine gives.",
            mixinStandardHelpOptions = true)
    static final class Append implements Callable<Integer> {
        private final Console console;

        @Option(names = "--bytes", defaultValue = "100", description = "size of an entry (default: ${DEFAULT-VALUE})")
        private int bytes;

        @Option(names = "--memory", description = "only a log in memory (default: in memory, and on disk)")
        private boolean memory;

        @Option(names = "--disk", description = "only a log on disk (default: in memory, and on disk)")
        private boolean disk;

        @Option(
                names = "--seconds",
                defaultValue = "10",
                description = "time that counts, of each phase with many appends under way; of each with one, a"
                        + " third of it (default: ${DEFAULT-VALUE})")
        private double seconds;

        @Option(
                names = "--warmup",
                defaultValue = "5",
                description = "seconds before each of them that do not count (default: ${DEFAULT-VALUE})")
        private double warmup;

        @Option(
                names = "--window",
                defaultValue = "8192",
                description = "most appends a client has under way (default: ${DEFAULT-VALUE})")
        private int window;

        @Option(names = "--clients", defaultValue = "1", description = "connections (default: ${DEFAULT-VALUE})")
        private int clients;

        @Option(
                names = "--rate",
                defaultValue = "0",
                description = "appends due each second, whatever becomes of earlier ones; latency counts from when"
                        + " each was due (default: as many as the window lets through)")
        private long rate;

        @Option(names = "--nodes", defaultValue = "3", description = "nodes (default: ${DEFAULT-VALUE})")
        private int nodes;

        @Option(names = "--order", defaultValue = "leader", description = "order (default: ${DEFAULT-VALUE})")
        private String order = "";

        @Option(
                names = "--quorum",
                defaultValue = "majority",
                description = "quorum system (default: ${DEFAULT-VALUE})")
        private String quorum = "";

        @Option(names = "--repeats", defaultValue = "3", description = "interleaved (default: ${DEFAULT-VALUE})")
        private int repeats;

        @Option(
                names = "--kill",
                description = "kill -9 the node that orders the log in the middle of each phase, and report the"
                        + " longest time without an acknowledgement")
        private boolean kill;

        @Option(
                names = "--dir",
                description = "where the nodes keep their data meanwhile (default: a new directory"
                        + " among the temporary ones)")
        private @Nullable Path directory;

        @Option(names = "--node-jvm", paramLabel = "OPTION", description = "option for the JVM of each node")
        private List<String> jvmOptions = new ArrayList<>();

        @Option(names = "--out", paramLabel = "DIR", description = "write results.json and results.svg there")
        private @Nullable Path out;

        @Option(names = "--json", description = "one JSON object as the last line")
        private boolean json;

        Append(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() throws IOException, InterruptedException {
            BenchPlan plan = plan();
            Path parent = directory == null ? Path.of(System.getProperty("java.io.tmpdir")) : directory;
            Files.createDirectories(parent);
            Path place = Files.createTempDirectory(parent, "ithaca-bench");
            BenchReport report;
            try (BenchCluster cluster = BenchCluster.start(place, nodes, jvmOptions)) {
                report = new BenchRun(plan, cluster, console).run();
            } finally {
                Scratch.remove(place);
            }
            console.print(report.table());
            if (out != null) {
                report.writeTo(out);
                console.print("written: " + out.resolve("results.json") + ", " + out.resolve("results.svg"));
            }
            if (json) {
                console.json(report.toMap());
            }
            return Exit.OK;
        }

        private BenchPlan plan() {
            List<Plan> plans = Stream.of(false, true)
                    .filter(durable -> memory == disk || disk == durable)
                    .map(durable ->
                            new Plan(Plan.Order.parse(order), QuorumSpec.parse(quorum), Plan.Spread.STAR, durable))
                    .toList();
            AppendLoad many = new AppendLoad(bytes, window, rate, time(warmup), time(seconds));
            AppendLoad one = AppendLoad.closed(bytes, 1, time(warmup / 3), time(seconds / 3));
            return new BenchPlan(plans, one, many, clients, repeats, kill);
        }

        private static Duration time(double seconds) {
            return Duration.ofMillis(Math.round(seconds * 1000));
        }
    }
}
