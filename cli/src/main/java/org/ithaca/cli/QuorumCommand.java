package org.ithaca.cli;

import java.util.concurrent.Callable;
import org.ithaca.base.IthacaException;
import org.ithaca.quorum.QuorumReport;
import org.ithaca.quorum.QuorumSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Verbs about quorum systems.
@Command(name = "quorum", description = "Questions about quorum systems.", subcommands = QuorumCommand.Check.class)
final class QuorumCommand {
    private static final int DEFAULT_SIZE = 3;

    /// `ithaca quorum check`.
    @Command(
            name = "check",
            description = "Says whether a quorum system is safe, and which losses it survives.",
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {
        private final Console console;

        @Parameters(
                paramLabel = "SPEC",
                description = "majority, all, counting(w,s), grid(3x4), groups(4x3), weighted(...), explicit(...)")
        private String spec = "";

        @Option(
                names = {"-n", "--members"},
                description = "number of members (default: what the system is made for, else 3)")
        private int members;

        @Option(names = "--json", description = "one JSON object as the last line")
        private boolean json;

        Check(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            QuorumSpec parsed = QuorumSpec.parse(spec);
            int made = parsed.members() > 0 ? parsed.members() : DEFAULT_SIZE;
            int size = members > 0 ? members : made;
            QuorumReport report;
            try {
                report = QuorumReport.of(parsed.over(size));
            } catch (IthacaException e) {
                console.say("ithaca: " + e.getMessage());
                return Exit.FAILED;
            }
            if (json) {
                console.print(report.json());
            } else {
                console.print(report.text());
            }
            return Exit.OK;
        }
    }
}
