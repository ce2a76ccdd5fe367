package org.ithaca.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `ithaca bench peers`: hands its options to the module `peers`, which runs in a process of its own, since
/// what it depends on must not come near the product.
@Command(
        name = "peers",
        description = "Measures Ithaca beside other systems, in turns on this machine; `--help` tells the options.")
final class BenchPeersCommand implements Callable<Integer> {
    private static final String MAIN = "org.ithaca.peers.PeersMain";

    private final Console console;

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    BenchPeersCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path built = Path.of(System.getProperty("ithaca.home", ""), "peers", "target", "peers");
        List<Path> jars = jars(built);
        if (jars.isEmpty()) {
            console.say("ithaca: the other systems are not built: `./ithaca bench peers` fetches and builds them, or"
                    + " `mvn -pl cli,peers -am -DskipTests package`");
            return Exit.IO;
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dithaca.log.level=ERROR"));
        for (String forNodes : List.of("ithaca.aot", "ithaca.node.jvm")) {
            String value = System.getProperty(forNodes);
            if (value != null) {
                command.add("-D" + forNodes + "=" + value);
            }
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path") + File.pathSeparator + jars.getFirst(),
                MAIN,
                "--libraries",
                built.resolve("lib").toString()));
        command.addAll(arguments);
        try (ChildProcess bench = ChildProcess.start(new ProcessBuilder(command).inheritIO())) {
            return bench.process().waitFor();
        }
    }

    private static List<Path> jars(Path built) throws IOException {
        if (!Files.isDirectory(built)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(built)) {
            return files.filter(file -> file.getFileName().toString().matches("ithaca-peers-[^-]*(-SNAPSHOT)?\\.jar"))
                    .toList();
        }
    }
}
