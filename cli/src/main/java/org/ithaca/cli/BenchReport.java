package org.ithaca.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.ithaca.bench.AppendLoad;
import org.ithaca.bench.AppendResult;
import org.ithaca.bench.BarChart;
import org.ithaca.bench.Figure;
import org.ithaca.bench.MachineFigures;
import org.ithaca.bench.Processors;
import org.ithaca.log.Plan;

/// The results of an `ithaca bench append`: as a table, as JSON, as a picture.
final class BenchReport {
    /// A quantity of each result.
    private record Quantity(String key, String title, String unit, ToDoubleFunction<AppendResult> of) {}

    private static final List<Quantity> LATENCIES = List.of(
            new Quantity("p50_us", "p50", "µs", r -> r.latency().p50()),
            new Quantity("p99_us", "p99", "µs", r -> r.latency().p99()),
            new Quantity("p999_us", "p99.9", "µs", r -> r.latency().p999()),
            new Quantity("max_us", "longest", "µs", r -> r.latency().most()),
            new Quantity("longest_gap_ms", "longest gap", "ms", AppendResult::longestGapMillis));

    private static final List<Quantity> COSTS = List.of(
            new Quantity("server_cpu_s_per_million", "nodes' CPU", "s/million", AppendResult::serverCpuPerMillion),
            new Quantity("client_cpu_s_per_million", "client's CPU", "s/million", AppendResult::clientCpuPerMillion),
            new Quantity("failures", "failures", "", AppendResult::failures),
            new Quantity("load_average", "load average", "", AppendResult::loadAverage));

    private final BenchPlan plan;
    private final List<MachineFigures> machine = new ArrayList<>();
    private final Map<String, List<AppendResult>> one = new LinkedHashMap<>();
    private final Map<String, List<AppendResult>> many = new LinkedHashMap<>();

    BenchReport(BenchPlan plan) {
        this.plan = plan;
    }

    /// What people call a plan.
    static String name(Plan plan) {
        return plan.durable() ? "on disk" : "in memory";
    }

    void add(MachineFigures figures) {
        machine.add(figures);
    }

    void addOne(String name, AppendResult result) {
        one.computeIfAbsent(name, ignored -> new ArrayList<>()).add(result);
    }

    void addMany(String name, AppendResult result) {
        many.computeIfAbsent(name, ignored -> new ArrayList<>()).add(result);
    }

    private List<Quantity> quantities() {
        int bytes = plan.many().entryBytes();
        List<Quantity> all = new ArrayList<>(List.of(
                new Quantity("appends_per_s", "appends", "/s", AppendResult::perSecond),
                new Quantity("mb_per_s", "payload", "MB/s", r -> r.perSecond() * bytes / 1e6)));
        all.addAll(LATENCIES);
        all.addAll(COSTS);
        return all;
    }

    private static Figure figure(List<AppendResult> results, Quantity quantity) {
        return Figure.of(results.stream().map(quantity.of()::applyAsDouble).toList());
    }

    private Figure machine(ToDoubleFunction<MachineFigures> of) {
        return Figure.of(machine.stream().map(of::applyAsDouble).toList());
    }

    /// The machine's own figures, by key.
    private Map<String, Figure> floor() {
        Map<String, Figure> floor = new LinkedHashMap<>();
        floor.put("loopback_round_trip_p50_us", machine(m -> m.roundTrip().p50()));
        floor.put("loopback_round_trip_p99_us", machine(m -> m.roundTrip().p99()));
        floor.put("loopback_stream_mb_per_s", machine(m -> m.streamBytesPerSecond() / 1e6));
        floor.put("disk_forces_per_s", machine(MachineFigures::forcesPerSecond));
        floor.put("two_of_three_forces_p50_us", machine(m -> m.quorumForces().p50()));
        floor.put("two_of_three_forces_p99_us", machine(m -> m.quorumForces().p99()));
        floor.put("disk_write_mb_per_s", machine(m -> m.writeBytesPerSecond() / 1e6));
        return floor;
    }

