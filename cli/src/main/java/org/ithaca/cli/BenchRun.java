package org.ithaca.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.ithaca.bench.AppendBench;
import org.ithaca.bench.AppendLoad;
import org.ithaca.bench.AppendResult;
import org.ithaca.bench.MachineProbe;
import org.ithaca.log.Plan;

/// Carries out a [BenchPlan]: in each repeat first the machine, then every plan.
final class BenchRun {
    private static final Duration PROBE = Duration.ofMillis(500);

    private final BenchPlan plan;
    private final BenchCluster cluster;
    private final Console console;
    private final BenchReport report;

    BenchRun(BenchPlan plan, BenchCluster cluster, Console console) {
        this.plan = plan;
        this.cluster = cluster;
        this.console = console;
        report = new BenchReport(plan);
    }

    BenchReport run() throws IOException, InterruptedException {
        MachineProbe probe = new MachineProbe(cluster.place(), PROBE);
        for (int repeat = 1; repeat <= plan.repeats(); repeat++) {
            console.status("repeat " + repeat + " of " + plan.repeats() + ": the machine");
            report.add(probe.measure());
            for (Plan each : plan.plans()) {
                String name = BenchReport.name(each);
                String title = "repeat " + repeat + " of " + plan.repeats() + ", " + name;
                String log = "bench-" + repeat + "-" + (each.durable() ? "disk" : "memory");
                report.addMany(name, many(title, log, each));
                report.addOne(name, phase(title + ", one under way", log, each, plan.one(), 1));
            }
        }
        return report;
    }

    private AppendResult phase(String title, String log, Plan each, AppendLoad load, int clients)
            throws InterruptedException {
        return new AppendBench(cluster.servers(), cluster.pids(), clients)
                .run(log, each, load, line -> console.status(title + ": " + line), () -> {});
    }

    private AppendResult many(String title, String log, Plan each) throws IOException, InterruptedException {
        if (!plan.kill()) {
            return phase(title, log, each, plan.many(), plan.clients());
        }
        int[] killed = {-1};
        AppendResult result = new AppendBench(cluster.servers(), cluster.pids(), plan.clients())
                .run(log, each, plan.many(), line -> console.status(title + ": " + line), () -> killed[0] = kill(log));
        console.status(title + ": node " + killed[0] + " was killed and comes back");
        cluster.revive(killed[0], log);
        TimeUnit.SECONDS.sleep(1);
        return result;
    }

    private int kill(String log) {
        try {
            return cluster.killWriter(log);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new java.io.InterruptedIOException("interrupted while killing a node"));
        }
    }
}
