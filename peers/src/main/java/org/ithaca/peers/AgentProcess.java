package org.ithaca.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.ithaca.bench.AppendResult;

/// The other end of an [AgentMain]. One thread asks.
final class AgentProcess implements AutoCloseable {
    private static final long ANSWER_SECONDS = 180;
    /// Until the libraries of a client are loaded, and it tries.
    private static final long WAITING_SECONDS = 2;

    private final Process process;
    private final Path log;
    private final PrintStream orders;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private volatile Consumer<String> progress = line -> {};

    private AgentProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread.ofPlatform().daemon().name("peers-answers").start(this::listen);
    }

    /// Starts a process; what it complains about goes to `log`.
    static AgentProcess start(List<String> command, Path log) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new AgentProcess(process, log);
    }

    private void listen() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("progress ")) {
                    progress.accept(line.substring("progress ".length()));
                } else {
                    answers.add(line);
                }
            }
            answers.add("error the process has ended");
        } catch (IOException e) {
            answers.add("error " + e);
        }
    }

    Process process() {
        return process;
    }

    void awaitReady() throws InterruptedException {
        answer("ready", ANSWER_SECONDS);
    }

    /// Has a client try to connect from now on. Returns a little later, when it is up and waits for members.
    void beginToConnect() throws InterruptedException {
        orders.println("connect");
        TimeUnit.SECONDS.sleep(WAITING_SECONDS);
    }

    /// When the first operation of that client was acknowledged, as [System#nanoTime], which is one clock for all
    /// processes of a machine. Blocks.
    long connected() throws InterruptedException {
        return Long.parseLong(answer("connected", ANSWER_SECONDS));
    }

    boolean leads() throws InterruptedException {
        orders.println("leads");
        return Boolean.parseBoolean(answer("leads", ANSWER_SECONDS));
    }

    /// Carries out a load. Blocks.
    AppendResult load(LoadOrder order, Consumer<String> hears) throws InterruptedException {
        progress = hears;
        orders.println("load " + order.line());
        long most = order.load().warmup().plus(order.load().measured()).toSeconds() + ANSWER_SECONDS;
        return ResultLine.parse(answer("result", most));
    }

    /// Ends the load that runs; any thread.
    void stopLoad() {
        orders.println("stop");
    }

    private String answer(String kind, long seconds) throws InterruptedException {
        String line = answers.poll(seconds, TimeUnit.SECONDS);
        if (line == null || !line.startsWith(kind)) {
            throw new UncheckedIOException(new IOException("instead of '" + kind + "': "
                    + (line == null ? "nothing for " + seconds + " s" : line) + "; see " + log));
        }
        return line.substring(kind.length()).trim();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
