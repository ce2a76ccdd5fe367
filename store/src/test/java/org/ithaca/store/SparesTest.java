package org.ithaca.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.DiskFile;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.StoredSlot;
import org.junit.jupiter.api.Test;

/// Segments that are written anew: what they held before is neither shown nor in the way.
class SparesTest {
    private static final LogletId A = new LogletId(new LogId(1), 0);
    private static final LogletId B = new LogletId(new LogId(2), 0);
    private static final int SLOTS_A_SEGMENT = (Machine.SMALL.segmentBytes() - FileHeader.RECORDS_AT) / 544;

    private final Heard heard = new Heard();
    private Machine machine = new Machine(1, Machine.SMALL);

    private void start() {
        assertTrue(machine.start(heard));
    }

    private void fill(LogletId loglet, long from, long to) {
        for (long slot = from; slot < to; slot++) {
            Bytes batch = batch(loglet, slot);
            machine.storage.append(loglet, slot, batch, batch.crc32c());
        }
        assertTrue(machine.settle());
    }

    private static Bytes batch(LogletId loglet, long slot) {
        return Batches.of(1000L * loglet.log().value() + slot, 500);
    }

    private List<String> spares() {
        return machine.host.disk().list(Spares.ROOT);
    }

    private long renewed() {
        return machine.world.hooks().probes().getOrDefault("store.segment-renewed", 0L);
    }

    private void checkHolds(LogletId loglet, long from, long to) {
        machine.storage.read(loglet, from, to + 1, 1 << 24, new Storage.ReadCallback() {
            @Override
            public void slots(List<StoredSlot> slots) {
                assertEquals(to - from, slots.size());
                slots.forEach(slot -> assertEquals(batch(loglet, slot.slot()), slot.batch()));
            }

            @Override
            public void damaged(long slot, IthacaException why) {
                throw new AssertionError(why);
            }
        });
        assertTrue(machine.settle());
    }

    /// Three full segments of A and one of B.
    private void fillBoth() {
        start();
        machine.storage.open(A, Storage.Durability.DISK, 0);
        machine.storage.open(B, Storage.Durability.DISK, 0);
        fill(A, 0, 3L * SLOTS_A_SEGMENT);
        fill(B, 0, SLOTS_A_SEGMENT);
    }

    private void trimTwo() {
        fillBoth();
        machine.storage.trim(A, 2L * SLOTS_A_SEGMENT);
        assertTrue(machine.settle());
        assertEquals(2, spares().size());
    }

    /// Two full segments of A are trimmed, and B, which had one, is written into them.
    private long renewTwo() {
        trimTwo();
        long most = machine.host.disk().usedBytes();
        long slots = SLOTS_A_SEGMENT * 5L / 2;
        fill(B, SLOTS_A_SEGMENT, slots);
        assertEquals(2, renewed());
        assertTrue(spares().isEmpty());
        assertTrue(machine.host.disk().usedBytes() < most + 4096, "nothing grew");
        return slots;
    }

    @Test
    void trimmedSegmentsAreWrittenAnewAndReadBack() {
        long slots = renewTwo();
        checkHolds(B, 0, slots);
        checkHolds(A, 2L * SLOTS_A_SEGMENT, 3L * SLOTS_A_SEGMENT);
    }

    @Test
    void whatAFileHeldBeforeDoesNotComeBackAfterAPowerFailure() {
        long slots = renewTwo();
        machine.host.powerLoss();
        start();
        assertEquals(slots, machine.storage.recovered().loglets().get(B).held());
        checkHolds(B, 0, slots);
        fill(B, slots, slots + 3);
        checkHolds(B, 0, slots + 3);
    }

    @Test
    void nobodyTrustsASpareOfAnEarlierRun() {
        trimTwo();
        machine.host.kill();
        start();
        assertTrue(spares().isEmpty());
    }

    @Test
    void theFirstSegmentOfALogIsNoSpare() {
        trimTwo();
        LogletId small = new LogletId(new LogId(3), 0);
        machine.storage.open(small, Storage.Durability.DISK, 0);
        fill(small, 0, 1);
        assertEquals(0, renewed());
    }

    /// One copy of the new header was never written; where it should be is what the file had before.
    @Test
    void eitherCopyOfTheNewHeaderIsEnough() throws IOException {
        long slots = renewTwo();
        machine.host.kill();
        oldHeader(0);
        start();
        assertEquals(slots, machine.storage.recovered().loglets().get(B).held());
        checkHolds(B, 0, slots);
    }

    @Test
    void aLastSegmentWithoutItsHeaderIsNotTakenForEmpty() throws IOException {
        renewTwo();
        machine.host.kill();
        oldHeader(0);
        oldHeader(FileHeader.COPY_AT);
        assertEquals(
                IthacaException.Code.CORRUPT,
                assertThrows(IthacaException.class, this::start).code());
    }

    private void oldHeader(long at) throws IOException {
        String last = "logs/2/0/" + machine.host.disk().list("logs/2/0").getLast();
        try (DiskFile file = machine.host.disk().open(last)) {
            file.write(at, new FileHeader(FileHeader.Type.SEGMENT, 1, 0, 0, 7).encode());
            file.force();
        }
    }

    /// The names in the directory of A are not durable, so that the power failure may bring one back: it names what is
    /// a segment of B by now.
    @Test
    void aNameThatComesBackDoesNotMakeASegmentASpare() {
        for (long seed = 1; seed <= 20; seed++) {
            machine = new Machine(seed, Machine.SMALL);
            fillBoth();
            machine.host.disk().faults().forceLies(true);
            machine.storage.trim(A, 2L * SLOTS_A_SEGMENT);
            assertTrue(machine.settle());
            machine.host.disk().faults().forceLies(false);
            machine.storage.put("journal", Bytes.EMPTY, () -> {});
            fill(B, SLOTS_A_SEGMENT, 3L * SLOTS_A_SEGMENT);
            assertEquals(2, renewed());
            machine.host.powerLoss();
            start();
            fill(B, 3L * SLOTS_A_SEGMENT, 6L * SLOTS_A_SEGMENT);
            checkHolds(B, 0, 6L * SLOTS_A_SEGMENT);
        }
    }

    @Test
    void aFullDiskGetsTheirRoom() {
        trimTwo();
        machine.host.disk().faults().full(true);
        machine.storage.put("big", Batches.of(1, 200_000), () -> {});
        assertTrue(machine.settle());
        assertEquals(List.of("full"), heard.room);
        assertTrue(spares().isEmpty());
    }
}
