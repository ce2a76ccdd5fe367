package org.ithaca.client;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.ithaca.base.Bytes;
import org.ithaca.base.Hooks;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Link;
import org.ithaca.base.LogId;
import org.ithaca.base.MalformedException;
import org.ithaca.base.Network;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.ithaca.cluster.Layout;
import org.ithaca.io.Alarm;
import org.ithaca.io.LocalNetwork;
import org.ithaca.io.LocalNode;
import org.ithaca.io.LoopOptions;
import org.ithaca.io.NodeLoop;
import org.ithaca.io.TcpNetwork;
import org.ithaca.io.TcpOptions;
import org.ithaca.log.Level;
import org.jspecify.annotations.Nullable;

/// Runs a [ClientCore] on a machine: its thread, its sockets, its clock.
final class ClientHost implements Network.Listener, AutoCloseable {
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);

    private final ClientOptions options;
    private final NodeLoop loop;
    private final TcpNetwork network;
    private final @Nullable LocalNetwork local;
    private final ClientCore core;
    private final Alarm alarm;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Runnable runTasks = this::runTasks;
    private final CompletableFuture<Layout> firstLayout = new CompletableFuture<>();
    private volatile @Nullable Layout layout;
    private volatile @Nullable IthacaException turnedAway;
    private volatile boolean closed;

    /// @param node one in this process, reached without a socket; null for none
    ClientHost(ClientOptions options, @Nullable LocalNode node) {
        this.options = options;
        this.loop = NodeLoop.start(LoopOptions.named("ithaca-" + options.name()), this::loopFailed);
        long id = new SecureRandom().nextLong();
        this.network = new TcpNetwork(
                loop, TcpOptions.client(options.cluster(), id, options.name()).withTls(options.tls()));
        this.local =
                node == null ? null : new LocalNetwork(loop, node, new Peer.Client(id, options.name()), network, this);
        this.core =
                new ClientCore(options, id, local == null ? network : local, loop.clock(), Hooks.NONE, this::adopted);
        this.alarm = loop.alarm(core::tick);
    }

    /// Begins, and waits until the cluster's layout is known.
    void start() {
        network.start(this);
        loop.execute(() -> {
            if (local != null) {
                local.start();
            }
            core.start();
        });
        try {
            firstLayout.get(options.deadline().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            IthacaException why = turnedAway;
            throw why != null
                    ? why
                    : IthacaException.notDone(
                            IthacaException.Code.UNAVAILABLE, "no member of a cluster at " + options.servers());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw IthacaException.notDone(IthacaException.Code.CLOSED, "interrupted while connecting");
        }
    }

    private void adopted(Layout newer) {
        layout = newer;
        firstLayout.complete(newer);
    }

    // ---- from the network, on the loop's thread ----

    @Override
    public void opened(Link link) {
        core.opened(link);
    }

    @Override
    public void received(Link link, Bytes frame) {
        core.received(link, frame);
    }

    @Override
    public void closed(Link link) {
        core.closed(link);
    }

    @Override
    public void refused(NodeId node, IthacaException why) {
        turnedAway = why;
    }

    @Override
    public void turnEnded() {
        core.turnEnded();
        alarm.wakeAt(core.wakeAtNanos());
    }

    // ---- for the facade, from any thread ----

    ClientOptions options() {
        return options;
    }

    /// To be used on the loop's thread only.
    ClientCore core() {
        return core;
    }

    boolean onThread() {
        return loop.onThread();
    }

    long deadlineNanos() {
        return loop.clock().nanos() + options.deadline().toNanos();
    }

    Layout layout() {
        return Objects.requireNonNull(layout, "started");
    }

    /// DURABLE where the log is kept on disk, else ORDERED.
    static Level naturalLevel(Layout layout, LogId log) {
        boolean durable =
                layout.log(log).map(chain -> chain.newest().plan().durable()).orElse(true);
        return durable ? Level.DURABLE : Level.ORDERED;
    }

    /// Runs a task on the loop's thread; on a closed client, soon, where it finds the core closed.
    void execute(Runnable task) {
        tasks.add(task);
        try {
            loop.execute(runTasks);
        } catch (RejectedExecutionException e) {
            runTasks();
        }
    }

    /// A loop that is closed drops what it was given: the queue here makes sure that everyone gets an answer.
    private void runTasks() {
        synchronized (tasks) {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        }
    }

    <A extends Answer, T> CompletableFuture<T> read(
            @Nullable LogId log, Duration wait, LongFunction<Request> form, Class<A> type, Function<A, T> value) {
        CompletableFuture<T> future = new CompletableFuture<>();
        long patience = LEAST_PATIENCE.plus(wait).toNanos();
        submit(Call.reading(
                log,
                patience,
                deadlineNanos(),
                form,
                answer -> complete(future, answer, type, value),
                future::completeExceptionally));
        return future;
    }

    CompletableFuture<Long> change(LongFunction<Request> form) {
        return change(deadlineNanos(), form);
    }

    CompletableFuture<Long> change(long deadlineNanos, LongFunction<Request> form) {
        CompletableFuture<Long> future = new CompletableFuture<>();
        long patience = options.deadline().dividedBy(4).toNanos();
        submit(Call.changing(
                patience,
                deadlineNanos,
                form,
                answer -> complete(future, answer, Answer.Done.class, Answer.Done::value),
                future::completeExceptionally));
        return future;
    }

    private void submit(Call call) {
        execute(() -> core.call(call));
    }

    private static <A extends Answer, T> void complete(
            CompletableFuture<T> future, Answer answer, Class<A> type, Function<A, T> value) {
        if (!type.isInstance(answer)) {
            future.completeExceptionally(IthacaException.unknown(
                    IthacaException.Code.INTERNAL,
                    "a server answered with " + answer.getClass().getSimpleName()));
            return;
        }
        try {
            future.complete(value.apply(type.cast(answer)));
        } catch (MalformedException e) {
            future.completeExceptionally(
                    IthacaException.unknown(IthacaException.Code.CORRUPT, "a server's answer: " + e.getMessage()));
        }
    }

    private void loopFailed(Throwable cause) {
        closed = true;
        closeCore();
    }

    /// Gives up what is under way and closes the links.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        execute(this::closeCore);
        loop.close();
        runTasks();
    }

    private void closeCore() {
        core.close();
        if (local != null) {
            local.close();
        }
        if (loop.onThread()) {
            network.close();
        }
    }
}
