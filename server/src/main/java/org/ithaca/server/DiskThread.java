package org.ithaca.server;

import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.ithaca.store.QueuedStorage;
import org.jspecify.annotations.Nullable;

/// The one thread that writes and forces a node's files. It sleeps while nothing is queued. A second one carries out
/// large forces for it.
final class DiskThread {
    private static final long ROOM_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Consumer<Throwable> onFailure;
    private final Thread thread = new Thread(this::run, "ithaca-disk");
    private final ThreadPoolExecutor aside =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), DiskThread::asideThread);
    private volatile @Nullable QueuedStorage storage;
    private volatile boolean asked;
    private volatile boolean closing;

    /// @param onFailure hears, on the disk thread, of an error nobody expected
    DiskThread(Consumer<Throwable> onFailure) {
        this.onFailure = onFailure;
        thread.setDaemon(true);
    }

    private static Thread asideThread(Runnable work) {
        Thread made = new Thread(work, "ithaca-force");
        made.setDaemon(true);
        return made;
    }

    /// Has the second thread carry out a force.
    void aside(Runnable force) {
        aside.execute(force);
    }

    void start(QueuedStorage work) {
        storage = work;
        aside.prestartCoreThread();
        thread.start();
    }

    /// There is something to do. From any thread.
    void wake() {
        asked = true;
        LockSupport.unpark(thread);
    }

    /// Does what is queued, closes the files and ends. Waits for it, unless called by the disk thread
    /// itself; an interrupt is kept for later, since the directory is not free before.
    void close() {
        closing = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread != Thread.currentThread() && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        aside.shutdown();
    }

    private void run() {
        QueuedStorage work = java.util.Objects.requireNonNull(storage);
        try {
            while (!closing) {
                asked = false;
                if (!work.runOnce() && !asked && !closing) {
                    LockSupport.park(this);
                } else if (work.waitingForRoom()) {
                    LockSupport.parkNanos(this, ROOM_PAUSE_NANOS);
                }
            }
            work.close();
        } catch (IOException | RuntimeException | Error e) {
            onFailure.accept(e);
        }
    }
}
