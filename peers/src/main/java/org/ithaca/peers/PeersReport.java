package org.ithaca.peers;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ithaca.bench.BarChart;
import org.ithaca.bench.Figure;
import org.ithaca.bench.MachineFigures;
import org.ithaca.cli.Table;

/// The results of a run: every sample at once as a line of `samples.jsonl`; in the end `report.txt` and
/// pictures.
final class PeersReport {
    private final PeersPlan plan;
    private final Path lines;
    private final Map<Sample.Set, List<Sample>> samples = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private final String head;

    PeersReport(PeersPlan plan, String head, MachineFigures machine) throws IOException {
        this.plan = plan;
        this.head = head + "\nThe machine: loopback round trip of 100 B p50 "
                + Figure.text(machine.roundTrip().p50()) + " us, stream "
                + Figure.text(machine.streamBytesPerSecond() / 1e6) + " MB/s, forces of 4 KiB "
                + Figure.text(machine.forcesPerSecond()) + "/s, two of three forces "
                + Figure.text(machine.quorumForces().p50()) + " us (p99 "
                + Figure.text(machine.quorumForces().p99()) + "), sequential writes "
                + Figure.text(machine.writeBytesPerSecond() / 1e6) + " MB/s\n";
        Files.createDirectories(plan.out());
        lines = plan.out().resolve("samples.jsonl");
        Files.deleteIfExists(lines);
    }

