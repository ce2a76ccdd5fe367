package org.ithaca.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.ithaca.base.IthacaException;
import org.ithaca.base.NodeId;
import org.ithaca.base.Position;
import org.ithaca.client.ClientOptions;
import org.ithaca.client.Ithaca;
import org.ithaca.client.Log;
import org.ithaca.client.ReadLevel;
import org.ithaca.cluster.EpochInfo;
import org.ithaca.cluster.Layout;
import org.ithaca.cluster.LogChain;
import org.ithaca.cluster.LogKind;
import org.ithaca.log.Plan;
import org.ithaca.object.ReplicatedMap;
import org.jspecify.annotations.Nullable;

/// One run of the demonstration over nodes that have been started: replicates, kills, restarts, waits for
/// the node to catch up, and verifies each node's copy.
///
/// *Threading.* One thread runs it; any thread may ask for [#line].
final class DemoRun {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final long WINDOW_BYTES = 16L << 20;
    private static final int WINDOW_ENTRIES = 8192;
    private static final long CATCH_UP_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final long LOOK_MILLIS = 50;
    private static final double MEGA = 1e6;

    private final DemoTree tree;
    private final DemoCluster cluster;
    private final Console console;
    private final DemoLedger ledger;
    private final Ithaca ithaca;
    private final Log log;
    private final Log mapLog;
    private final ReplicatedMap<String, DemoFile> map;
    private final Position logStart;
    private final DemoWriter writer;
    private volatile long startedAt = System.nanoTime();
    private volatile String phase = "replicating";
    private volatile long finishedAt;
    private int killed = -1;
    private boolean restarted;

    DemoRun(DemoTree tree, DemoCluster cluster, Plan plan, Console console) {
        this.tree = tree;
        this.cluster = cluster;
        this.console = console;
        ledger = new DemoLedger(tree.size());
        ithaca = Ithaca.connect(options(null));
        String name = freshName();
        log = ithaca.log(name, LogKind.RAW, plan);
        mapLog = ithaca.log(name + "-map", LogKind.OBJECTS, plan);
        map = map(mapLog);
        logStart = LogCommand.join(log.tail(ReadLevel.LINEARIZABLE));
        writer = new DemoWriter(tree, log, map, ledger, this::step);
    }

    /// What a run came to.
    record Result(
            DemoLedger ledger,
            DemoWriter writer,
            List<DemoReader.Verdict> verdicts,
            int epochs,
            double writeSeconds,
            int killed) {
        int lost() {
            return verdicts.stream().mapToInt(DemoReader.Verdict::lost).max().orElse(0);
        }

        int duplicated() {
            return verdicts.stream()
                    .mapToInt(DemoReader.Verdict::duplicated)
                    .max()
                    .orElse(0);
        }

        long verified() {
            return verdicts.stream().filter(DemoReader.Verdict::good).count();
        }

        boolean good() {
            return writer.failure() == null && verified() == verdicts.size();
        }

        double megabytesPerSecond() {
            return ledger.bytes() / MEGA / writeSeconds;
        }
    }

    private ClientOptions options(@Nullable NodeId only) {
        return ClientOptions.of(cluster.servers())
                .withName(only == null ? "ithaca demo" : "ithaca demo reader")
                .withDeadline(DEADLINE)
                .withWindow(WINDOW_BYTES, WINDOW_ENTRIES)
                .withOnly(only);
    }

    /// A cluster that is used again has the logs of earlier runs.
    private String freshName() {
        Layout layout = ithaca.admin().layout();
        String name = "files";
        for (int run = 2; layout.log(name).isPresent(); run++) {
            name = "files-" + run;
        }
        return name;
    }

    private static ReplicatedMap<String, DemoFile> map(Log objects) {
        return ReplicatedMap.in(objects, "files", org.ithaca.object.Codec.TEXT, DemoFile.CODEC)
                .reading(ReadLevel.STABLE);
    }

    Result run() throws IOException, InterruptedException {
        try {
            startedAt = System.nanoTime();
            writer.run();
            finishedAt = System.nanoTime();
            killOnce();
            restartOnce();
            phase = "catching up";
            DemoReader.Ends ends = caughtUp();
            phase = "verifying";
            List<DemoReader.Verdict> verdicts = new ArrayList<>();
            for (int node = 0; node < cluster.size(); node++) {
                phase = "verifying node " + node;
                verdicts.add(verify(node, ends));
            }
            double seconds = (finishedAt - startedAt) / 1e9;
            return new Result(ledger, writer, verdicts, epoch().epoch() + 1, seconds, killed);
        } finally {
            ithaca.close();
        }
    }

