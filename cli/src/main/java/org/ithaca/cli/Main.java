package org.ithaca.cli;

/// Where the process begins: a node is run at once, everything else is a verb of the [CommandTree].
public final class Main {
    /// Least level of log lines shown.
    static final String LOG_LEVEL = "ithaca.log.level";

    /// Netty's events for the JVM's flight recorder, which it sets up before the first byte is sent: 70 ms of a start.
    private static final String NETTY_EVENTS = "io.netty.jfr.enabled";

    /// Netty's watch over every 128th of its buffers, with stack traces. That none is lost is tested.
    private static final String NETTY_LEAKS = "io.netty.leakDetection.level";

    private Main() {}

    /// Runs one verb and ends the process with its exit code.
    public static void main(String[] args) {
        if (args.length > 0) {
            setUnlessSet(LOG_LEVEL, logLevel(args[0]));
        }
        setUnlessSet(NETTY_EVENTS, "false");
        setUnlessSet(NETTY_LEAKS, "disabled");
        Console console = Console.system();
        String config = NodeCommand.onlyConfig(args);
        System.exit(config == null ? run(console, args) : node(console, config));
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /// A node as clusters and service managers start it. It is waited for, after a crash most of all, and the parser
    /// of command lines would be half of its start.
    private static int node(Console console, String config) {
        try {
            return new NodeCommand(console, config).call();
        } catch (Exception e) {
            return Failures.tell(console, e);
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
        return CommandTree.run(console, args);
    }
}
