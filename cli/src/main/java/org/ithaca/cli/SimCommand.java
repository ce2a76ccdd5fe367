package org.ithaca.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ithaca.base.Defect;
import org.ithaca.it.ClusterScenario;
import org.ithaca.it.Probes;
import org.ithaca.sim.SeedFailure;
import org.ithaca.sim.SeedRunner;
import org.ithaca.sim.SimReport;
import org.ithaca.sim.Simulator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `ithaca sim`: histories of whole clusters in simulated worlds, each made of one seed.
@Command(
        name = "sim",
        description = "Runs clusters in simulated worlds, breaks them in every way, and checks what must always hold.",
        mixinStandardHelpOptions = true)
final class SimCommand implements Callable<Integer> {
    private static final int DEFAULT_SEEDS = 100;
    private static final long REDRAW_NANOS = 200_000_000L;
    private static final long LINE_NANOS = 10_000_000_000L;

    private final Console console;

    @Option(names = "--seeds", description = "how many histories (default: 100; with --seed alone, that one)")
    private long seeds;

    @Option(names = "--seed", description = "the first seed (default: 1)")
    private @Nullable Long first;

    @Option(names = "--defect", description = "plants a defect in every node: ${COMPLETION-CANDIDATES}")
    private @Nullable Defect defect;

    @Option(names = "--trace", description = "prints every event: many lines, meant for one seed")
    private boolean trace;

    @Option(names = "--json", description = "one JSON object as the last line")
    private boolean json;

    private long drawnAt;

    SimCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        long start = System.nanoTime();
        long from = first == null ? 1 : first;
        long count = seeds > 0 ? seeds : first == null ? DEFAULT_SEEDS : 1;
        SimReport report = runner(from, count, start).run(from, count);
        double seconds = (System.nanoTime() - start) / 1e9;
        console.print(table(report, seconds));
        report.failures().forEach(this::explain);
        if (json) {
            console.json(json(report, seconds));
        }
        return report.passed() ? Exit.OK : Exit.FAILED;
    }

    private SeedRunner runner(long from, long count, long start) {
        Defect planted = defect;
        ClusterScenario scenario = planted == null ? ClusterScenario.any() : ClusterScenario.finding(planted);
        drawnAt = start;
        return new SeedRunner(scenario, planted == null ? "" : "--defect " + planted)
                .compareEvery(trace ? 0 : 50)
                .prepare(this::prepare)
                .onSeed(seed -> progress(seed - from, count, start));
    }

    private void prepare(Simulator world) {
        if (defect != null) {
            world.hooks().plant(defect);
        }
        if (trace) {
            world.trace().copyTo(System.out);
        }
    }

    private void progress(long done, long count, long start) {
        long now = System.nanoTime();
        if (!trace && now - drawnAt >= (console.live() ? REDRAW_NANOS : LINE_NANOS)) {
            drawnAt = now;
            double seconds = (now - start) / 1e9;
            console.status(String.format(
                    Locale.ROOT, "%d of %d histories, %.1f a second, no violation", done, count, done / seconds));
        }
    }

    private static Table table(SimReport report, double seconds) {
        Table table = new Table("", "count")
                .row("seeds", report.seeds())
                .row("run twice, same history", report.comparedTwice())
                .row("operations", report.operations())
                .row("epochs", report.epochs())
                .row("events", report.events())
                .row("virtual time", report.virtualNanos() / 1_000_000_000 + " s")
                .row("real time", String.format(Locale.ROOT, "%.1f s", seconds))
                .row("faults", report.faults().total());
        report.faults().byKind().forEach((kind, count) -> table.row("  " + kind.label(), count));
        table.row("rare paths reached", report.probes().size());
        report.probes().forEach((probe, count) -> table.row("  " + probe, count));
        List<String> missing = report.unreached(Probes.EXPECTED);
        table.row("rare paths not reached", missing.size());
        missing.forEach(probe -> table.row("  " + probe, 0));
        return table.row("violations", report.failures().size());
    }

    private void explain(SeedFailure failure) {
        console.say(failure.trace().lines().skip(160).reduce("", (all, line) -> all + line + "\n"));
        console.say(failure.describe());
    }

    private Map<String, Object> json(SimReport report, double seconds) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("seeds", report.seeds());
        out.put("operations", report.operations());
        Map<String, Long> faults = new LinkedHashMap<>();
        report.faults().byKind().forEach((kind, count) -> faults.put(kind.label(), count));
        out.put("faults", faults);
        out.put("epochs", report.epochs());
        out.put("violations", report.failures().size());
        out.put("events", report.events());
        out.put("virtualSeconds", report.virtualNanos() / 1_000_000_000);
        out.put("seconds", Math.round(seconds * 10) / 10.0);
        out.put("comparedTwice", report.comparedTwice());
        out.put("traceHash", String.format(Locale.ROOT, "%016x", report.traceHash()));
        out.put("probes", report.probes());
        out.put("unreached", report.unreached(Probes.EXPECTED));
        out.put("failures", report.failures().stream().map(SimCommand::json).toList());
        return out;
    }

    private static Map<String, Object> json(SeedFailure failure) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("seed", failure.seed());
        out.put("what", String.valueOf(failure.cause().getMessage()));
        out.put("replay", failure.replay());
        return out;
    }
}
