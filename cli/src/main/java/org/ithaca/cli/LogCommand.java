package org.ithaca.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Position;
import org.ithaca.client.Entry;
import org.ithaca.client.Ithaca;
import org.ithaca.client.Log;
import org.ithaca.client.LogCursor;
import org.ithaca.client.Page;
import org.ithaca.client.ReadLevel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Verbs about one log.
@Command(
        name = "log",
        description = "Appends to a log and reads it.",
        mixinStandardHelpOptions = true,
        subcommands = {LogCommand.Append.class, LogCommand.Read.class, LogCommand.Tail.class})
final class LogCommand {
    private LogCommand() {}

    private static Log existing(Ithaca ithaca, String name) {
        return ithaca.existing(name)
                .orElseThrow(() -> IthacaException.notDone(
                        IthacaException.Code.NOT_FOUND,
                        "there is no log '" + name + "'; `ithaca status` lists those there are"));
    }

    static <T extends @Nullable Object> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof IthacaException cause ? cause : e;
        }
    }

    private static void print(Console console, Entry entry) {
        console.print(entry.position() + "\t" + entry.bytes().utf8());
    }

    /// `ithaca log append`.
    @Command(
            name = "append",
            description = "Appends entries, which are the arguments or else the lines of standard input; makes the log"
                    + " if there is none.",
            mixinStandardHelpOptions = true)
    static final class Append implements Callable<Integer> {
        private final Console console;

        @Mixin
        private Servers servers = new Servers();

        @Parameters(index = "0", paramLabel = "LOG", description = "name of the log")
        private String log = "";

        @Parameters(index = "1..*", paramLabel = "ENTRY", description = "entries, as text")
        private List<String> entries = new ArrayList<>();

        @Option(names = "--json", description = "one JSON object as the last line")
        private boolean json;

        Append(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() throws IOException {
            try (Ithaca ithaca = servers.connect()) {
                Log target = ithaca.log(log);
                List<CompletableFuture<Position>> appended = new ArrayList<>();
                if (entries.isEmpty()) {
                    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                    for (String line = in.readLine(); line != null; line = in.readLine()) {
                        appended.add(target.append(Bytes.utf8(line)));
                    }
                } else {
                    entries.forEach(entry -> appended.add(target.append(Bytes.utf8(entry))));
                }
                List<Long> positions = appended.stream()
                        .map(LogCommand::join)
                        .map(Position::value)
                        .toList();
                if (json) {
                    Map<String, Object> out = new LinkedHashMap<>();
                    out.put("log", log);
                    out.put("appended", positions.size());
                    out.put("positions", positions);
                    console.json(out);
                } else {
                    positions.forEach(console::print);
                }
            }
            return Exit.OK;
        }
    }

    /// `ithaca log read`.
    @Command(
            name = "read",
            description = "Prints entries of a log as text, each with its position.",
            mixinStandardHelpOptions = true)
    static final class Read implements Callable<Integer> {
        private final Console console;

        @Mixin
        private Servers servers = new Servers();

        @Parameters(index = "0", paramLabel = "LOG", description = "name of the log")
        private String log = "";

        @Option(names = "--from", description = "least position (default: ${DEFAULT-VALUE})", defaultValue = "0")
        private long from;

        @Option(names = "--max", description = "most entries (default: ${DEFAULT-VALUE})", defaultValue = "1000")
        private int max;

        @Option(names = "--stable", description = "what the node asked has, without asking a quorum")
        private boolean stable;

        Read(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            try (Ithaca ithaca = servers.connect()) {
                Log source = existing(ithaca, log);
                ReadLevel level = stable ? ReadLevel.STABLE : ReadLevel.LINEARIZABLE;
                Position next = new Position(Math.max(0, from));
                int left = Math.max(1, max);
                while (left > 0) {
                    Page page = join(source.read(next, left, level, java.time.Duration.ZERO));
                    page.entries().forEach(entry -> print(console, entry));
                    if (page.entries().isEmpty()) {
                        break;
                    }
                    left -= page.entries().size();
                    next = page.next();
                }
            }
            return Exit.OK;
        }
    }

    /// `ithaca log tail`.
    @Command(
            name = "tail",
            description = "Prints entries of a log as they come, until it is interrupted.",
            mixinStandardHelpOptions = true)
    static final class Tail implements Callable<Integer> {
        private final Console console;

        @Mixin
        private Servers servers = new Servers();

        @Parameters(index = "0", paramLabel = "LOG", description = "name of the log")
        private String log = "";

        @Option(names = "--from", description = "least position (default: where the log ends now)")
        private @Nullable Long from;

        Tail(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            try (Ithaca ithaca = servers.connect()) {
                Log source = existing(ithaca, log);
                Position start = from == null ? join(source.tail(ReadLevel.LINEARIZABLE)) : new Position(from);
                LogCursor cursor = source.follow(start);
                while (!Thread.currentThread().isInterrupted()) {
                    cursor.poll().forEach(entry -> print(console, entry));
                }
            }
            return Exit.OK;
        }
    }
}
