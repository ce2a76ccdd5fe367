package org.ithaca.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.ithaca.base.Bytes;
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
    private final Machine machine = new Machine(1, Machine.SMALL);

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

    /// Two full segments of A are trimmed, and B is written into them, one and a half times what one holds.
    private long renewTwo() {
        start();
        machine.storage.open(A, Storage.Durability.DISK, 0);
        machine.storage.open(B, Storage.Durability.DISK, 0);
        fill(A, 0, 3L * SLOTS_A_SEGMENT);
        machine.storage.trim(A, 2L * SLOTS_A_SEGMENT);
        assertTrue(machine.settle());
        assertEquals(2, spares().size());
        long most = machine.host.disk().usedBytes();
        long slots = SLOTS_A_SEGMENT * 3L / 2;
        fill(B, 0, slots);
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
        start();
        machine.storage.open(A, Storage.Durability.DISK, 0);
        fill(A, 0, 3L * SLOTS_A_SEGMENT);
        machine.storage.trim(A, 2L * SLOTS_A_SEGMENT);
        assertTrue(machine.settle());
        assertFalse(spares().isEmpty());
        machine.host.kill();
        start();
        assertTrue(spares().isEmpty());
    }

    /// The disk said that the new header was durable, and only the name was.
    @Test
    void aHeaderThatADiskLiedAboutIsNoDamage() throws IOException {
        start();
        machine.storage.open(A, Storage.Durability.DISK, 0);
        machine.storage.open(B, Storage.Durability.DISK, 0);
        fill(A, 0, 3L * SLOTS_A_SEGMENT);
        machine.storage.trim(A, 2L * SLOTS_A_SEGMENT);
        assertTrue(machine.settle());
        machine.host.kill();
        machine.host.disk().rename(Spares.ROOT + "/" + spares().getFirst(), "logs/2/0/0000000000000000000.seg");
        start();
        assertEquals(0, machine.storage.recovered().loglets().get(B).held());
        fill(B, 0, 3);
        checkHolds(B, 0, 3);
    }

    @Test
    void aFullDiskGetsTheirRoom() {
        start();
        machine.storage.open(A, Storage.Durability.DISK, 0);
        fill(A, 0, 3L * SLOTS_A_SEGMENT);
        machine.storage.trim(A, 2L * SLOTS_A_SEGMENT);
        assertTrue(machine.settle());
        assertEquals(2, spares().size());
        machine.host.disk().faults().full(true);
        machine.storage.put("big", Batches.of(1, 200_000), () -> {});
        assertTrue(machine.settle());
        assertEquals(List.of("full"), heard.room);
        assertTrue(spares().isEmpty());
    }
}
