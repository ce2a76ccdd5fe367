package org.ithaca.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.Defect;
import org.ithaca.base.DiskFile;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.SplitMix;
import org.ithaca.base.StoredSlot;
import org.junit.jupiter.api.Test;

/// Bits that flip in what was stored: never taken for the end, always said, and repaired.
class DamageTest {
    private static final LogletId LOGLET = new LogletId(new LogId(1), 0);
    private static final int SLOTS = 150;

    private final List<Long> damaged = new ArrayList<>();

    private static Bytes batch(long slot) {
        return Batches.of(slot, (int) (slot * 61 % 900));
    }

    /// A loglet of several segments, all stored, on a machine that was then killed.
    private static Machine filled(long seed) {
        Machine machine = new Machine(seed, Machine.SMALL);
        assertTrue(machine.start(new Heard()));
        machine.storage.open(LOGLET, Storage.Durability.DISK, 0);
        for (long slot = 0; slot < SLOTS; slot++) {
            machine.storage.append(LOGLET, slot, batch(slot), batch(slot).crc32c());
            if (slot % 7 == 0) {
                machine.settle();
            }
        }
        machine.storage.put("key", Bytes.utf8("value"), () -> {});
        machine.settle();
        return machine;
    }

    private void readAll(Machine machine) {
        damaged.clear();
        for (long slot = 0; slot < SLOTS; slot++) {
            long wanted = slot;
            machine.storage.read(LOGLET, slot, slot + 1, 1, new Storage.ReadCallback() {
                @Override
                public void slots(List<StoredSlot> slots) {
                    assertEquals(
                            List.of(new StoredSlot(
                                    wanted, batch(wanted), batch(wanted).crc32c())),
                            slots);
                }

                @Override
                public void damaged(long at, IthacaException why) {
                    assertEquals(IthacaException.Code.CORRUPT, why.code());
                    assertEquals(wanted, at);
                    damaged.add(at);
                }
            });
        }
        machine.settle();
    }

    private static void flip(Machine machine, String path, long at, int bit) throws IOException {
        try (DiskFile file = machine.host.disk().open(path)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            file.read(at, one);
            one.put(0, (byte) (one.get(0) ^ (1 << bit)));
            file.write(at, one.flip());
            file.force();
        }
    }

    private static void flipInSomeSegment(Machine machine, SplitMix random) throws IOException {
        String directory = "logs/1/0";
        List<String> names = machine.host.disk().list(directory);
        String path = directory + "/" + names.get(random.below(names.size()));
        try (DiskFile file = machine.host.disk().open(path)) {
            flip(machine, path, random.below((int) file.size()), random.below(8));
        }
    }

    @Test
    void aFlippedBitIsFoundAndRepairedAndNothingIsForgotten() throws IOException {
        int found = 0;
        for (long seed = 1; seed <= 60; seed++) {
            Machine machine = filled(seed);
            machine.host.kill();
            flipInSomeSegment(machine, new SplitMix(seed));
            assertTrue(machine.start(new Heard()));
            assertEquals(
                    SLOTS, machine.storage.recovered().loglets().get(LOGLET).held(), "seed " + seed);
            readAll(machine);
            assertTrue(damaged.size() <= 1, "seed " + seed + ": " + damaged);
            found += damaged.size();
            List<Long> done = new ArrayList<>();
            for (long slot : damaged) {
                machine.storage.repair(LOGLET, slot, batch(slot), batch(slot).crc32c(), () -> done.add(slot));
            }
            machine.settle();
            assertEquals(damaged, done);
            machine.host.powerLoss();
            assertTrue(machine.start(new Heard()));
            readAll(machine);
            assertEquals(List.of(), damaged, "seed " + seed);
        }
        assertTrue(found > 20, "only " + found + " flips met a slot");
    }

    @Test
    void aFlippedBitIsFoundWhileRunning() throws IOException {
        int found = 0;
        for (long seed = 1; seed <= 60; seed++) {
            Machine machine = filled(seed);
            flipInSomeSegment(machine, new SplitMix(seed));
            readAll(machine);
            assertTrue(damaged.size() <= 1, "seed " + seed + ": " + damaged);
            found += damaged.size();
        }
        assertTrue(found > 15, "only " + found + " flips met a slot");
    }

