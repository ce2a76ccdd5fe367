package org.ithaca.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A cluster of node processes on this machine, each with a directory of its own below one directory.
///
/// ```
/// DIR/node-0/node.conf    its configuration
/// DIR/node-0/node.log     what it printed
/// DIR/node-0/data         its data
/// ```
///
/// Threading: any thread. A closed cluster starts nothing any more.
public final class LocalCluster implements AutoCloseable {
    private static final long CLOSE_SECONDS = 10;

    private final Path directory;
    private final List<String> jvmOptions;
    private final TreeMap<Integer, Process> running = new TreeMap<>();
    private final List<String> addresses = new ArrayList<>();
    private boolean closed;

    private LocalCluster(Path directory, List<String> jvmOptions) {
        this.directory = directory;
        this.jvmOptions = jvmOptions;
    }

    /// What a new cluster is made with.
    ///
    /// @param nodes how many
    /// @param basePort of the first node, the others follow; 0 for free ones
    /// @param settings further lines of each configuration file
    public record Plan(int nodes, int basePort, List<String> settings) {}

    /// Makes the configuration of a cluster in a directory, or finds the one that is there.
    public static LocalCluster in(Path directory, Plan plan, List<String> jvmOptions) throws IOException {
        LocalCluster cluster = new LocalCluster(directory.toAbsolutePath(), jvmOptions);
        Path first = cluster.config(0);
        if (Files.exists(first)) {
            cluster.find();
        } else {
            cluster.make(plan);
        }
        return cluster;
    }

    private void make(Plan plan) throws IOException {
        List<Integer> ports = plan.basePort() == 0
                ? Scratch.freePorts(2 * plan.nodes())
                : IntStream.range(0, plan.nodes())
                        .mapToObj(i -> List.of(plan.basePort() + i, plan.basePort() + 100 + i))
                        .flatMap(List::stream)
                        .toList();
        for (int i = 0; i < plan.nodes(); i++) {
            addresses.add("127.0.0.1:" + ports.get(2 * i));
        }
        String members = IntStream.range(0, plan.nodes())
                .mapToObj(i -> "\"" + i + "@" + addresses.get(i) + "\"")
                .collect(Collectors.joining(", "));
        String cluster = "local-" + Long.toHexString(System.nanoTime());
        for (int i = 0; i < plan.nodes(); i++) {
            Files.createDirectories(home(i));
            List<String> lines = new ArrayList<>(List.of(
                    "cluster = \"" + cluster + "\"",
                    "node = " + i,
                    "listen = \"" + addresses.get(i) + "\"",
                    "admin = \"127.0.0.1:" + ports.get(2 * i + 1) + "\"",
                    "members = [" + members + "]",
                    "data = \"" + home(i).resolve("data") + "\""));
            lines.addAll(plan.settings());
            Files.write(config(i), lines);
        }
    }

    private void find() throws IOException {
        for (int i = 0; Files.exists(config(i)); i++) {
            addresses.add(Files.readAllLines(config(i)).stream()
                    .filter(line -> line.startsWith("listen = "))
                    .map(line -> line.substring("listen = ".length())
                            .replace("\"", "")
                            .trim())
                    .findFirst()
                    .orElseThrow(() -> new IOException("no 'listen' in a file of " + directory)));
        }
    }

    /// How many nodes it has, running or not.
    public int size() {
        return addresses.size();
    }

    /// `host:port` of each node, in order.
    public List<String> addresses() {
        return addresses;
    }

    /// All of them, for [org.ithaca.client.Ithaca#connect].
    public String servers() {
        return String.join(",", addresses);
    }

    /// The directory of a node.
    public Path home(int node) {
        return directory.resolve("node-" + node);
    }

    private Path config(int node) {
        return home(node).resolve("node.conf");
    }

    /// Starts all nodes that do not run.
    public void startAll() throws IOException {
        for (int i = 0; i < size(); i++) {
            start(i);
        }
    }

    /// Starts a node that is not running.
    public synchronized void start(int node) throws IOException {
        Process before = running.get(node);
        if (closed || (before != null && before.isAlive())) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dithaca.log.level=INFO"));
        command.addAll(archive());
        command.addAll(fromLauncher());
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "org.ithaca.cli.Main",
                "node",
                "--config",
                config(node).toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home(node).resolve("node.log").toFile()))
                .start();
        process.getOutputStream().close();
        running.put(node, process);
    }

    /// What lets a node start with its classes loaded, if the launcher made an archive of them.
    private static List<String> archive() {
        String file = System.getProperty("ithaca.aot");
        return file == null ? List.of() : List.of("-XX:AOTCache=" + file, "-Xlog:aot=off", "-Xlog:cds=off");
    }

    /// What the launcher thinks good for nodes on this machine.
    private static List<String> fromLauncher() {
        return Stream.of(System.getProperty("ithaca.node.jvm", "").split(" "))
                .filter(option -> !option.isEmpty())
                .toList();
    }

    /// The node's process; null if it was never started here.
    @Nullable
    public synchronized Process process(int node) {
        return running.get(node);
    }

    /// `kill -9`.
    public void kill(int node) throws InterruptedException {
        Process process = process(node);
        if (process != null) {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    /// Nodes whose process has ended by itself or was killed.
    synchronized List<Integer> ended() {
        return running.entrySet().stream()
                .filter(entry -> !entry.getValue().isAlive())
                .map(java.util.Map.Entry::getKey)
                .toList();
    }

    /// Ends all nodes, with the chance to close their files.
    @Override
    public void close() {
        for (Process process : stopAll()) {
            try {
                if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            }
        }
    }

    private synchronized List<Process> stopAll() {
        closed = true;
        running.values().forEach(Process::destroy);
        return List.copyOf(running.values());
    }
}
