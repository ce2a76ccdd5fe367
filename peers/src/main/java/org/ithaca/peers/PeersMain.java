package org.ithaca.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.ithaca.bench.MachineProbe;
import org.ithaca.bench.Processors;
import org.ithaca.cli.Scratch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `ithaca bench peers`, in a process of its own.
@Command(
        name = "ithaca bench peers",
        description = {
            "Runs Ithaca and other systems one after the other on this machine, in turns, under the same load, three"
                    + " members each, and compares.",
            "Peers: aeron, zookeeper, sofajraft, etcd (if it is on the PATH), ratis; in the embedded form aeron,"
                    + " sofajraft, jgroups-raft, sequencer (JGroups).",
            "Workloads: idle, w2 (many outstanding, 100 B), w1 (one outstanding), w3 (10 KB), w4 (1 MB), reads, puts,"
                    + " curve (open loop at several rates), start, kill (kill -9 of the leader), stop (SIGSTOP of it)."
        },
        mixinStandardHelpOptions = true)
public final class PeersMain implements Callable<Integer> {
    private static final Duration PROBE = Duration.ofMillis(500);
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    @Option(names = "--peers", defaultValue = "all", description = "names with commas, or none (default: all)")
    private String peers = "all";

    @Option(
            names = "--workloads",
            defaultValue = "w2,w1,w3,w4,reads,puts,curve,start,idle",
            description = "names with commas, or all (default: ${DEFAULT-VALUE})")
    private String workloads = "";

    @Option(names = "--level", defaultValue = "both", description = "memory, durable or both (default: both)")
    private String level = "both";

    @Option(names = "--form", defaultValue = "client", description = "client or embedded (default: client)")
    private Form form = Form.CLIENT;

    @Option(names = "--repeats", defaultValue = "3", description = "interleaved (default: ${DEFAULT-VALUE})")
    private int repeats;

    @Option(names = "--trials", defaultValue = "5", description = "of kill and stop (default: ${DEFAULT-VALUE})")
    private int trials;

    @Option(names = "--seconds", defaultValue = "5", description = "measured, each load (default: ${DEFAULT-VALUE})")
    private double seconds;

    @Option(names = "--warmup", defaultValue = "3", description = "before each load (default: ${DEFAULT-VALUE})")
    private double warmup;

    @Option(names = "--no-ithaca", description = "peers only")
    private boolean withoutIthaca;

    @Option(names = "--dir", description = "on the disk to be measured (default: among the temporary files)")
    private Path directory = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(names = "--out", description = "where results go (default: target/peers-DATE)")
    private @Nullable Path out;

    @Option(names = "--libraries", required = true, hidden = true, description = "the peers' libraries")
    private Path libraries = Path.of("");

    /// Runs and ends the process.
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new PeersMain());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PeersPlan plan = checkedPlan();
        Files.createDirectories(directory);
        Path memory = Files.isDirectory(SHARED_MEMORY) ? SHARED_MEMORY : directory;
        Path disk = Files.createTempDirectory(directory, "ithaca-peers-");
        Path volatileDisk = Files.createTempDirectory(memory, "ithaca-peers-");
        try {
            PeersReport report = new PeersReport(plan, head(), new MachineProbe(disk, PROBE).measure());
            ClassPaths paths = new ClassPaths(libraries, plan.out().resolve("logs"));
            PeersRun run = new PeersRun(plan, new Contenders(disk, volatileDisk, paths), report, PeersMain::say);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                run.abort();
                                Scratch.remove(disk);
                                Scratch.remove(volatileDisk);
                            },
                            "peers-shutdown"));
            run.run();
            report.write();
            System.out.println(report.text());
            System.out.println("written: " + plan.out());
            return 0;
        } finally {
            Scratch.remove(disk);
            Scratch.remove(volatileDisk);
        }
    }

    private PeersPlan checkedPlan() {
        try {
            return plan();
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(new CommandLine(this), String.valueOf(e.getMessage()), e);
        }
    }

    private PeersPlan plan() {
        List<Peer> all = new ArrayList<>();
        if (!withoutIthaca) {
            all.add(Peer.named("ithaca"));
        }
        List<String> names = switch (peers) {
            case "all" -> Peer.NAMES;
            case "none" -> List.of();
            default -> List.of(peers.split(","));
        };
        for (String name : names) {
            Peer peer = Peer.named(name);
            peer.missing().ifPresentOrElse(why -> say(name + " is left out: " + why), () -> all.add(peer));
        }
        List<Boolean> durable = Stream.of(false, true)
                .filter(each -> level.equals("both") || level.equals(each ? "durable" : "memory"))
                .toList();
        if (durable.isEmpty()) {
            throw new CommandLine.ParameterException(new CommandLine(this), "--level is memory, durable or both");
        }
        List<Workload> asked = Workload.parse(workloads);
        if (form == Form.EMBEDDED && asked.stream().anyMatch(Workload::recovery)) {
            throw new CommandLine.ParameterException(
                    new CommandLine(this), "kill and stop end the member with the load in it; use --form client");
        }
        Path results = out == null ? Path.of("target", "peers-" + LocalDate.now(ZoneOffset.UTC)) : out;
        return new PeersPlan(all, asked, durable, form, repeats, trials, time(warmup), time(seconds), results);
    }

    private static Duration time(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static String head() {
        return "Ithaca and its peers, " + LocalDate.now(ZoneOffset.UTC) + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + ", " + Processors.describe() + ", every JVM "
                + System.getProperty("java.vm.version")
                + ". Medians of the repeats (least..most).";
    }

    private static void say(String line) {
        System.err.println(
                LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_LOCAL_TIME)
                        + " " + line);
    }
}
