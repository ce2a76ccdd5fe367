package org.ithaca.io;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.ithaca.base.Clock;
import org.ithaca.base.Entropy;
import org.ithaca.base.SplitMix;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that owns a node's core, its sockets and its timers.
///
/// It works in *turns*: whatever has arrived (frames, tasks, alarms) is handed over; then every hook of
/// [#onTurnEnd] runs once; then each link with frames queued is flushed once. A turn without arrivals does not
/// exist: an idle loop sleeps in the operating system.
///
/// *Errors.* Something thrown by a task, an alarm, a hook or a listener means that the core is in a state nobody
/// has thought about: it is logged, the loop stops taking work, closes its sockets, and the failure handler hears
/// of it.
public final class NodeLoop implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeLoop.class);
    private static final int TASKS_PER_TURN = 1024;
    private static final long CLOSE_SECONDS = 5;

    private final Polling polling;
    private final MultiThreadIoEventLoopGroup group;
    private final SingleThreadEventLoop eventLoop;
    private final ByteBufAllocator allocator;
    private final BlockPool blocks = BlockPool.sized();
    private final ChannelGroup channels;
    private final Entropy entropy = new SplitMix(new SecureRandom().nextLong());
    private final Consumer<Throwable> onFailure;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final List<Runnable> hooks = new ArrayList<>();
    private List<Runnable> flushes = new ArrayList<>();
    private List<Runnable> flushing = new ArrayList<>();
    private final Runnable drain = this::drain;
    private final Runnable endTurn = this::endTurn;
    private boolean turnOpen;
    private boolean tasksLeft;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean failed;

    private NodeLoop(LoopOptions options, Consumer<Throwable> onFailure) {
        this.onFailure = onFailure;
        polling = Polling.of(options);
        group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory(options.name(), true), polling.handlerFactory());
        eventLoop = (SingleThreadEventLoop) group.next();
        channels = new DefaultChannelGroup(eventLoop, true);
        // One arena: one thread allocates. Chunks of 4 MiB stay; nothing larger than 256 KiB is ever asked for.
        allocator = new PooledByteBufAllocator(
                true,
                0,
                1,
                8192,
                9,
                PooledByteBufAllocator.defaultSmallCacheSize(),
                PooledByteBufAllocator.defaultNormalCacheSize(),
                true);
    }

    /// Starts the thread, a daemon; a failure is only logged.
    public static NodeLoop start(LoopOptions options) {
        return start(options, failure -> {});
    }

    /// Starts the thread, a daemon. `onFailure` hears, on that thread and at most once, why the loop stopped by
    /// itself.
    public static NodeLoop start(LoopOptions options, Consumer<Throwable> onFailure) {
        return new NodeLoop(options, onFailure);
    }

    /// Runs a task on the loop's thread, after those given before by the same thread. From any thread. Many tasks
    /// given while the loop is busy cost one wake-up.
    ///
    /// @throws RejectedExecutionException if the loop is closed or has failed
    @Override
    public void execute(Runnable task) {
        if (failed || closing.get()) {
            throw new RejectedExecutionException("the loop is closed");
        }
        tasks.add(task);
        if (draining.compareAndSet(false, true)) {
            eventLoop.execute(drain);
        }
    }

    /// Whether the caller is the loop's thread.
    public boolean onThread() {
        return eventLoop.inEventLoop();
    }

    /// A wake-up that can be set again and again; `action` runs on the loop's thread. From any thread.
    public Alarm alarm(Runnable action) {
        return new Alarm(this, action);
    }

    /// The clocks, for the core.
    public Clock clock() {
        return SystemClock.INSTANCE;
    }

    /// Random numbers, seeded from the machine's secure source; belongs to the loop's thread. Not for secrets.
    public Entropy entropy() {
        return entropy;
    }

    /// `hook` runs at the end of every turn, before links are flushed, in the order of registration. On the loop's
    /// thread only.
    public void onTurnEnd(Runnable hook) {
        hooks.add(hook);
    }

    /// Whether sockets are polled by epoll (else by the JDK's selectors).
    public boolean usesEpoll() {
        return polling.epoll();
    }

    /// Bytes of the memory outside the heap in which large frames lie that came over the network and are kept or on
    /// their way. On the loop's thread only.
    public long frameMemoryBytes() {
        return blocks.inUseBytes();
    }

    /// Closes every socket and stops the thread; tasks not yet run are dropped. Waits for it when called by another
    /// thread, at most a few seconds.
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            eventLoop.execute(this::shutDown);
        }
        if (!onThread() && !group.terminationFuture().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("the event loop did not stop within {} s", CLOSE_SECONDS);
        }
    }

    /// Closes the channels first: Netty's loop may stop without doing so when it is told to stop at a bad moment.
    private void shutDown() {
        Channels.closeThenStop(channels, group);
    }

    // ---- for the other parts of this package, on the loop's thread ----

    /// Closes `channel` when the loop is closed.
    void track(Channel channel) {
        channels.add(channel);
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    Polling polling() {
        return polling;
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    BlockPool blocks() {
        return blocks;
    }

    /// So many bytes came or went on a link.
    void carried(long bytes) {
        polling.carried(bytes);
    }

    /// `flush` runs once, after all hooks of this turn: a link has frames to send.
    void flushLater(Runnable flush) {
        flushes.add(flush);
        touch();
    }

    /// Notes that something was handed over, so that this turn has an end.
    void touch() {
        if (!turnOpen && !eventLoop.isShutdown()) {
            turnOpen = true;
            polling.begins();
            eventLoop.executeAfterEventLoopIteration(endTurn);
        }
    }

    /// Runs an action of the core in this turn; an error stops the loop.
    void run(Runnable action) {
        if (failed) {
            return;
        }
        touch();
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    /// Stops the loop for an error of the core. More calls do nothing.
    void fail(Throwable cause) {
        if (failed) {
            return;
        }
        failed = true;
        LOG.error("the event loop stops: its core failed", cause);
        onFailure.accept(cause);
        close();
    }

    boolean hasFailed() {
        return failed;
    }

    private void drain() {
        for (int i = 0; i < TASKS_PER_TURN; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                draining.set(false);
                // A task added between the poll and the line above found the flag still up.
                tasksLeft = !tasks.isEmpty() && draining.compareAndSet(false, true);
                return;
            }
            run(task);
        }
        tasksLeft = true;
    }

    private void flushAll() {
        List<Runnable> now = flushes;
        flushes = flushing;
        flushing = now;
        now.forEach(this::run);
        now.clear();
    }

    private void endTurn() {
        for (Runnable hook : hooks) {
            run(hook);
        }
        while (!flushes.isEmpty()) {
            flushAll();
        }
        turnOpen = false;
        polling.worked();
        if (tasksLeft) {
            tasksLeft = false;
            eventLoop.execute(drain);
        }
    }
}
