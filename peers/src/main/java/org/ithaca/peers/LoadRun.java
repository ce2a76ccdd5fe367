package org.ithaca.peers;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.ithaca.bench.AppendLoad;
import org.ithaca.bench.AppendResult;
import org.ithaca.bench.CpuTime;
import org.ithaca.bench.Latencies;
import org.ithaca.bench.Pacer;

/// Carries out one load through one link: one thread sends, and another one watches the time.
///
/// Latency counts from the moment an operation was due to the moment its acknowledgement reached this
/// process: the call itself in a closed loop, the schedule in an open one.
///
/// Sender and acknowledgements are on different processors, and a word that both change travels between them with
/// each operation. So each counts its own, and the sender looks at the other count when its window is used up.
///
/// Every operation is counted, but of many outstanding one in a few is timed ([#MOST_UNTIMED]): with two looks at the
/// clock and a place in a histogram for each, the driver would use more of the machine than what it drives.
final class LoadRun implements Acks {
    private static final long STEP_MILLIS = 100;
    private static final Duration DRAIN = Duration.ofSeconds(5);
    private static final long LONGEST_WAIT_NANOS = 1_000_000;
    private static final long NO_ROOM_NANOS = 20_000;
    /// Of a closed loop with a large window one in so many is timed, of a smaller one as many at any time.
    private static final int MOST_UNTIMED = 16;
    /// Set in the tokens of operations that are timed; the rest is the time they were due at. Others have even
    /// numbers from the start of the load on, which never catch up with the time.
    private static final long TIMED = 1;

    private final Link link;
    private final LoadOrder order;
    private final byte[] payload;
    private final long start;
    private final long from;
    private final long to;
    private final Latencies latencies;
    private final Pacer pacer;
    private final AtomicLong succeeded = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong latest = new AtomicLong();
    private final Thread sender = new Thread(this::sendAll, "peers-load");
    private final int resumeBelow;
    private final int timedEvery;
    private final boolean open;
    private long untimed;
    private volatile long wakeAt = Long.MAX_VALUE;
    private volatile boolean stopping;
    private volatile long ended;
    private volatile long sent;

    LoadRun(Link link, LoadOrder order) {
        this.link = link;
        this.order = order;
        AppendLoad load = order.load();
        payload = new byte[load.entryBytes()];
        new SplittableRandom(load.entryBytes()).nextBytes(payload);
        start = System.nanoTime();
        from = start + load.warmup().toNanos();
        to = from + load.measured().toNanos();
        latencies = new Latencies(from, to);
        pacer = new Pacer(start, load.ratePerSecond());
        // Woken once a quarter of the window is free: a wake-up costs as much as a hundred sends.
        resumeBelow = Math.max(1, load.window() - load.window() / 4);
        open = load.ratePerSecond() > 0;
        timedEvery = Math.clamp(load.window() / MOST_UNTIMED, 1, MOST_UNTIMED);
        untimed = start & ~TIMED;
        sender.setDaemon(true);
    }

    @Override
    public void done(long token) {
        if (token - start < 0) {
            return;
        }
        if ((token & TIMED) != 0) {
            long now = System.nanoTime();
            latencies.acknowledged(token, now);
            latest.setRelease(now);
        }
        succeeded.incrementAndGet();
        wakeSender();
    }

    @Override
    public void failed(long token) {
        if (token - start < 0) {
            return;
        }
        failed.incrementAndGet();
        wakeSender();
    }

    /// How many have ended, at least.
    private long answered() {
        return succeeded.get() + failed.get();
    }

    private void wakeSender() {
        if (answered() >= wakeAt) {
            wakeAt = Long.MAX_VALUE;
            LockSupport.unpark(sender);
        }
    }

    /// Blocks until the load is over.
    ///
    /// @param progress hears ten times a second how it goes, as `operations=N` so far and `latest=NANOS`, when the
    ///     latest acknowledgement came
    AppendResult run(Consumer<String> progress) throws InterruptedException {
        sender.start();
        watch(from, progress);
        CpuTime servers = CpuTime.of(order.pids());
        CpuTime own = CpuTime.own();
        long began = System.nanoTime();
        long before = succeeded.get();
        watch(to, progress);
        long counted = succeeded.get() - before;
        stop();
        double serverCpu = servers.seconds();
        double ownCpu = order.pids().contains(ProcessHandle.current().pid()) ? 0 : own.seconds();
        sender.join();
        return new AppendResult(
                (ended - began) / 1e9,
                counted,
                sent - succeeded.get(),
                latencies.summary(),
                latencies.longestGapNanos(ended) / 1e6,
                serverCpu,
                ownCpu,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /// Ends the load, before its time perhaps: nothing is sent any more, and what is not acknowledged from now on is
    /// no pause.
    synchronized void stop() {
        if (!stopping) {
            ended = System.nanoTime();
            stopping = true;
        }
    }

    private void watch(long until, Consumer<String> progress) throws InterruptedException {
        for (long left = until - System.nanoTime(); left > 0 && !stopping; left = until - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(STEP_MILLIS)));
            progress.accept("operations=" + succeeded.get() + " latest=" + latest.getAcquire());
            link.trim();
        }
    }

    private void sendAll() {
        long begun = 0;
        long mostBegun = order.load().window();
        try {
            while (!stopping) {
                long due = open ? awaitDue() : 0;
                if (begun == mostBegun) {
                    mostBegun = awaitRoom(begun);
                }
                if (!stopping && send(open ? due | TIMED : token(begun), begun)) {
                    begun++;
                }
            }
        } finally {
            sent = begun;
        }
        drain(begun);
    }

    private long token(long begun) {
        if (begun % timedEvery == 0) {
            return System.nanoTime() | TIMED;
        }
        untimed += TIMED << 1;
        return untimed;
    }

    private boolean send(long token, long begun) {
        while (!link.send(order.work(), payload, token)) {
            if (stopping) {
                return false;
            }
            pause(begun);
        }
        if (open && link.polls()) {
            link.poll();
        }
        return true;
    }

    private long awaitDue() {
        if (!link.polls()) {
            return pacer.next();
        }
        long due = pacer.due(System.nanoTime());
        while (due - System.nanoTime() > 0 && !stopping) {
            link.idle(link.poll());
        }
        return due;
    }

    /// How many may have been begun, now that there is room for more than `begun`, or the load is over.
    private long awaitRoom(long begun) {
        int window = order.load().window();
        while (!stopping && begun - answered() >= window) {
            pause(begun);
        }
        return answered() + window;
    }

    private void pause(long begun) {
        if (link.polls()) {
            link.idle(link.poll());
            return;
        }
        long enough = begun - resumeBelow + 1;
        wakeAt = enough;
        // Beyond that mark it is the link that has no room, and nobody will say when it has.
        LockSupport.parkNanos(answered() < enough ? LONGEST_WAIT_NANOS : NO_ROOM_NANOS);
        wakeAt = Long.MAX_VALUE;
    }

    private void drain(long begun) {
        long end = System.nanoTime() + DRAIN.toNanos();
        while (begun > answered() && System.nanoTime() - end < 0) {
            if (link.polls()) {
                link.idle(link.poll());
            } else {
                LockSupport.parkNanos(LONGEST_WAIT_NANOS);
            }
        }
    }
}
