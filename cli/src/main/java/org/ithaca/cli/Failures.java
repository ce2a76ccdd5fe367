package org.ithaca.cli;

import java.io.UncheckedIOException;
import org.ithaca.base.IthacaException;
import picocli.CommandLine;

/// The one place where an error becomes a line and an exit code.
final class Failures {
    private Failures() {}

    /// Tells what went wrong; gives the exit code.
    static int tell(Console console, Throwable error) {
        console.say("ithaca: " + explain(error));
        return exitCode(error);
    }

    static int exitCode(Throwable error) {
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