    void add(Sample sample) throws IOException {
        samples.computeIfAbsent(sample.set(), set -> new ArrayList<>()).add(sample);
        Files.writeString(
                lines, JSON.std.asString(sample.toMap()) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /// Something was left out.
    void failed(String what) {
        failures.add(what);
    }

    /// Who was measured, in order, with all values of that name.
    private static Map<String, Figure> figures(List<Sample> of, String value) {
        Map<String, List<Double>> all = new LinkedHashMap<>();
        for (Sample sample : of) {
            if (!Double.isNaN(sample.value(value))) {
                all.computeIfAbsent(sample.contender(), name -> new ArrayList<>())
                        .add(sample.value(value));
            }
        }
        Map<String, Figure> figures = new LinkedHashMap<>();
        all.forEach((name, values) -> figures.put(name, Figure.of(values)));
        return figures;
    }

    /// For people.
    String text() {
        StringBuilder text = new StringBuilder(head);
        samples.forEach((set, of) -> {
            text.append("\n## ")
                    .append(set.workload().title())
                    .append(", ")
                    .append(set.level())
                    .append(", ")
                    .append(set.form())
                    .append(" form\n\n")
                    .append(table(set, of));
            bars(set, of).forEach(line -> text.append(line).append('\n'));
        });
        text.append("\n## Set-up\n\n");
        plan.peers().forEach(peer -> text.append("- ").append(peer.about()).append('\n'));
        for (Peer peer : plan.peers()) {
            for (boolean durable : plan.durable()) {
                String caveat = peer.caveat(durable);
                if (!caveat.isEmpty()) {
                    text.append("- ")
                            .append(peer.name())
                            .append(": ")
                            .append(caveat)
                            .append('\n');
                }
            }
        }
        failures.forEach(line -> text.append("- left out: ").append(line).append('\n'));
        return text.toString();
    }

    private List<String> bars(Sample.Set set, List<Sample> of) {
        List<String> said = new ArrayList<>();
        for (Bar bar : Bar.ALL) {
            if (bar.asksOf(set)) {
                bar.ratio(figures(of, bar.value())).ifPresent(ratio -> said.add(bar.text(ratio)));
            }
        }
        if (set.workload() == Workload.IDLE) {
            of.stream()
                    .filter(sample -> sample.contender().equals("ithaca"))
                    .findFirst()
                    .ifPresent(any -> {
                        said.add(limit(of, Sample.IDLE_CPU, 2));
                        said.add(limit(of, Sample.RSS, 200));
                    });
        }
        return said;
    }

    private static String limit(List<Sample> of, String value, double most) {
        double own =
                figures(of, value).getOrDefault("ithaca", new Figure(0, 0, 0)).median();
        return value + ": Ithaca " + Figure.text(own) + "; asked: under " + Figure.text(most)
                + (own < most ? ", met" : ", NOT met");
    }

    private static Object table(Sample.Set set, List<Sample> of) {
        return switch (set.workload()) {
            case IDLE -> plain(of, Map.of("CPU, % of a core", Sample.IDLE_CPU, "largest RSS, MB", Sample.RSS));
            case START -> plain(of, Map.of("ms to the first append", Sample.START));
            case KILL, STOP -> plain(of, Map.of("ms without an append", Sample.PAUSE));
            case CURVE -> curve(of);
            case W1, W2, W3, W4, READS, PUTS -> load(set, of);
        };
    }

    private static Table plain(List<Sample> of, Map<String, String> columns) {
        List<String> titles = columns.keySet().stream().sorted().toList();
        List<String> head = new ArrayList<>(List.of(""));
        head.addAll(titles);
        Table table = new Table(head.toArray(String[]::new));
        for (String name : names(of)) {
            List<Object> row = new ArrayList<>(List.of(name));
            titles.forEach(title ->
                    row.add(figures(of, columns.getOrDefault(title, title)).get(name)));
            table.row(row.toArray());
        }
        return table;
    }

    private static Table load(Sample.Set set, List<Sample> of) {
        Table table = new Table(
                "", "/s", "MB/s", "p50 us", "p99 us", "CPU s/million", "members", "client", "window", "failures");
        for (String name : names(of)) {
            List<Sample> own = of.stream()
                    .filter(sample -> sample.contender().equals(name))
                    .toList();
            Figure perSecond = figure(own, Sample.PER_SECOND);
            table.row(
                    name,
                    perSecond,
                    Figure.text(perSecond.median() * set.workload().bytes() / 1e6),
                    figure(own, Sample.P50),
                    figure(own, Sample.P99),
                    figure(own, Sample.CPU),
                    Figure.text(figure(own, Sample.SERVER_CPU).median()),
                    Figure.text(figure(own, Sample.CLIENT_CPU).median()),
                    Figure.text(figure(own, Sample.WINDOW).median()),
                    Figure.text(figure(own, Sample.FAILURES).most()));
        }
        return table;
    }

    private static Table curve(List<Sample> of) {
        Table table = new Table("", "due/s", "done/s", "p50 us", "p99 us", "p99.9 us");
        for (Sample sample : of) {
            table.row(
                    sample.contender(),
                    Figure.text(sample.value(Sample.RATE)),
                    Figure.text(sample.value(Sample.PER_SECOND)),
                    Figure.text(sample.value(Sample.P50)),
                    Figure.text(sample.value(Sample.P99)),
                    Figure.text(sample.value("p999_us")));
        }
        return table;
    }

    private static Figure figure(List<Sample> of, String value) {
        return Figure.of(of.stream().map(sample -> sample.value(value)).toList());
    }

    private static List<String> names(List<Sample> of) {
        return of.stream().map(Sample::contender).distinct().toList();
    }

    /// Writes `report.txt`, `throughput.svg` and `latency-*.svg`.
    void write() throws IOException {
        Files.writeString(plan.out().resolve("report.txt"), text());
        BarChart chart = new BarChart("Operations a second");
        samples.forEach((set, of) -> {
            if (set.workload().closedLoop()) {
                chart.group(
                        set.workload().title() + ", " + set.level() + ", " + set.form() + " form",
                        "/s",
                        figures(of, Sample.PER_SECOND).entrySet().stream()
                                .map(entry -> new BarChart.Bar(entry.getKey(), entry.getValue()))
                                .toList());
            }
        });
        Files.writeString(plan.out().resolve("throughput.svg"), chart.svg());
        for (Map.Entry<Sample.Set, List<Sample>> entry : samples.entrySet()) {
            if (entry.getKey().workload() == Workload.CURVE) {
                plot(entry.getKey(), entry.getValue());
            }
        }
    }

    private void plot(Sample.Set set, List<Sample> of) throws IOException {
        for (String percentile : List.of(Sample.P50, Sample.P99)) {
            String name = percentile.substring(0, 3);
            Plot plot = new Plot(
                    "Open loop, 100 B, " + set.level() + ", " + set.form() + " form",
                    "acknowledged a second",
                    name + " from when it was due, us");
            for (String contender : names(of)) {
                plot.line(contender, points(of, contender, percentile));
            }
            Files.writeString(
                    plan.out()
                            .resolve("latency-" + name + "-" + set.level().replace(' ', '-') + "-" + set.form()
                                    + ".svg"),
                    plot.svg());
        }
    }

    /// The median of the repeats at each step of the rate, which the samples of a repeat come in.
    private static List<Plot.Point> points(List<Sample> of, String contender, String percentile) {
        Map<Integer, List<Sample>> repeats = of.stream()
                .filter(sample -> sample.contender().equals(contender))
                .filter(sample -> sample.value(Sample.PER_SECOND) > 0)
                .collect(Collectors.groupingBy(Sample::repeat));
        int steps = repeats.values().stream().mapToInt(List::size).min().orElse(0);
        List<Plot.Point> points = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            int at = step;
            List<Sample> same =
                    repeats.values().stream().map(list -> list.get(at)).toList();
            points.add(new Plot.Point(
                    figure(same, Sample.PER_SECOND).median(),
                    Math.max(1, figure(same, percentile).median())));
        }
        return points;
    }
}
