package org.ithaca.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.junit.jupiter.api.Test;

/// A disk without room: nothing is lost, it is said once, and all goes on when there is room again.
class DiskFullTest {
    private static final LogletId A = new LogletId(new LogId(1), 0);
    private static final LogletId B = new LogletId(new LogId(2), 0);

    private final Heard heard = new Heard();
    private final Machine machine = new Machine(1, Machine.SMALL);

    private void append(LogletId loglet, long from, long to) {
        for (long slot = from; slot < to; slot++) {
            Bytes batch = Batches.of(slot, 500);
            machine.storage.append(loglet, slot, batch, batch.crc32c());
        }
    }

    @Test
    void whatWaitsIsStoredOnceThereIsRoom() {
        assertTrue(machine.start(heard));
        machine.storage.open(A, Storage.Durability.DISK, 0);
        append(A, 0, 100);
        machine.settle();
        machine.host.disk().faults().full(true);
        List<String> done = new ArrayList<>();
        append(A, 100, 200);
        machine.storage.put("big", Batches.of(1, 200_000), () -> done.add("put"));
        machine.storage.put("small", Bytes.utf8("x"), () -> done.add("small"));
        machine.storage.checkpoint(new LogId(1), 3, 0, Batches.of(2, 100_000), true, () -> done.add("checkpoint"));
        machine.storage.open(B, Storage.Durability.DISK, 0);
        append(B, 0, 3);
        for (int i = 0; i < 5; i++) {
            machine.settle();
            append(A, 200 + i, 201 + i);
        }
        assertEquals(List.of("full"), heard.room);
        assertEquals(List.of(), done);
        assertTrue(machine.storage.waitingForRoom());
        assertTrue(heard.stored(A) < 200);
        assertEquals(0, heard.stored(B));
        machine.host.disk().faults().full(false);
        machine.settle();
        assertEquals(List.of("full", "room again"), heard.room);
        assertEquals(List.of("put", "small", "checkpoint"), done);
        assertFalse(machine.storage.waitingForRoom());
        assertEquals(205, heard.stored(A));
        assertEquals(3, heard.stored(B));
        machine.host.powerLoss();
        assertTrue(machine.start(heard));
        assertEquals(205, machine.storage.recovered().loglets().get(A).held());
    }

    @Test
    void whatGivesRoomBackWorksWithoutRoom() {
        assertTrue(machine.start(heard));
        machine.storage.open(A, Storage.Durability.DISK, 0);
        machine.storage.open(B, Storage.Durability.DISK, 0);
        append(A, 0, 200);
        append(B, 0, 100);
        machine.settle();
        machine.host.disk().faults().full(true);
        append(A, 200, 300);
        machine.settle();
        long before = machine.host.disk().usedBytes();
        List<String> done = new ArrayList<>();
        machine.storage.trim(A, 150);
        machine.storage.end(B, 40, () -> done.add("end"));
        machine.settle();
        assertEquals(List.of("end"), done);
        long trimmed = machine.host.disk().usedBytes();
        assertTrue(trimmed < before - 60_000, before + " to " + trimmed);
        machine.storage.drop(B);
        machine.settle();
        assertTrue(machine.host.disk().usedBytes() < trimmed);
        assertEquals(List.of("full"), heard.room);
    }
}
