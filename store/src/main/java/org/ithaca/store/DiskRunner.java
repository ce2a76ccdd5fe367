package org.ithaca.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.ithaca.base.Bytes;
import org.ithaca.base.Defect;
import org.ithaca.base.Disk;
import org.ithaca.base.Invariant;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogletId;
import org.jspecify.annotations.Nullable;

/// Executes requests on the disk thread: writes all that is queued, forces each dirty file once, answers.
///
/// Large forces go to another thread ([ForcesAside]); what is written meanwhile waits for the next force.
///
/// A request that finds no room waits in [Room]; appends wait inside their loglet.
final class DiskRunner {
    private static final String STATE = "the state of this node";

    private final NodeStore store;
    private final HandOff<Request> queue;
    private final Answers answers;
    private final ForcesAside aside;
    private final TreeSet<LogletId> unwritten = new TreeSet<>();
    private final TreeSet<LogletId> dirty = new TreeSet<>();
    private final TreeSet<LogletId> toMark = new TreeSet<>();
    private final Map<LogletId, Long> reported = new HashMap<>();
    private final Map<LogletId, List<Runnable>> repaired = new HashMap<>();
    private final List<Runnable> stateDone = new ArrayList<>();
    private final List<Runnable> checkpointDone = new ArrayList<>();
    private final Room room = new Room();
    private final HeldBatches held = new HeldBatches();
    private boolean stateDirty;
    private boolean checkpointsDirty;
    private boolean broken;

    DiskRunner(NodeStore store, HandOff<Request> queue, Answers answers, ForcesAside aside) {
        this.store = store;
        this.queue = queue;
        this.answers = answers;
        this.aside = aside;
    }

    /// Whether something waits for room, so that [#writes] must be called again although nothing is queued.
    boolean waitingForRoom() {
        return room.full() && !broken;
    }

    /// Takes all that is queued and writes it; true if there was anything to do.
    boolean writes() {
        HandOff.Node<Request> node = queue.takeAll();
        List<LogletId> ended = aside.ended();
        boolean worked = !ended.isEmpty() || node != null || room.full();
        if (worked && !broken) {
            write(node);
            if (!broken && room.wanted() && store.giveRoom()) {
                write(null);
            }
        }
        // After the writes, which those forces do not cover: simulations find out where somebody thinks they do.
        ended.forEach(this::endForce);
        if (broken || !worked) {
            return node != null || !ended.isEmpty();
        }
        room.report(answers, store.hooks());
        if (store.hooks().planted(Defect.ACK_BEFORE_FORCE)) {
            acknowledgeBeforeForce();
        }
        return true;
    }

    /// What waits for room, then what was queued.
    private void write(HandOff.@Nullable Node<Request> queued) {
        room.retry().forEach(this::take);
        for (HandOff.Node<Request> node = queued; node != null; node = node.next) {
            take(node.item);
        }
        if (!broken) {
            List.copyOf(unwritten).forEach(this::flush);
        }
    }

    private void take(Request request) {
        if (broken) {
            return;
        }
        if (room.mustWait(request)) {
            return;
        }
        try {
            execute(request);
        } catch (Disk.FullException e) {
            room.refused(request, e);
        } catch (IOException e) {
            if (request instanceof Request.Repair repair) {
                fail(repair.loglet(), e);
            } else {
                breakDown(
                        request instanceof Request.Reopen reopen
                                ? reopen.loglet().toString()
                                : STATE,
                        e);
            }
        }
    }

    private void execute(Request request) throws IOException {
        switch (request) {
            case Request.Open open -> open(open);
            case Request.Append append -> append(append);
            case Request.Read read -> read(read);
            case Request.Repair repair -> repair(repair);
            case Request.End(LogletId loglet, long end, Runnable done) -> {
                store.end(loglet, end);
                stateDone(done);
            }
            case Request.Trim(LogletId loglet, long below) -> stateDirty |= store.trim(loglet, below);
            case Request.Reopen(LogletId loglet, var found) -> reopen(loglet, found);
            case Request.Drop(LogletId loglet) -> drop(loglet);
            case Request.Put put -> {
                store.put(put.key(), put.value());
                if (put.durable() != null) {
                    stateDone(put.durable());
                }
            }
            case Request.Checkpoint checkpoint -> checkpoint(checkpoint);
            case Request.ReadCheckpoint read -> readCheckpoint(read);
        }
    }

