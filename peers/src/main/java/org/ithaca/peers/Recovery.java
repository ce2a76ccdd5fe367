package org.ithaca.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.ithaca.bench.AppendLoad;

/// Takes the leader away under an open loop of 1,000 appends a second, and measures the longest time without
/// an acknowledged append.
///
/// @param suspend SIGSTOP, instead of `kill -9`
record Recovery(RunningCluster cluster, boolean suspend) {
    private static final long RATE = 1000;
    private static final Duration WARMUP = Duration.ofSeconds(2);
    private static final Duration BEFORE = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    /// Appends that must have been acknowledged after the pause.
    private static final long STEADY = 2 * RATE;

    private static final long LOOK_MILLIS = 50;
    private static final long SETTLE_SECONDS = 3;

    /// One trial, in milliseconds; the cluster is whole again afterwards.
    double trial() throws IOException, InterruptedException {
        int leader = cluster.leader();
        Progress progress = new Progress();
        AppendLoad load = new AppendLoad(100, 1 << 16, RATE, WARMUP, LIMIT);
        LoadOrder order = new LoadOrder(Work.APPEND, load, java.util.List.of());
        CompletableFuture<Double> pause = CompletableFuture.supplyAsync(() -> load(order, progress));
        TimeUnit.MILLISECONDS.sleep(WARMUP.plus(BEFORE).toMillis());
        takeAway(leader);
        long end = System.nanoTime() + LIMIT.toNanos();
        TimeUnit.MILLISECONDS.sleep(BEFORE.toMillis());
        long base = progress.operations;
        while (progress.operations - base < STEADY && System.nanoTime() - end < 0 && !pause.isDone()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        cluster.stopLoad();
        giveBack(leader);
        try {
            double found = pause.get();
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            return found;
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static final class Progress {
        private volatile long operations;

        void hear(String line) {
            operations = Long.parseLong(LoadOrder.word(LoadOrder.words(line), "operations"));
        }
    }

    private double load(LoadOrder order, Progress progress) {
        try {
            return cluster.load(order, progress::hear).longestGapMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void takeAway(int leader) throws IOException, InterruptedException {
        if (suspend) {
            signal("STOP", leader);
        } else {
            Process process = cluster.member(leader);
            process.destroyForcibly();
            process.waitFor();
        }
    }

    private void giveBack(int leader) throws IOException, InterruptedException {
        if (suspend) {
            signal("CONT", leader);
        } else {
            cluster.restart(leader);
        }
    }

    private void signal(String name, int member) throws IOException, InterruptedException {
        String pid = Long.toString(cluster.member(member).pid());
        new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor();
    }
}
