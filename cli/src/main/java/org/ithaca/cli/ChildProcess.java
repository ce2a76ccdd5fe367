package org.ithaca.cli;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// A process that does a part of this one's work, and ends with it: also when this one is told to end (Ctrl-C,
/// SIGTERM) before it is done.
final class ChildProcess implements AutoCloseable {
    /// To clean up, before it is killed.
    private static final int GRACE_SECONDS = 10;

    private final Process process;
    private final Thread ender = new Thread(this::end, "ithaca-shutdown");

    private ChildProcess(Process process) {
        this.process = process;
    }

    static ChildProcess start(ProcessBuilder command) throws IOException {
        ChildProcess child = new ChildProcess(command.start());
        try {
            Runtime.getRuntime().addShutdownHook(child.ender);
        } catch (IllegalStateException e) {
            child.end();
            throw new IOException("this process is about to end", e);
        }
        return child;
    }

    Process process() {
        return process;
    }

    private void end() {
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
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(ender);
        } catch (IllegalStateException e) {
            // This process is about to end: the hook has done, or finds nothing to do.
        }
    }
}