    private void open(Request.Open open) throws IOException {
        store.open(open.loglet(), open.firstSlot());
        dirty.add(open.loglet());
    }

    private void append(Request.Append append) {
        FileSlotStore slots = loglet(append.loglet());
        held.add(append);
        if (slots.untrusted()) {
            held.release(append.loglet(), answers);
        } else {
            slots.append(append.slot(), append.batch(), append.crc());
            unwritten.add(append.loglet());
        }
    }

    private FileSlotStore loglet(LogletId loglet) {
        FileSlotStore slots = store.loglet(loglet);
        if (slots == null) {
            throw new IllegalStateException(loglet + " is not open");
        }
        return slots;
    }

    private void read(Request.Read read) {
        FileSlotStore slots = store.loglet(read.loglet());
        Storage.ReadCallback callback = read.callback();
        SlotRead found = slots == null ? SlotRead.NOTHING : read(slots, read);
        if (found instanceof SlotRead.Damaged && slots != null && slots.forcing()) {
            // What a failed force gave up looks like damage.
            slots.awaitForce();
            endForce(read.loglet());
            found = read(slots, read);
        }
        switch (found) {
            case SlotRead.Slots(var list) -> answers.add(() -> callback.slots(list));
            case SlotRead.Damaged(long slot, IthacaException why) -> answers.add(() -> callback.damaged(slot, why));
        }
    }

    private static SlotRead read(FileSlotStore slots, Request.Read read) {
        try {
            return slots.read(read.from(), read.to(), read.maxBytes());
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            return new SlotRead.Damaged(read.from(), StoreErrors.damaged(read.loglet(), read.from(), why));
        }
    }

    private void repair(Request.Repair repair) throws IOException {
        FileSlotStore slots = loglet(repair.loglet());
        if (!slots.untrusted()) {
            slots.repair(repair.slot(), repair.batch(), repair.crc());
            dirty.add(repair.loglet());
            repaired.computeIfAbsent(repair.loglet(), ignored -> new ArrayList<>())
                    .add(repair.done());
        }
    }

    private void reopen(LogletId loglet, Consumer<Storage.Holding> found) throws IOException {
        FileSlotStore slots = store.reopen(loglet);
        if (slots != null) {
            var holding = new Storage.Holding(Storage.Durability.DISK, slots.first(), slots.held());
            reported.put(loglet, slots.held());
            store.hooks().reached("store.loglet-reopened");
            answers.add(() -> found.accept(holding));
        }
    }

    private void drop(LogletId loglet) throws IOException {
        store.drop(loglet);
        unwritten.remove(loglet);
        dirty.remove(loglet);
        aside.forget(loglet);
        reported.remove(loglet);
        repaired.remove(loglet);
        held.release(loglet, answers);
    }

    private void checkpoint(Request.Checkpoint piece) throws IOException {
        store.checkpoints().write(piece.log(), piece.position(), piece.offset(), piece.piece(), piece.last());
        checkpointsDirty = true;
        checkpointDone.add(piece.durable());
    }

    private void readCheckpoint(Request.ReadCheckpoint read) throws IOException {
        CheckpointReader newest = store.checkpoints().newest(read.log());
        Storage.CheckpointCallback found = read.found();
        if (newest == null) {
            answers.add(() -> found.piece(-1, 0, Bytes.EMPTY));
            return;
        }
        long position = newest.position();
        long size = newest.size();
        try {
            Bytes piece = newest.read(read.offset(), read.maxBytes());
            answers.add(() -> found.piece(position, size, piece));
        } catch (IthacaException e) {
            store.checkpoints().setAside(read.log());
            answers.add(() -> found.damaged(e));
        } catch (IOException e) {
            IthacaException why = StoreErrors.unreadable(newest.path(), e);
            answers.add(() -> found.damaged(why));
        }
    }

    private void stateDone(Runnable done) {
        stateDirty = true;
        stateDone.add(done);
    }

    private void flush(LogletId loglet) {
        FileSlotStore slots = loglet(loglet);
        dirty.add(loglet);
        try {
            slots.flush();
            unwritten.remove(loglet);
            held.release(loglet, answers);
        } catch (Disk.FullException e) {
            room.refused(e);
        } catch (IOException e) {
            fail(loglet, e);
        }
    }