    @Test
    void theDefectThatTakesDamageForTheEndForgetsSlots() throws IOException {
        int shortened = 0;
        for (long seed = 1; seed <= 60; seed++) {
            Machine machine = filled(seed);
            machine.world.hooks().plant(Defect.CORRUPTION_TAKEN_FOR_END);
            machine.host.kill();
            flipInSomeSegment(machine, new SplitMix(seed));
            assertTrue(machine.start(new Heard()));
            shortened += machine.storage.recovered().loglets().get(LOGLET).held() < SLOTS ? 1 : 0;
        }
        assertTrue(shortened > 0);
    }

    @Test
    void severalDamagedSlotsInARowAreAllKnown() throws IOException {
        Machine machine = filled(1);
        machine.host.kill();
        String path = "logs/1/0/" + machine.host.disk().list("logs/1/0").get(1);
        try (DiskFile file = machine.host.disk().open(path)) {
            file.write(FileHeader.RECORDS_AT + 100, ByteBuffer.allocate(3000));
        }
        assertTrue(machine.start(new Heard()));
        assertEquals(SLOTS, machine.storage.recovered().loglets().get(LOGLET).held());
        readAll(machine);
        assertTrue(damaged.size() >= 3, damaged.toString());
        assertEquals(damaged.getLast() - damaged.getFirst() + 1, damaged.size());
    }

    @Test
    void aSegmentWithoutAHeaderIsDamagedAsAWholeAndALastOneIsRefused() throws IOException {
        Machine machine = filled(1);
        machine.host.kill();
        List<String> names = machine.host.disk().list("logs/1/0");
        wipeHeaders(machine, names.get(1));
        assertTrue(machine.start(new Heard()));
        assertEquals(SLOTS, machine.storage.recovered().loglets().get(LOGLET).held());
        readAll(machine);
        assertEquals(Long.parseLong(names.get(1).substring(0, 19)), damaged.getFirst());
        assertEquals(Long.parseLong(names.get(2).substring(0, 19)) - 1, damaged.getLast());
        machine.host.kill();
        wipeHeaders(machine, names.getLast());
        IthacaException refused = assertThrows(IthacaException.class, () -> machine.start(new Heard()));
        assertEquals(IthacaException.Code.CORRUPT, refused.code());
    }

    private static void wipeHeaders(Machine machine, String name) throws IOException {
        flip(machine, "logs/1/0/" + name, 10, 3);
        flip(machine, "logs/1/0/" + name, FileHeader.COPY_AT + 10, 3);
    }

    @Test
    void damageInTheStateIsRefusedAndNeverForgotten() throws IOException {
        int refused = 0;
        for (long seed = 1; seed <= 100; seed++) {
            Machine machine = filled(seed);
            machine.host.kill();
            SplitMix random = new SplitMix(seed);
            flip(machine, StateJournal.PATH, FileHeader.RECORDS_AT + random.below(300), random.below(8));
            try {
                assertTrue(machine.start(new Heard()));
                assertEquals(
                        Bytes.utf8("value"), machine.storage.recovered().state().get("key"), "seed " + seed);
                assertEquals(
                        SLOTS, machine.storage.recovered().loglets().get(LOGLET).held());
            } catch (IthacaException e) {
                assertEquals(IthacaException.Code.CORRUPT, e.code());
                refused++;
            }
        }
        assertTrue(refused > 25, "refused " + refused);
    }

