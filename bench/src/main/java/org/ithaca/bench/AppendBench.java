package org.ithaca.bench;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.ithaca.client.ClientOptions;
import org.ithaca.log.Plan;

/// Appends to a log of a running cluster from this process, and measures.
///
/// The log is trimmed as it grows, up to what was acknowledged a moment ago: a run may take as long as it
/// likes without filling memory or disk.
///
/// @param servers `host:port` of the members, separated by commas
/// @param serverPids processes whose processor time is the servers'
/// @param clients how many connections, each with a thread that appends
public record AppendBench(String servers, List<Long> serverPids, int clients) {
    private static final long STEP_MILLIS = 100;
    private static final int STEPS_A_LINE = 10;
    private static final long WINDOW_BYTES = 64L << 20;
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /// Runs one load. Blocks for as long as it takes.
    ///
    /// @param log made with `plan` if there is none of this name
    /// @param progress hears about once a second how it goes
    /// @param midway runs in the middle of the measured time; a node that it ends is left out of the servers'
    ///     processor time
    public AppendResult run(String log, Plan plan, AppendLoad load, Consumer<String> progress, Runnable midway)
            throws InterruptedException {
        List<AppendClient> running = new ArrayList<>();
        try {
            // Connecting takes a moment: the clock starts after it.
            Schedule schedule = Schedule.startingIn(Duration.ofMillis(500).multipliedBy(clients), load);
            for (int i = 0; i < clients; i++) {
                running.add(connect(log, plan, load, schedule));
            }
            schedule.awaitStart();
            running.forEach(AppendClient::start);
            return measure(running, schedule, progress, midway);
        } finally {
            for (AppendClient client : running) {
                client.stop();
                client.close();
            }
        }
    }

    private AppendClient connect(String log, Plan plan, AppendLoad load, Schedule schedule) {
        ClientOptions options = ClientOptions.of(servers)
                .withName("bench")
                .withDeadline(DEADLINE)
                .withWindow(WINDOW_BYTES, load.window());
        Latencies latencies = new Latencies(schedule.from(), schedule.to());
        Pacer pacer = new Pacer(schedule.start(), (double) load.ratePerSecond() / clients);
        boolean one = load.window() == 1 && load.ratePerSecond() == 0;
        return AppendClient.open(options, log, plan, load.entryBytes(), latencies, pacer, one);
    }

    private AppendResult measure(
            List<AppendClient> running, Schedule schedule, Consumer<String> progress, Runnable midway)
            throws InterruptedException {
        Watch watch = new Watch(running, progress);
        watch.until(schedule.from());
        CpuTime servers = CpuTime.of(serverPids);
        CpuTime client = CpuTime.own();
        watch.until(schedule.middle());
        midway.run();
        watch.until(schedule.to());
        double serverCpu = servers.seconds();
        double clientCpu = client.seconds();
        Histogram all = new Histogram(3);
        running.forEach(each -> each.latencies().addTo(all));
        return new AppendResult(
                (schedule.to() - schedule.from()) / 1e9,
                all.getTotalCount(),
                running.stream().mapToLong(each -> each.latencies().failures()).sum(),
                LatencySummary.of(all),
                running.stream()
                                .mapToLong(each -> each.latencies().longestGapNanos())
                                .max()
                                .orElse(0)
                        / 1e6,
                serverCpu,
                clientCpu,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /// When a run starts, and from when to when it counts.
    private record Schedule(long start, long from, long to) {
        static Schedule startingIn(Duration delay, AppendLoad load) {
            long start = System.nanoTime() + delay.toNanos();
            long from = start + load.warmup().toNanos();
            return new Schedule(start, from, from + load.measured().toNanos());
        }

        long middle() {
            return from + (to - from) / 2;
        }

        void awaitStart() throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(start - System.nanoTime());
        }
    }

    /// Waits, trims and tells how it goes.
    private static final class Watch {
        private final List<AppendClient> running;
        private final Consumer<String> progress;
        private long steps;
        private long seen;
        private long seenAt = System.nanoTime();

        Watch(List<AppendClient> running, Consumer<String> progress) {
            this.running = running;
            this.progress = progress;
        }

        void until(long nanos) throws InterruptedException {
            long least = TimeUnit.MILLISECONDS.toNanos(STEP_MILLIS);
            for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
                TimeUnit.NANOSECONDS.sleep(Math.min(left, least));
                running.getFirst().trim();
                if (++steps % STEPS_A_LINE == 0) {
                    tell();
                }
            }
        }

        private void tell() {
            long now = System.nanoTime();
            long count =
                    running.stream().mapToLong(each -> each.latencies().seen()).sum();
            progress.accept(Figure.text((count - seen) * 1e9 / (now - seenAt)) + " appends/s");
            seen = count;
            seenAt = now;
        }
    }
}
