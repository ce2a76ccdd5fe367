package org.ithaca.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// A process that does a part of this one's work, and ends with it: also when this one is told to end (Ctrl-C,
/// SIGTERM) before it is done.
///
/// *Threading.* Any thread may start some; each belongs to whoever started it.
final class ChildProcess implements AutoCloseable {
    /// To clean up, before it is killed.
    private static final int GRACE_SECONDS = 10;

    private static final Set<Process> RUNNING = new LinkedHashSet<>();
    private static boolean ending;

    private final Process process;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ChildProcess::endAll, "ithaca-children"));
    }

    private ChildProcess(Process process) {
        this.process = process;
    }

    /// @throws IOException if it cannot be started, or this process is about to end
    static ChildProcess start(ProcessBuilder command) throws IOException {
        synchronized (RUNNING) {
            if (ending) {
                throw new IOException("this process is about to end");
            }
            Process process = command.start();
            RUNNING.add(process);
            return new ChildProcess(process);
        }
    }

    Process process() {
        return process;
    }

    private static void endAll() {
        List<Process> all;
        synchronized (RUNNING) {
            ending = true;
            all = new ArrayList<>(RUNNING);
        }
        all.forEach(Process::destroy);
        all.forEach(ChildProcess::end);
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /// Ends it, if it has not ended by itself.
    @Override
    public void close() {
        end(process);
        synchronized (RUNNING) {
            RUNNING.remove(process);
        }
    }
}