    @Test
    void aTornTailIsCutAndAppendingGoesOn() throws IOException {
        Machine machine = filled(1);
        machine.storage.append(LOGLET, SLOTS, batch(SLOTS), batch(SLOTS).crc32c());
        machine.storage.runWrites();
        machine.host.kill();
        String path = "logs/1/0/" + machine.host.disk().list("logs/1/0").getLast();
        long tornAt;
        try (DiskFile file = machine.host.disk().open(path)) {
            tornAt = lastRecordAt(file, machine, path);
        }
        flip(machine, path, tornAt + RecordCodec.HEADER_BYTES + 5, 1);
        assertTrue(machine.start(new Heard()));
        assertEquals(SLOTS, machine.storage.recovered().loglets().get(LOGLET).held());
        readAll(machine);
        assertEquals(List.of(), damaged);
        assertFalse(machine.world.hooks().probes().containsKey("store.damage-found"));
        machine.storage.append(LOGLET, SLOTS, batch(SLOTS), batch(SLOTS).crc32c());
        machine.settle();
        machine.host.powerLoss();
        assertTrue(machine.start(new Heard()));
        assertEquals(
                SLOTS + 1, machine.storage.recovered().loglets().get(LOGLET).held());
    }

    @Test
    void bytesOfAnotherFileAreNoRecords() throws IOException {
        LogletId other = new LogletId(new LogId(1), 1);
        Machine machine = new Machine(1, Machine.SMALL);
        assertTrue(machine.start(new Heard()));
        machine.storage.open(LOGLET, Storage.Durability.DISK, 0);
        machine.storage.open(other, Storage.Durability.DISK, 0);
        for (long slot = 0; slot < 8; slot++) {
            machine.storage.append(LOGLET, slot, batch(slot), batch(slot).crc32c());
            if (slot < 4) {
                machine.storage.append(other, slot, batch(slot), batch(slot).crc32c());
            }
        }
        machine.storage.runWrites();
        machine.host.kill();
        String name = "/" + machine.host.disk().list("logs/1/0").getFirst();
        long end = FileHeader.RECORDS_AT;
        for (long slot = 0; slot < 4; slot++) {
            end += RecordCodec.footprint(batch(slot).length());
        }
        try (DiskFile from = machine.host.disk().open("logs/1/0" + name);
                DiskFile to = machine.host.disk().open("logs/1/1" + name)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) (from.size() - end));
            from.read(end, bytes);
            to.write(end, bytes.flip());
        }
        assertTrue(machine.start(new Heard()));
        assertEquals(8, machine.storage.recovered().loglets().get(LOGLET).held());
        assertEquals(4, machine.storage.recovered().loglets().get(other).held());
    }

    @Test
    void aRecordInsideABatchIsNoRecord() throws IOException {
        Machine machine = filled(1);
        String path = "logs/1/0/" + machine.host.disk().list("logs/1/0").getLast();
        FileHeader header = RecordFile.readHeader(machine.host.disk(), path);
        Bytes planted = Bytes.utf8("planted by a client");
        RecordHeader record = new RecordHeader(RecordKind.CONTENT, SLOTS, SLOTS, planted.length(), planted.crc32c());
        byte[] batch = new byte[200];
        new RecordCodec(header.key()).encode(record, FileHeader.RECORDS_AT, 0).get(batch, 80, RecordCodec.HEADER_BYTES);
        planted.copyTo(batch, 80 + RecordCodec.HEADER_BYTES);
        long at;
        machine.storage.append(
                LOGLET, SLOTS, Bytes.wrap(batch), Bytes.wrap(batch).crc32c());
        machine.storage.runWrites();
        machine.host.kill();
        try (DiskFile file = machine.host.disk().open(path)) {
            at = lastRecordAt(file, machine, path);
        }
        flip(machine, path, at + 20, 0);
        assertTrue(machine.start(new Heard()));
        assertEquals(SLOTS, machine.storage.recovered().loglets().get(LOGLET).held());
    }

    private static long lastRecordAt(DiskFile file, Machine machine, String path) throws IOException {
        FileHeader header = RecordFile.readHeader(machine.host.disk(), path);
        long[] at = {0};
        RecordScan.run(file, new RecordCodec(header.key()), new RecordScan.Visitor() {
            @Override
            public void record(RecordHeader record, long offset, Bytes payload) {
                at[0] = offset;
            }

            @Override
            public void gap(long offset) {}
        });
        return at[0];
    }
}
