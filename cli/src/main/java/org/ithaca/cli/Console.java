package org.ithaca.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/// Where verbs print: results to `out`, progress and errors to `err`.
///
/// On a terminal a live line is redrawn in place; elsewhere it is printed now and then as a line of its
/// own.
final class Console {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean live;
    private boolean drawn;

    Console(PrintStream out, PrintStream err, boolean live) {
        this.out = out;
        this.err = err;
        this.live = live;
    }

    static Console system() {
        boolean terminal = Optional.ofNullable(System.console())
                .map(java.io.Console::isTerminal)
                .orElse(false);
        return new Console(System.out, System.err, terminal);
    }

    /// Results, as the command line library writes them.
    PrintWriter outWriter() {
        return new PrintWriter(out, true, out.charset());
    }

    /// Complaints, as the command line library writes them.
    PrintWriter errWriter() {
        return new PrintWriter(err, true, err.charset());
    }

    /// Whether a live line is redrawn in place.
    boolean live() {
        return live;
    }

    /// A line of the result.
    synchronized void print(Object text) {
        clear();
        out.println(text);
        out.flush();
    }

    /// One JSON object on one line: the last line a verb prints.
    void json(Map<String, ?> object) {
        try {
            print(JSON.std.asString(object));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A line about how it goes.
    synchronized void say(String text) {
        clear();
        err.println(text);
        err.flush();
    }

    /// Replaces the live line; without a terminal the caller decides how often a line is worth printing.
    synchronized void status(String text) {
        if (live) {
            err.print("\r\u001b[2K" + text);
            drawn = true;
        } else {
            err.println(text);
        }
        err.flush();
    }

    private void clear() {
        if (drawn) {
            err.print("\r\u001b[2K");
            drawn = false;
        }
    }
}
