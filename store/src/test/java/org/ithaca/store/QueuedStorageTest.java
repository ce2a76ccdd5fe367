package org.ithaca.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ithaca.base.Bytes;
import org.ithaca.base.Defect;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.StoredSlot;
import org.ithaca.sim.SimMemory;
import org.junit.jupiter.api.Test;

/// What a core may rely on, step by step.
class QueuedStorageTest {
    private static final LogletId A = new LogletId(new LogId(1), 0);
    private static final LogletId B = new LogletId(new LogId(2), 3);

    private final Heard heard = new Heard();
    private final Machine machine = new Machine(1, Machine.SMALL);
    private final List<StoredSlot> read = new ArrayList<>();
    private final List<Long> damaged = new ArrayList<>();

    private void start() {
        assertTrue(machine.start(heard));
    }

    private void append(LogletId loglet, long from, long to) {
        for (long slot = from; slot < to; slot++) {
            Bytes batch = Batches.of(slot, (int) (slot * 37 % 700));
            machine.storage.append(loglet, slot, batch, batch.crc32c());
        }
    }

    private void readAll(LogletId loglet, long from, long to, int maxBytes) {
        read.clear();
        machine.storage.read(loglet, from, to, maxBytes, new Storage.ReadCallback() {
            @Override
            public void slots(List<StoredSlot> slots) {
                read.addAll(slots);
            }

            @Override
            public void damaged(long slot, IthacaException why) {
                damaged.add(slot);
            }
        });
        machine.settle();
    }

    private void assertRead(long from, long to) {
        assertEquals(to - from, read.size());
        for (StoredSlot slot : read) {
            Bytes batch = Batches.of(slot.slot(), (int) (slot.slot() * 37 % 700));
            assertEquals(new StoredSlot(from++, batch, batch.crc32c()), slot);
        }
    }

    @Test
    void appendsAreStoredAfterTheForceAndNotBefore() {
        start();
        machine.storage.open(A, Storage.Durability.DISK, 0);
        append(A, 0, 2);
        machine.storage.runWrites();
        machine.storage.complete();
        machine.turn();
        assertEquals(0, heard.stored(A));
        machine.storage.runForces();
        assertEquals(0, heard.stored(A));
        machine.storage.complete();
        assertEquals(0, heard.stored(A));
        machine.turn();
        assertEquals(2, heard.stored(A));
        assertFalse(machine.force(), "a small force is no other thread's");
    }

    /// A large batch, and the disk thread's run for it: its force is left to the other thread.
    private void appendLarge(long slot) {
        Bytes batch = Batches.of(slot, 4000);
        machine.storage.append(A, slot, batch, batch.crc32c());
        run();
    }

    private void run() {
        machine.storage.runOnce();
        machine.turn();
    }

    @Test
    void whatIsWrittenBesideALargeForceWaitsForTheNextOne() {
        start();
        machine.storage.open(A, Storage.Durability.DISK, 0);
        appendLarge(0);
        appendLarge(1);
        assertEquals(0, heard.stored(A));
        int wakes = machine.wakes;
        assertTrue(machine.force());
        assertEquals(wakes + 1, machine.wakes, "it says that it has ended");
        assertEquals(0, heard.stored(A), "the disk thread has not heard of it");
        run();
        assertEquals(1, heard.stored(A), "the second slot was not covered");
        assertTrue(machine.force());
        run();
        assertEquals(2, heard.stored(A));
        assertFalse(machine.force());
    }

    @Test
    void aSegmentIsClosedOnlyOnceItsForceHasEnded() {
        start();
        machine.storage.open(A, Storage.Durability.DISK, 0);
        for (int slot = 0; slot < 10; slot++) {
            appendLarge(slot);
        }
        long proven = heard.stored(A);
        assertTrue(proven >= 6 && proven < 10, () -> "full segments were forced, but " + proven + " slots are stored");
        machine.settle();
        assertEquals(10, heard.stored(A));
        machine.host.powerLoss();
        start();
        assertEquals(10, machine.storage.recovered().loglets().get(A).held());
    }

    @Test
    void aLogletWhoseForceFailsAsideIsNotTrustedWithWhatFollowed() {
        start();
        machine.storage.open(A, Storage.Durability.DISK, 0);
        appendLarge(0);
        assertTrue(machine.force());
        run();
        appendLarge(1);
        machine.host.disk().faults().forceFailsOneIn(1);
        appendLarge(2);
        assertTrue(machine.force());
        machine.host.disk().faults().heal();
        run();
        assertEquals(Set.of(A), heard.failed.keySet());
        assertEquals(1, heard.stored(A));
        appendLarge(3);
        assertFalse(machine.force());
        assertEquals(1, heard.stored(A));
    }

