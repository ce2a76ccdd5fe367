package org.ithaca.store;

import java.util.function.Consumer;
import org.ithaca.base.Bytes;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;

/// The [Storage] of a node: its core's thread gives requests, its disk thread executes them, the core's
/// thread gets the answers.
///
/// It starts no thread. The host runs [#runOnce] on the disk thread whenever `wake` was called since the
/// last run began, and again every so often while [#waitingForRoom]. Loglets in memory are served on the
/// core's thread alone and cost no wake.
///
/// A simulator calls the three steps of a run one by one, with virtual time and crashes between them:
/// [#runWrites], [#runForces], [#complete].
public final class QueuedStorage implements Storage {
    private final NodeStore store;
    private final HandOff<Request> queue = new HandOff<>();
    private final Gate gate = new Gate();
    private final MemoryLoglets memory;
    private final ForcesAside aside;
    private final DiskRunner runner;
    private final Runnable wake;

    /// @param store opened before; belongs to the disk thread from now on
    /// @param completions how answers reach the core's thread
    /// @param wake called on the core's thread when the first request is queued after a run took all, and by
    ///     `forces`: unpark the disk thread
    /// @param forces carries out large forces, one after the other on a thread of its own, or by whom it likes
    public QueuedStorage(NodeStore store, Completions completions, Runnable wake, Consumer<Runnable> forces) {
        this.store = store;
        this.wake = wake;
        memory = new MemoryLoglets(completions, gate, store.config().memoryBytes());
        aside = new ForcesAside(forces, wake, store.config().asideBytes());
        runner = new DiskRunner(store, queue, new Answers(completions, gate), aside);
    }

    /// Disk thread: writes and forces all that is queued and hands over the answers; reads are answered before the
    /// force. Large forces are only begun: `wake` is called when one has ended, and a later run reports it.
    ///
    /// @return whether there was anything to do
    public boolean runOnce() {
        boolean worked = runner.writes();
        runner.complete();
        if (worked) {
            runner.forces();
            runner.complete();
        }
        return worked;
    }

    /// Disk thread, first step of a run: writes all that is queued; true if there was anything to do.
    public boolean runWrites() {
        return runner.writes();
    }

    /// Disk thread, second step: forces what was written.
    public void runForces() {
        runner.forces();
    }

    /// Disk thread, after either step: hands over the answers collected so far.
    public void complete() {
        runner.complete();
    }

    /// Disk thread: whether requests wait for room on the disk, so that it should run again within a moment
    /// although nobody wakes it.
    public boolean waitingForRoom() {
        return runner.waitingForRoom();
    }

    /// Any thread: whether no request is queued.
    public boolean idle() {
        return queue.isEmpty();
    }

    /// Disk thread, after the core has stopped: executes what is queued and closes the files. Answers are
    /// still posted.
    public void close() throws java.io.IOException {
        runOnce();
        while (!aside.none()) {
            aside.await();
            runOnce();
        }
        store.close();
    }

    @Override
    public Recovered recovered() {
        return store.recovered();
    }

    @Override
    public void listen(Listener listener) {
        gate.target(listener);
    }

    @Override
    public void open(LogletId loglet, Durability durability, long firstSlot) {
        switch (durability) {
            case MEMORY -> memory.open(loglet, firstSlot);
            case DISK -> give(new Request.Open(loglet, firstSlot));
        }
    }

    @Override
    public void append(LogletId loglet, long slot, Bytes batch, int crc) {
        if (memory.has(loglet)) {
            memory.append(loglet, slot, batch, crc);
        } else {
            give(new Request.Append(loglet, slot, batch.retain(), crc));
        }
    }

    @Override
    public void read(LogletId loglet, long fromSlot, long toSlot, int maxBytes, ReadCallback callback) {
        if (memory.has(loglet)) {
            memory.read(loglet, fromSlot, toSlot, maxBytes, callback);
        } else {
            give(new Request.Read(loglet, fromSlot, toSlot, maxBytes, callback));
        }
    }

    @Override
    public void repair(LogletId loglet, long slot, Bytes batch, int crc, Runnable done) {
        if (memory.has(loglet)) {
            memory.repair(loglet, slot, batch, crc, done);
        } else {
            give(new Request.Repair(loglet, slot, batch, crc, done));
        }
    }

    @Override
    public void end(LogletId loglet, long end, Runnable done) {
        if (memory.has(loglet)) {
            memory.end(loglet, end, done);
        } else {
            give(new Request.End(loglet, end, done));
        }
    }

    @Override
    public void trim(LogletId loglet, long below) {
        if (memory.has(loglet)) {
            memory.trim(loglet, below);
        } else {
            give(new Request.Trim(loglet, below));
        }
    }

    @Override
    public void reopen(LogletId loglet, Consumer<Holding> found) {
        if (!memory.has(loglet)) {
            give(new Request.Reopen(loglet, found));
        }
    }

    @Override
    public void drop(LogletId loglet) {
        if (memory.has(loglet)) {
            memory.drop(loglet);
        } else {
            give(new Request.Drop(loglet));
        }
    }

    @Override
    public void put(String key, Bytes value, Runnable durable) {
        give(new Request.Put(Names.key(key), value, durable));
    }

    @Override
    public void putSoon(String key, Bytes value) {
        give(new Request.Put(Names.key(key), value, null));
    }

    @Override
    public void remove(String key) {
        give(new Request.Put(Names.key(key), null, () -> {}));
    }

    @Override
    public void checkpoint(LogId log, long position, long offset, Bytes piece, boolean last, Runnable durable) {
        if (position < 0 || offset < 0) {
            throw new IllegalArgumentException("a checkpoint below " + position + ", a piece at " + offset);
        }
        give(new Request.Checkpoint(log, position, offset, piece, last, durable));
    }

    @Override
    public void readCheckpoint(LogId log, long offset, int maxBytes, CheckpointCallback found) {
        give(new Request.ReadCheckpoint(log, offset, maxBytes, found));
    }

    private void give(Request request) {
        if (queue.give(request)) {
            wake.run();
        }
    }
}