    private void acknowledgeBeforeForce() {
        for (LogletId loglet : dirty) {
            report(loglet, loglet(loglet).written());
        }
        answers.post();
    }

    /// Forces each file written since the last time, once, and collects the answers that this allows.
    void forces() {
        if (broken) {
            return;
        }
        forceState();
        if (broken) {
            return;
        }
        for (LogletId loglet : List.copyOf(dirty)) {
            FileSlotStore slots = loglet(loglet);
            if (slots.untrusted() || !slots.forcing()) {
                dirty.remove(loglet);
                toMark.add(loglet);
                force(loglet, slots);
            }
        }
        forceCheckpoints();
    }

    private void endForce(LogletId loglet) {
        FileSlotStore slots = aside.take(loglet);
        if (slots == null || slots.untrusted() || broken) {
            return;
        }
        try {
            slots.endForce();
            toMark.add(loglet);
            report(loglet, slots.stored());
        } catch (IOException e) {
            fail(loglet, e);
        }
    }

    private void forceState() {
        if (!stateDirty) {
            return;
        }
        try {
            store.forceState();
        } catch (IOException e) {
            breakDown(STATE, e);
            return;
        }
        stateDirty = false;
        stateDone.forEach(answers::add);
        stateDone.clear();
        for (LogletId loglet = store.pollToClean(); loglet != null; loglet = store.pollToClean()) {
            clean(loglet);
        }
    }

    private void clean(LogletId loglet) {
        FileSlotStore slots = loglet(loglet);
        try {
            if (!slots.untrusted()) {
                slots.clean();
                dirty.add(loglet);
            }
        } catch (IOException e) {
            fail(loglet, e);
        }
    }

    private void force(LogletId loglet, FileSlotStore slots) {
        if (slots.untrusted()) {
            return;
        }
        try {
            if (!repaired.containsKey(loglet) && aside.begin(loglet, slots)) {
                // A segment that was closed meanwhile was forced for that.
                report(loglet, slots.stored());
                return;
            }
            slots.force();
            report(loglet, slots.stored());
            repaired.getOrDefault(loglet, List.of()).forEach(answers::add);
            repaired.remove(loglet);
        } catch (IOException e) {
            fail(loglet, e);
        }
    }

    private void report(LogletId loglet, long frontier) {
        Long before = reported.put(loglet, frontier);
        if (before == null || before < frontier) {
            answers.add(listener -> listener.stored(loglet, frontier));
        }
    }

    private void forceCheckpoints() {
        if (!checkpointsDirty || broken) {
            return;
        }
        try {
            store.checkpoints().force();
            checkpointsDirty = false;
            checkpointDone.forEach(answers::add);
            checkpointDone.clear();
        } catch (IOException e) {
            breakDown("a checkpoint", e);
        }
    }

    /// Notes in the files how far they were forced, unless there is more to write, which will say so
    /// itself.
    private void mark() {
        for (LogletId loglet : toMark) {
            FileSlotStore slots = store.loglet(loglet);
            if (slots != null && !slots.untrusted()) {
                mark(loglet, slots);
            }
        }
        toMark.clear();
        try {
            store.markState();
        } catch (IOException e) {
            breakDown(STATE, e);
        }
    }

    private void mark(LogletId loglet, FileSlotStore slots) {
        try {
            slots.mark();
        } catch (IOException e) {
            fail(loglet, e);
        }
    }

    private void fail(LogletId loglet, IOException why) {
        Invariant.check(!(why instanceof Disk.FullException), "a full disk is no failure");
        IthacaException error = StoreErrors.failed(loglet.toString(), why);
        unwritten.remove(loglet);
        repaired.remove(loglet);
        store.hooks().reached("store.loglet-failed");
        answers.add(listener -> listener.failed(loglet, error));
        loglet(loglet).distrust();
        held.release(loglet, answers);
    }

    private void breakDown(String what, IOException why) {
        IthacaException error = StoreErrors.failed(what, why);
        broken = true;
        store.hooks().reached("store.broken");
        answers.add(listener -> listener.broken(error));
    }

    /// Hands the answers collected so far to the core; then, if nothing else is to be done, leaves marks.
    void complete() {
        answers.post();
        if (queue.isEmpty() && !broken) {
            mark();
            answers.post();
        }
    }
}