    /// Asks for a repair of the first slot; what will be answered.
    private List<String> repairFirst() {
        Bytes batch = Batches.of(0, 4000);
        List<String> done = new ArrayList<>();
        machine.storage.repair(A, 0, batch, batch.crc32c(), () -> done.add("repaired"));
        return done;
    }

    @Test
    void aRepairIsForcedWithTheLargeBatchBesideIt() {
        start();
        machine.storage.open(A, Storage.Durability.DISK, 0);
        appendLarge(0);
        machine.settle();
        List<String> done = repairFirst();
        appendLarge(1);
        assertFalse(machine.force());
        assertEquals(List.of("repaired"), done);
        assertEquals(2, heard.stored(A));
    }

    @Test
    void aRepairOfWhatWasTrimmedMeanwhileIsAnsweredToo() {
        start();
        machine.storage.open(A, Storage.Durability.DISK, 0);
        appendLarge(0);
        appendLarge(1);
        machine.settle();
        machine.storage.trim(A, 1);
        List<String> done = repairFirst();
        appendLarge(2);
        assertEquals(List.of("repaired"), done);
    }

    @Test
    void aCloseWaitsForForcesAndReportsThem() throws IOException {
        start();
        machine.storage.open(A, Storage.Durability.DISK, 0);
        appendLarge(0);
        appendLarge(1);
        machine.storage.close();
        machine.turn();
        assertEquals(2, heard.stored(A));
    }

    @Test
    void thePlantedDefectReportsBeforeTheForce() {
        machine.world.hooks().plant(Defect.ACK_BEFORE_FORCE);
        start();
        machine.storage.open(A, Storage.Durability.DISK, 0);
        append(A, 0, 10);
        machine.storage.runWrites();
        machine.turn();
        assertEquals(10, heard.stored(A));
    }

    @Test
    void slotsAreReadBackBeforeAndAfterTheForceAndAfterARestart() {
        start();
        machine.storage.open(A, Storage.Durability.DISK, 0);
        append(A, 0, 200);
        readAll(A, 0, 200, 1 << 20);
        assertRead(0, 200);
        readAll(A, 150, 170, 1 << 20);
        assertRead(150, 170);
        machine.host.powerLoss();
        start();
        assertEquals(
                new Storage.Holding(Storage.Durability.DISK, 0, 200),
                machine.storage.recovered().loglets().get(A));
        readAll(A, 0, 500, 1 << 20);
        assertRead(0, 200);
        append(A, 200, 210);
        readAll(A, 199, 210, 1 << 20);
        assertRead(199, 210);
    }

    @Test
    void aReadStopsAtItsBytesAndGivesAtLeastOneSlot() {
        start();
        machine.storage.open(A, Storage.Durability.DISK, 0);
        append(A, 0, 100);
        readAll(A, 18, 100, 1);
        assertRead(18, 19);
        readAll(A, 0, 100, 5000);
        assertTrue(read.size() > 5 && read.size() < 30, "slots " + read.size());
        readAll(A, 100, 200, 5000);
        assertTrue(read.isEmpty());
        readAll(B, 0, 1, 5000);
        assertTrue(read.isEmpty());
    }

    @Test
    void anEndIsKeptOverRestartsAndMoreMayBeAppendedUpToIt() {
        start();
        machine.storage.open(A, Storage.Durability.DISK, 0);
        machine.storage.open(B, Storage.Durability.DISK, 0);
        append(A, 0, 100);
        append(B, 0, 10);
        List<String> done = new ArrayList<>();
        machine.storage.end(A, 60, () -> done.add("A"));
        machine.storage.end(B, 20, () -> done.add("B"));
        machine.settle();
        assertEquals(List.of("A", "B"), done);
        append(B, 10, 20);
        readAll(A, 0, 100, 1 << 20);
        assertRead(0, 60);
        for (int i = 0; i < 3; i++) {
            machine.host.powerLoss();
            start();
            assertEquals(60, machine.storage.recovered().loglets().get(A).held());
            assertEquals(20, machine.storage.recovered().loglets().get(B).held());
            readAll(A, 0, 100, 1 << 20);
            assertRead(0, 60);
        }
        append(A, 60, 61);
        assertThrows(IllegalStateException.class, machine.storage::runWrites);
    }

