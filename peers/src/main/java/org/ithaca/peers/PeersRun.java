package org.ithaca.peers;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.ithaca.bench.AppendLoad;
import org.ithaca.bench.AppendResult;
import org.ithaca.bench.CpuTime;
import org.jspecify.annotations.Nullable;

/// Carries out a [PeersPlan]: in each repeat and at each level every contender has a turn, with a new
/// cluster; then every contender has its trials of recovery.
final class PeersRun {
    private static final long IDLE_SECONDS = 20;
    /// Until a process that was just started has compiled what it does when idle.
    private static final long IDLE_SETTLE_SECONDS = 180;
    private static final Duration TRY_WARMUP = Duration.ofMillis(500);
    private static final Duration TRY = Duration.ofMillis(1500);
    private static final double[] CURVE = {0.1, 0.25, 0.5, 0.75, 0.9};

    private final PeersPlan plan;
    private final Contenders contenders;
    private final Consumer<String> say;
    private final PeersReport report;
    private final Map<String, Integer> bestWindows = new HashMap<>();
    private volatile @Nullable RunningCluster running;

    PeersRun(PeersPlan plan, Contenders contenders, PeersReport report, Consumer<String> say) {
        this.plan = plan;
        this.contenders = contenders;
        this.report = report;
        this.say = say;
    }

    /// A contender that fails is left out of that turn, and the report says so.
    void run() throws InterruptedException, IOException {
        if (plan.hasRepeats()) {
            for (int repeat = 1; repeat <= plan.repeats(); repeat++) {
                for (boolean durable : plan.durable()) {
                    everyone(
                            repeat,
                            durable,
                            plan.workloads().stream()
                                    .filter(workload -> !workload.recovery())
                                    .toList());
                }
            }
        }
        if (plan.hasRecovery()) {
            everyone(
                    1,
                    plan.durable().getLast(),
                    plan.workloads().stream().filter(Workload::recovery).toList());
        }
    }

    /// Ends the processes of the contender whose turn it is, when this process is told to end.
    void abort() {
        RunningCluster current = running;
        if (current != null) {
            current.close();
        }
    }

    private void everyone(int repeat, boolean durable, List<Workload> workloads)
            throws InterruptedException, IOException {
        for (Peer peer : plan.peers()) {
            if (!peer.offers(plan.form(), Work.APPEND, durable)) {
                continue;
            }
            Turn turn = new Turn(peer, durable, repeat);
            try (RunningCluster cluster = contenders.of(peer).start(plan.form(), durable)) {
                running = cluster;
                if (plan.has(Workload.START) && cluster.startMillis() > 0) {
                    turn.add(Workload.START, Map.of(Sample.START, cluster.startMillis()));
                }
                for (Workload workload : workloads) {
                    if (peer.offers(plan.form(), workload.work(), durable)) {
                        turn.run(workload, cluster);
                    }
                }
            } catch (IOException | RuntimeException e) {
                report.failed(turn.title + ": " + e);
                say.accept(turn.title + ": FAILED: " + e);
            } finally {
                running = null;
            }
        }
    }

    /// One contender on one cluster.
    private final class Turn {
        private final Peer peer;
        private final boolean durable;
        private final int repeat;
        private final String title;
        private double best;
        private boolean warm;

        Turn(Peer peer, boolean durable, int repeat) {
            this.peer = peer;
            this.durable = durable;
            this.repeat = repeat;
            title = "repeat " + repeat + " of " + plan.repeats() + ", " + peer.name() + ", "
                    + (durable ? "durable" : "in memory");
        }

        void add(Workload workload, Map<String, Double> values) throws IOException {
            report.add(new Sample(peer.name(), new Sample.Set(workload, durable, plan.form()), repeat, values));
        }

        void run(Workload workload, RunningCluster cluster) throws IOException, InterruptedException {
            switch (workload) {
                case IDLE -> idle(cluster);
                case START -> {}
                case CURVE -> curve(cluster);
                case KILL, STOP -> recovery(workload, cluster);
                case W1, W2, W3, W4, READS, PUTS -> closed(workload, cluster);
            }
        }

