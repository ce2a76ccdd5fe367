package org.ithaca.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.log.Level;
import org.jspecify.annotations.Nullable;

/// Where callers' threads leave entries and the client's thread takes them: a short lock, one wake-up a burst, and
/// a bound on what is under way.
final class AppendWindow {
    /// A run is closed once it has this many bytes, so that it can leave while the next one is filled.
    private static final int RUN_TARGET_BYTES = 512 << 10;

    private static final int LEAST_CAPACITY = 512;

    private final ClientHost host;
    private final Runnable drain;
    private final long mostBytes;
    private final int mostEntries;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private List<PendingRun> closed = new ArrayList<>();
    private @Nullable PendingRun open;
    private long bytes;
    private int entries;
    private int capacity = LEAST_CAPACITY;
    private boolean drainComing;

    AppendWindow(ClientHost host, Runnable drain) {
        this.host = host;
        this.drain = drain;
        this.mostBytes = host.options().windowBytes();
        this.mostEntries = host.options().windowEntries();
    }

    /// Leaves an entry for the client's thread; what waits for it hears at once if it cannot be taken.
    void add(Bytes entry, Level level, Completion completion) {
        IthacaException refusal = null;
        boolean wake = false;
        lock.lock();
        try {
            refusal = awaitRoom(Integer.BYTES + entry.length());
            if (refusal == null) {
                openFor(entry.length(), level).add(entry, completion);
                entries++;
                bytes += Integer.BYTES + entry.length();
                wake = !drainComing;
                drainComing = true;
            }
        } finally {
            lock.unlock();
        }
        if (refusal != null) {
            completion.failed(refusal);
        } else if (wake) {
            host.execute(drain);
        }
    }

    private PendingRun openFor(int entryBytes, Level level) {
        PendingRun run = open;
        if (run != null && run.level() == level && run.length() < RUN_TARGET_BYTES && run.fits(entryBytes)) {
            return run;
        }
        close();
        run = new PendingRun(this, capacity, level, host.deadlineNanos());
        open = run;
        return run;
    }

    private void close() {
        PendingRun run = open;
        if (run != null) {
            closed.add(run);
            open = null;
            capacity = Math.clamp(run.copiedLength() + 64L, LEAST_CAPACITY, 2 * RUN_TARGET_BYTES);
        }
    }

    /// Everything left here since the last call. On the client's thread.
    List<PendingRun> take() {
        lock.lock();
        try {
            close();
            List<PendingRun> taken = closed;
            closed = new ArrayList<>();
            drainComing = false;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    void release(int someEntries, int someBytes) {
        lock.lock();
        try {
            entries -= someEntries;
            bytes -= someBytes;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom(int more) {
        return entries == 0 || (entries < mostEntries && bytes + more <= mostBytes);
    }

    private @Nullable IthacaException awaitRoom(int more) {
        if (hasRoom(more)) {
            return null;
        }
        boolean wait = host.options().overload() == ClientOptions.Overload.WAIT && !host.onThread();
        long left = wait ? host.options().deadline().toNanos() : 0;
        while (!hasRoom(more)) {
            if (left <= 0) {
                return overloaded("the window of " + mostBytes + " bytes and " + mostEntries + " entries is full");
            }
            try {
                left = room.awaitNanos(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return overloaded("interrupted while waiting for room in the window");
            }
        }
        return null;
    }

    private static IthacaException overloaded(String why) {
        return IthacaException.notDone(IthacaException.Code.OVERLOADED, why);
    }
}
