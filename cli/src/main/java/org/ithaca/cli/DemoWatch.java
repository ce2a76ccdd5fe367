package org.ithaca.cli;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Beside a running demonstration: draws the live line, and starts nodes again that ended unexpectedly.
final class DemoWatch implements AutoCloseable {
    private static final long LOOK_MILLIS = 200;
    private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Supplier<String> line;
    private final DemoCluster cluster;
    private final Console console;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ithaca-demo-watch").factory());
    private long printedAt = System.nanoTime() - LINE_NANOS;

    /// @param line says how it goes
    DemoWatch(Supplier<String> line, DemoCluster cluster, Console console) {
        this.line = line;
        this.cluster = cluster;
        this.console = console;
        var _ = thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            cluster.supervise();
        } catch (IOException e) {
            console.say("a node cannot be started again: " + e);
        }
        long now = System.nanoTime();
        if (console.live() || now - printedAt >= LINE_NANOS) {
            printedAt = now;
            console.status(line.get());
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