        private void closed(Workload workload, RunningCluster cluster) throws IOException, InterruptedException {
            int window = window(workload, cluster);
            AppendResult result = load(workload, cluster, window, 0, plan.warmup(), plan.measured());
            if (workload == Workload.W2) {
                best = result.perSecond();
            }
            add(workload, Sample.of(result, window));
        }

        /// The window that does most a second, looked for once for each contender and level.
        private int window(Workload workload, RunningCluster cluster) throws IOException, InterruptedException {
            if (workload.windows().size() == 1) {
                return workload.windows().getFirst();
            }
            String key = peer.name() + workload + durable;
            Integer known = bestWindows.get(key);
            if (known != null) {
                return known;
            }
            double most = -1;
            int taken = workload.windows().getFirst();
            // Warm before the first is tried, and each twice, so that none is favoured for when it comes.
            load(workload, cluster, taken, 0, plan.warmup(), TRY);
            for (int tried = 0; tried < 2 * workload.windows().size(); tried++) {
                int window = workload.windows().get(tried % workload.windows().size());
                double found =
                        load(workload, cluster, window, 0, TRY_WARMUP, TRY).perSecond();
                taken = found > most ? window : taken;
                most = Math.max(most, found);
            }
            bestWindows.put(key, taken);
            return taken;
        }

        private AppendResult load(
                Workload workload, RunningCluster cluster, int window, long rate, Duration warmup, Duration measured)
                throws IOException, InterruptedException {
            Duration before = warm || warmup.compareTo(peer.firstWarmup()) > 0 ? warmup : peer.firstWarmup();
            warm = true;
            AppendLoad load = new AppendLoad(workload.bytes(), window, rate, before, measured);
            String what = title + ", " + workload.title() + ", window " + window + (rate > 0 ? ", " + rate + "/s" : "");
            say.accept(what);
            AppendResult result = cluster.load(new LoadOrder(workload.work(), load, cluster.pids()), line -> {});
            say.accept(what + ": " + Words.of(result));
            return result;
        }

        private void curve(RunningCluster cluster) throws IOException, InterruptedException {
            if (best == 0) {
                int window = window(Workload.W2, cluster);
                best = load(Workload.W2, cluster, window, 0, plan.warmup(), plan.measured())
                        .perSecond();
            }
            for (double part : CURVE) {
                long rate = Math.max(1, Math.round(best * part));
                AppendResult result = load(
                        Workload.CURVE,
                        cluster,
                        Workload.CURVE.windows().getFirst(),
                        rate,
                        plan.warmup().dividedBy(2),
                        plan.measured());
                Map<String, Double> values =
                        Sample.of(result, Workload.CURVE.windows().getFirst());
                values.put(Sample.RATE, (double) rate);
                add(Workload.CURVE, values);
            }
        }

        private void idle(RunningCluster cluster) throws IOException, InterruptedException {
            say.accept(title + ", idle");
            TimeUnit.SECONDS.sleep(IDLE_SETTLE_SECONDS);
            CpuTime cpu = CpuTime.of(cluster.pids());
            TimeUnit.SECONDS.sleep(IDLE_SECONDS);
            Map<String, Double> values = new LinkedHashMap<>();
            values.put(Sample.IDLE_CPU, 100 * cpu.seconds() / IDLE_SECONDS);
            values.put(
                    Sample.RSS,
                    cluster.pids().stream()
                            .mapToDouble(Words::rssMegabytes)
                            .max()
                            .orElse(0));
            add(Workload.IDLE, values);
        }

        private void recovery(Workload workload, RunningCluster cluster) throws IOException, InterruptedException {
            for (int trial = 1; trial <= plan.trials(); trial++) {
                double pause = new Recovery(cluster, workload == Workload.STOP).trial();
                say.accept(peer.name() + ", " + workload.title() + ", trial " + trial + " of " + plan.trials() + ": "
                        + Math.round(pause) + " ms without an append");
                add(workload, Map.of(Sample.PAUSE, pause, "trial", (double) trial));
            }
        }
    }
}
