package org.ithaca.cli;

import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The tree of verbs.
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
final class CommandTree {
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

    private CommandTree() {}

    static int run(Console console, String... args) {
        CommandLine line = withVerbs(new Verbs(console), args.length == 0 ? "" : args[0]);
        line.setOut(console.outWriter());
        line.setErr(console.errWriter());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExitCodeExceptionMapper(Failures::exitCode);
        line.setExecutionExceptionHandler((error, _, _) -> Failures.tell(console, error));
        return line.execute(args);
    }

    /// The tree with the one verb that is wanted, or all if it is none: making them all takes a while.
    private static CommandLine withVerbs(Verbs factory, String wanted) {
        CommandLine line = new CommandLine(new CommandTree(), factory);
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
}