    /// After each chunk: half-way the writer of the log is killed, at three quarters it is started again.
    private void step() {
        if (2 * writer.bytesSent() >= tree.bytes()) {
            killOnce();
        }
        if (4 * writer.bytesAcknowledged() >= 3 * tree.bytes()) {
            restartOnce();
        }
    }

    private void killOnce() {
        if (killed >= 0) {
            return;
        }
        awaitAll();
        EpochInfo epoch = epoch();
        killed = epoch.members().getFirst().value();
        console.say("kill -9 of node " + killed + ", which "
                + (epoch.plan().order() == Plan.Order.LEADER ? "writes epoch " : "is one of the writers of epoch ")
                + epoch.epoch());
        try {
            cluster.kill(killed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Three members survive the loss of one, two do not: if one is away just now, it is awaited.
    private void awaitAll() {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (epoch().members().size() < cluster.size() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
    }

    private void restartOnce() {
        if (restarted) {
            return;
        }
        restarted = true;
        try {
            cluster.restart();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EpochInfo epoch() {
        return ithaca.admin()
                .layout()
                .log(log.id())
                .map(LogChain::newest)
                .orElseThrow(() -> new IllegalStateException("the layout lost the log"));
    }

    private Ithaca only(int node) {
        return Ithaca.connect(options(new NodeId(node)));
    }

    /// Waits until every node takes part again and all have delivered as much; gives how much that is.
    private DemoReader.Ends caughtUp() throws InterruptedException {
        List<Ithaca> clients = new ArrayList<>();
        try {
            for (int node = 0; node < cluster.size(); node++) {
                clients.add(only(node));
            }
            long deadline = System.nanoTime() + CATCH_UP_NANOS;
            while (System.nanoTime() < deadline) {
                Optional<DemoReader.Ends> ends = commonEnds(clients);
                if (ends.isPresent()) {
                    return ends.get();
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            throw IthacaException.notDone(
                    IthacaException.Code.TIMEOUT,
                    "node " + killed + " has not caught up; the end of " + cluster.journal(killed)
                            + " says how far it got");
        } finally {
            clients.forEach(Ithaca::close);
        }
    }

    private Optional<DemoReader.Ends> commonEnds(List<Ithaca> clients) {
        for (Ithaca client : clients) {
            Layout layout = client.admin().layout();
            boolean all = layout.members().size() == cluster.size()
                    && layout.logs().stream().allMatch(l -> l.newest().members().size() == cluster.size());
            if (!all) {
                return Optional.empty();
            }
        }
        Optional<Position> logEnd = common(clients, log);
        Optional<Position> mapEnd = common(clients, mapLog);
        return logEnd.flatMap(end -> mapEnd.map(other -> new DemoReader.Ends(logStart, end, other)));
    }

    private static Optional<Position> common(List<Ithaca> clients, Log log) {
        List<Position> tails = clients.stream()
                .map(client -> LogCommand.join(find(client, log).tail(ReadLevel.STABLE)))
                .distinct()
                .toList();
        return tails.size() == 1 ? Optional.of(tails.getFirst()) : Optional.empty();
    }

    private static Log find(Ithaca client, Log log) {
        return client.existing(log.name()).orElseThrow(() -> new IllegalStateException("no log " + log.name()));
    }

    private DemoReader.Verdict verify(int node, DemoReader.Ends ends) {
        try (Ithaca client = only(node)) {
            Log objects = find(client, mapLog);
            return new DemoReader(tree, ledger).verify(find(client, log), objects, map(objects), ends);
        }
    }

    /// How it goes, in one line.
    String line() {
        EpochInfo epoch = epoch();
        long end = finishedAt == 0 ? System.nanoTime() : finishedAt;
        double seconds = Math.max(1e-3, (end - startedAt) / 1e9);
        return String.format(
                "%s: %,d of %,d files, %.1f MB/s, epoch %d, %s, %,d in flight",
                phase,
                writer.filesDone(),
                tree.size(),
                writer.bytesSent() / MEGA / seconds,
                epoch.epoch(),
                epoch.plan().order() == Plan.Order.LEADER
                        ? "leader " + epoch.members().getFirst()
                        : "all write",
                writer.inFlight());
    }
}