    @Test
    void trimAndDropGiveBackRoom() {
        start();
        machine.storage.open(A, Storage.Durability.DISK, 0);
        append(A, 0, 400);
        machine.settle();
        long before = machine.host.disk().usedBytes();
        machine.storage.trim(A, 390);
        machine.settle();
        long after = machine.host.disk().usedBytes();
        assertTrue(after < before - 100_000, before + " to " + after);
        machine.host.powerLoss();
        start();
        assertEquals(
                new Storage.Holding(Storage.Durability.DISK, 390, 400),
                machine.storage.recovered().loglets().get(A));
        machine.storage.drop(A);
        machine.settle();
        assertFalse(machine.host.disk().exists("logs/1/0"));
        machine.storage.open(A, Storage.Durability.DISK, 7);
        append(A, 7, 9);
        readAll(A, 0, 100, 1 << 20);
        assertTrue(read.isEmpty());
        readAll(A, 7, 100, 1 << 20);
        assertRead(7, 9);
    }

    @Test
    void batchesOutsideTheHeapAreHeldUntilTheyAreWritten() {
        start();
        machine.storage.open(A, Storage.Durability.DISK, 0);
        Bytes content = Batches.of(7, 259);
        Bytes frame = SimMemory.of(content);
        machine.storage.append(A, 0, frame, frame.crc32c());
        frame.release();
        List<StoredSlot> waiting = new ArrayList<>();
        machine.storage.read(A, 0, 1, 1 << 10, new Storage.ReadCallback() {
            @Override
            public void slots(List<StoredSlot> slots) {
                waiting.addAll(slots);
            }

            @Override
            public void damaged(long slot, IthacaException why) {
                throw why;
            }
        });
        assertEquals(content, frame);
        machine.storage.runWrites();
        machine.storage.complete();
        assertEquals(content, frame, "held until the core's thread hears that it was written");
        machine.turn();
        assertThrows(IllegalStateException.class, () -> frame.get(0));
        assertEquals(content, waiting.getFirst().batch(), "read while it waited: a copy");
        machine.storage.runForces();
        machine.storage.complete();
        machine.turn();
        assertEquals(1, heard.stored(A));
        readAll(A, 0, 1, 1 << 10);
        assertEquals(content, read.getFirst().batch());
    }

    @Test
    void logletsInMemoryAnswerInALaterTurnAndAreGoneAfterARestart() {
        start();
        machine.storage.open(A, Storage.Durability.MEMORY, 5);
        append(A, 5, 20);
        assertEquals(0, heard.stored(A));
        machine.turn();
        assertEquals(20, heard.stored(A));
        assertEquals(0, machine.wakes);
        readAll(A, 5, 20, 1 << 20);
        assertRead(5, 20);
        machine.host.kill();
        start();
        assertFalse(machine.storage.recovered().loglets().containsKey(A));
    }

    @Test
    void tooMuchInMemoryIsReportedAndTrimMakesRoom() {
        start();
        machine.storage.open(A, Storage.Durability.MEMORY, 0);
        Bytes batch = Batches.of(1, 100_000);
        for (int slot = 0; slot < 20; slot++) {
            machine.storage.append(A, slot, batch, batch.crc32c());
            machine.turn();
        }
        assertEquals(List.of("full"), heard.room);
        machine.storage.trim(A, 15);
        machine.turn();
        assertEquals(List.of("full", "room again"), heard.room);
        assertEquals(20, heard.stored(A));
    }

    @Test
    void theLatestValueOfAKeyWins() {
        start();
        List<String> done = new ArrayList<>();
        machine.storage.put("a/b", Bytes.utf8("1"), () -> done.add("1"));
        machine.storage.put("a/b", Bytes.utf8("2"), () -> done.add("2"));
        machine.storage.put("gone", Bytes.utf8("x"), () -> {});
        machine.storage.remove("gone");
        machine.storage.runWrites();
        machine.storage.complete();
        machine.turn();
        assertEquals(List.of(), done);
        machine.storage.runForces();
        machine.storage.complete();
        machine.turn();
        assertEquals(List.of("1", "2"), done);
        machine.host.powerLoss();
        start();
        assertEquals(
                java.util.Map.of("a/b", Bytes.utf8("2")),
                machine.storage.recovered().state());
        assertThrows(IllegalArgumentException.class, () -> machine.storage.put("a b", Bytes.EMPTY, () -> {}));
    }

    @Test
    void wakeIsCalledOnlyForTheFirstRequestOfARun() {
        start();
        machine.storage.open(A, Storage.Durability.DISK, 0);
        append(A, 0, 5);
        assertEquals(1, machine.wakes);
        machine.settle();
        append(A, 5, 9);
        assertEquals(2, machine.wakes);
    }
}