    String table() {
        StringBuilder out = new StringBuilder(description()).append("\n\n");
        Table floor = new Table("the machine itself", "median (min..max)");
        floor().forEach((key, figure) -> floor.row(key.replace('_', ' '), figure));
        out.append(floor).append('\n');
        many.keySet().forEach(name -> out.append(table(name)).append('\n'));
        return out.toString();
    }

    private Table table(String name) {
        Table table = new Table(
                name, "unit", plan.many().ratePerSecond() > 0 ? "at the rate" : "many under way", "one under way");
        List<AppendResult> manyOfIt = many.getOrDefault(name, List.of());
        List<AppendResult> oneOfIt = one.getOrDefault(name, List.of());
        for (Quantity quantity : quantities()) {
            table.row(quantity.title(), quantity.unit(), figure(manyOfIt, quantity), figure(oneOfIt, quantity));
        }
        return table;
    }

    private String description() {
        AppendLoad load = plan.many();
        Plan first = plan.plans().getFirst();
        return load.entryBytes() + "-byte entries, " + plan.clients() + " client(s), "
                + (load.ratePerSecond() > 0 ? load.ratePerSecond() + " due a second, " : "")
                + "at most " + load.window() + " under way each; " + first.order() + " x " + first.quorum() + "; "
                + plan.repeats() + " repeats of " + load.measured().toMillis() / 1000.0 + " s; "
                + Processors.describe()
                + (plan.kill() ? "; the first member killed in the middle of each" : "");
    }

    /// One JSON object: configuration, the machine's figures, and each plan's.
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("bench", "append");
        map.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        map.put("description", description());
        map.put("java", Runtime.version().toString());
        map.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        map.put("processors", Runtime.getRuntime().availableProcessors());
        map.put("load_average", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        Map<String, Object> floor = new LinkedHashMap<>();
        floor().forEach((key, figure) -> floor.put(key, figure.toMap()));
        map.put("machine", floor);
        many.keySet().forEach(name -> {
            Map<String, Object> both = new LinkedHashMap<>();
            both.put("many_under_way", toMap(many.getOrDefault(name, List.of())));
            both.put("one_under_way", toMap(one.getOrDefault(name, List.of())));
            map.put(name.replace(' ', '_'), both);
        });
        return map;
    }

    private Map<String, Object> toMap(List<AppendResult> results) {
        Map<String, Object> map = new LinkedHashMap<>();
        quantities()
                .forEach(quantity ->
                        map.put(quantity.key(), figure(results, quantity).toMap()));
        return map;
    }

    /// Writes `results.json` and `results.svg`.
    void writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("results.json"), JSON.std.asString(toMap()) + "\n");
        Files.writeString(directory.resolve("results.svg"), picture().svg());
    }

    private BarChart picture() {
        List<Quantity> all = quantities();
        BarChart chart = new BarChart("Appends: median and extremes of " + plan.repeats() + " repeats");
        chart.group("Throughput, many under way", "appends/s", bars(many, all.getFirst()));
        chart.group("Latency p50, one under way", "µs", bars(one, LATENCIES.get(0)));
        chart.group("Latency p99, one under way", "µs", bars(one, LATENCIES.get(1)));
        chart.group("Latency p50, many under way", "µs", bars(many, LATENCIES.get(0)));
        chart.group("Latency p99, many under way", "µs", bars(many, LATENCIES.get(1)));
        chart.group("Nodes' CPU, many under way", "s per million appends", bars(many, COSTS.get(0)));
        chart.group("Client's CPU, many under way", "s per million appends", bars(many, COSTS.get(1)));
        return chart;
    }

    private static List<BarChart.Bar> bars(Map<String, List<AppendResult>> results, Quantity quantity) {
        return results.entrySet().stream()
                .map(entry -> new BarChart.Bar(entry.getKey(), figure(entry.getValue(), quantity)))
                .toList();
    }
}
