package org.ithaca.bench;

import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.ithaca.base.Bytes;
import org.ithaca.base.Position;
import org.ithaca.client.ClientOptions;
import org.ithaca.client.Ithaca;
import org.ithaca.client.Log;
import org.ithaca.cluster.LogKind;
import org.ithaca.log.Plan;
import org.jspecify.annotations.Nullable;

/// One client and the thread that appends through it until it is told to stop.
final class AppendClient implements AutoCloseable {
    private final Ithaca ithaca;
    private final Log log;
    private final Bytes entry;
    private final Latencies latencies;
    private final Pacer pacer;
    private final boolean one;
    private final Thread thread = new Thread(this::appendAll, "ithaca-bench");
    private volatile boolean stopping;
    private volatile long newest;
    private CompletableFuture<Void> trimmed = CompletableFuture.completedFuture(null);

    private AppendClient(Ithaca ithaca, Log log, int entryBytes, Latencies latencies, Pacer pacer, boolean one) {
        this.one = one;
        this.ithaca = ithaca;
        this.log = log;
        this.latencies = latencies;
        this.pacer = pacer;
        byte[] content = new byte[entryBytes];
        new SplittableRandom(entryBytes).nextBytes(content);
        entry = Bytes.wrap(content);
        thread.setDaemon(true);
    }

    /// Connects; the log is made if there is none.
    ///
    /// @param one the next append is due when the last one was answered; else when the window lets it through
    static AppendClient open(
            ClientOptions options,
            String log,
            Plan plan,
            int entryBytes,
            Latencies latencies,
            Pacer pacer,
            boolean one) {
        Ithaca ithaca = Ithaca.connect(options);
        return new AppendClient(ithaca, ithaca.log(log, LogKind.RAW, plan), entryBytes, latencies, pacer, one);
    }

    void start() {
        thread.start();
    }

    private void appendAll() {
        while (!stopping) {
            long due = pacer.next();
            CompletableFuture<?> answered = log.append(entry).whenComplete((position, error) -> done(due, position));
            if (one) {
                answered.handle((position, error) -> position).join();
            }
        }
    }

    private void done(long due, @Nullable Position position) {
        if (position != null) {
            newest = position.value();
            latencies.acknowledged(due, System.nanoTime());
        } else {
            latencies.failed();
        }
    }

    Latencies latencies() {
        return latencies;
    }

    /// Lets the log forget all that was acknowledged so far; does nothing while that is under way.
    void trim() {
        if (trimmed.isDone()) {
            trimmed = log.trim(new Position(newest));
        }
    }

    /// Appends nothing more, and waits for the thread.
    void stop() throws InterruptedException {
        stopping = true;
        thread.join();
    }

    @Override
    public void close() {
        ithaca.close();
    }
}
