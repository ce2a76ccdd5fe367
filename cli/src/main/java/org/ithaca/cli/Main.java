package org.ithaca.cli;

import java.io.UncheckedIOException;
import java.util.List;
import org.ithaca.base.IthacaException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The tree of verbs, and the one place where an error becomes a line and an exit code.
@Command(
        name = "ithaca",
        description = "Strongly consistent replication for the JVM.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "VERB",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:done, and something is wrong: lost entries, a violation, an unsafe quorum system",
            "2:the command line or a configuration file makes no sense",
            "69:no quorum or no node could be reached in time",
            "70:an error inside Ithaca",
            "74:a file or directory cannot be used"
        })
public final class Main {
    private static final List<Class<?>> VERBS = List.of(
            DemoCommand.class,
            UpCommand.class,
            WarmUpCommand.class,
            NodeCommand.class,
            StatusCommand.class,
            LogCommand.class,
            MapCommand.class,
            ConfigCommand.class,
            QuorumCommand.class,
            SpecCommand.class,
            BenchCommand.class,
            SimCommand.class,
            AutoComplete.GenerateCompletion.class);

    /// Tells of all verbs.
    private static final String COMPLETION = "generate-completion";

    /// Least level of log lines shown.
    private static final String LOG_LEVEL = "ithaca.log.level";

    private Main() {}

    /// Runs one verb and ends the process with its exit code.
    public static void main(String[] args) {
        if (args.length > 0 && System.getProperty(LOG_LEVEL) == null) {
            System.setProperty(LOG_LEVEL, logLevel(args[0]));
        }
        Console console = Console.system();
        String config = NodeCommand.onlyConfig(args);
        System.exit(config == null ? run(console, args) : node(console, config));
    }

    /// A node as clusters and service managers start it. It is waited for, after a crash most of all, and the parser
    /// of command lines would be half of its start.
    private static int node(Console console, String config) {
        try {
            return new NodeCommand(console, config).call();
        } catch (Exception e) {
            console.say("ithaca: " + explain(e));
            return exitCode(e);
        }
    }

    /// A node tells its journal; the demonstration kills nodes, and links that fail are no news there.
    private static String logLevel(String verb) {
        return switch (verb) {
            case "node" -> "INFO";
            case "demo" -> "ERROR";
            default -> "WARN";
        };
    }

    /// Runs one verb; for tests and for [#main].
    static int run(Console console, String... args) {
        CommandLine line = withVerbs(new Verbs(console), args.length == 0 ? "" : args[0]);
        line.setOut(console.outWriter());
        line.setErr(console.errWriter());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExitCodeExceptionMapper(Main::exitCode);
        line.setExecutionExceptionHandler((error, _, _) -> {
            console.say("ithaca: " + explain(error));
            return exitCode(error);
        });
        return line.execute(args);
    }

    /// The tree with the one verb that is wanted, or all if it is none: making them all takes a while.
    private static CommandLine withVerbs(Verbs factory, String wanted) {
        CommandLine line = new CommandLine(new Main(), factory);
        List<Class<?>> chosen =
                VERBS.stream().filter(verb -> nameOf(verb).equals(wanted)).toList();
        for (Class<?> verb : chosen.isEmpty() || wanted.equals(COMPLETION) ? VERBS : chosen) {
            line.addSubcommand(new CommandLine(verb, factory));
        }
        return line;
    }

    private static String nameOf(Class<?> verb) {
        return verb.getAnnotation(Command.class).name();
    }

    private static int exitCode(Throwable error) {
        return switch (error) {
            case IthacaException e ->
                switch (e.code()) {
                    case INVALID, NOT_FOUND, CONFLICT, TOO_LARGE, TRIMMED, WRONG_CLUSTER -> Exit.USAGE;
                    case INTERNAL, CORRUPT -> Exit.INTERNAL;
                    default -> Exit.UNAVAILABLE;
                };
            case UncheckedIOException _, java.io.IOException _ -> Exit.IO;
            case CommandLine.ParameterException _ -> Exit.USAGE;
            case java.nio.file.InvalidPathException _ -> Exit.USAGE;
            default -> Exit.INTERNAL;
        };
    }

    private static String explain(Throwable error) {
        return switch (error) {
            case IthacaException e -> String.valueOf(e.getMessage());
            case UncheckedIOException e -> String.valueOf(e.getCause());
            case java.io.IOException e -> e.toString();
            case java.nio.file.InvalidPathException e -> "not a file name: " + e.getMessage();
            default -> error + " (a bug: please report it with the stack trace)\n" + trace(error);
        };
    }

    private static String trace(Throwable error) {
        java.io.StringWriter out = new java.io.StringWriter();
        error.printStackTrace(new java.io.PrintWriter(out));
        return out.toString();
    }
}
