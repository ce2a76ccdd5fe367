package org.ithaca.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ithaca.base.IthacaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ithaca spec`: lets TLC, the model checker of TLA+, look at the models in `spec/`.
///
/// A correct model must pass, and a model with a known bug must violate the invariant that guards against
/// it.
@Command(
        name = "spec",
        description = "Checks the TLA+ models in spec/ with TLC: correct ones pass, planted bugs are found.",
        mixinStandardHelpOptions = true)
final class SpecCommand implements Callable<Integer> {
    private static final int COLUMNS = 7;
    private static final Pattern STATES = Pattern.compile("([\\d,]+) distinct states found");
    private static final Pattern VIOLATED =
            Pattern.compile("Invariant (\\w+) is violated|property (\\w+) was violated");

    private final Console console;

    @Option(names = "--small", description = "only the small models, under two minutes together")
    private boolean small;

    @Option(names = "--dir", description = "directory of the models (default: spec/ of this checkout)")
    private Path directory = Path.of(System.getProperty("ithaca.home", "."), "spec");

    @Option(
            names = {"-j", "--jobs"},
            defaultValue = "2",
            description = "how many models to check at a time (default: ${DEFAULT-VALUE})")
    private int jobs = 2;

    @Option(names = "--json", description = "one JSON object as the last line")
    private boolean json;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "only models whose name contains one of these")
    private List<String> names = new ArrayList<>();

    SpecCommand(Console console) {
        this.console = console;
    }

    /// One line of `models.tsv`.
    private record Model(
            String name, String module, String config, boolean small, String expected, List<String> arguments) {
        static Model parse(String line) {
            String[] cells = line.split("\t", -1);
            if (cells.length != COLUMNS) {
                throw IthacaException.notDone(
                        IthacaException.Code.INVALID, "models.tsv: " + COLUMNS + " columns are expected in: " + line);
            }
            return new Model(
                    cells[0], cells[1], cells[2], cells[3].equals("small"), cells[4], List.of(cells[5].split(" ")));
        }
    }

    private record Result(String found, String states, double seconds) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Model> models = Files.readAllLines(directory.resolve("models.tsv")).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(Model::parse)
                .filter(this::wanted)
                .toList();
        List<Result> results = checkAll(models);
        Table table = new Table("model", "expected", "found", "states", "seconds", "");
        int wrong = 0;
        for (int i = 0; i < models.size(); i++) {
            Model model = models.get(i);
            Result result = results.get(i);
            boolean right = result.found().equals(model.expected());
            wrong += right ? 0 : 1;
            table.row(
                    model.name(),
                    model.expected(),
                    result.found(),
                    result.states(),
                    String.format("%.1f", result.seconds()),
                    right ? "ok" : "WRONG");
        }
        console.print(table);
        if (json) {
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("models", models.size());
            out.put("wrong", wrong);
            console.json(out);
        }
        return wrong == 0 && !models.isEmpty() ? Exit.OK : Exit.FAILED;
    }

    private boolean wanted(Model model) {
        return (!small || model.small()) && (names.isEmpty() || names.stream().anyMatch(model.name()::contains));
    }

    /// Checks models side by side, one a core; results in the order of the models.
    private List<Result> checkAll(List<Model> models) throws IOException, InterruptedException {
        AtomicInteger done = new AtomicInteger();
        try (ExecutorService pool = Executors.newFixedThreadPool(jobs)) {
            List<Future<Result>> running = new ArrayList<>();
            for (Model model : models) {
                running.add(pool.submit(() -> {
                    Result result = check(model);
                    console.status(done.incrementAndGet() + " of " + models.size() + " models; " + model.name() + ": "
                            + result.found());
                    return result;
                }));
            }
            List<Result> results = new ArrayList<>();
            for (Future<Result> each : running) {
                results.add(each.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /// Runs TLC over one model in a process of its own, with its own directory for temporary files: TLC unpacks
    /// the standard modules there and removes them at its end, whoever else is reading them.
    private Result check(Model model) throws IOException, InterruptedException {
        Path states = Files.createTempDirectory("ithaca-spec");
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=" + (model.small() ? "1" : "4"),
                "-Xmx3g",
                "-Djava.io.tmpdir=" + states,
                "-cp",
                System.getProperty("java.class.path"),
                "tlc2.TLC",
                "-metadir",
                states.toString(),
                "-config",
                model.config()));
        command.addAll(model.arguments());
        command.add(model.module());
        long start = System.nanoTime();
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        try (ChildProcess tlc = ChildProcess.start(builder)) {
            String output = new String(tlc.process().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            tlc.process().waitFor();
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Result(found(output), last(STATES, output), seconds);
        } finally {
            Scratch.remove(states);
        }
    }

    private static String found(String output) {
        if (output.contains("Model checking completed. No error has been found.")) {
            return "passes";
        }
        Matcher violated = VIOLATED.matcher(output);
        if (violated.find()) {
            return "violates " + (violated.group(1) == null ? violated.group(2) : violated.group(1));
        }
        return "error: "
                + output.lines()
                        .filter(line -> line.startsWith("Error") || line.contains("rror:"))
                        .findFirst()
                        .orElse("no verdict");
    }

    private static String last(Pattern pattern, String text) {
        String found = "";
        for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
            found = matcher.group(1);
        }
        return found;
    }
}
