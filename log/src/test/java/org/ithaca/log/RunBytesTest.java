package org.ithaca.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.MalformedException;
import org.ithaca.base.PooledMemory;
import org.ithaca.base.Position;
import org.ithaca.base.SplitMix;
import org.junit.jupiter.api.Test;

class RunBytesTest {
    private static Bytes run(long session, long first, String... entries) {
        RunWriter writer = new RunWriter(16);
        for (String entry : entries) {
            writer.add(Bytes.utf8(entry));
        }
        return writer.run(new RunHeader(session, first, first - 1, Level.DURABLE, RunKind.DATA));
    }

    private static Bytes sample() {
        Bytes open = new RunWriter(16).add(Bytes.utf8("me")).run(RunHeader.open(77, Level.ORDERED));
        return new ByteWriter()
                .raw(open)
                .raw(run(9, 4, "a", "", "ccc"))
                .raw(run(10, 1, "z"))
                .copy();
    }

    @Test
    void readsBackWhatWasWritten() {
        RunReader reader = new RunReader(sample());
        assertTrue(reader.next());
        RunView view = reader.run();
        assertEquals(RunKind.OPEN, view.kind());
        assertEquals(77, view.firstSequence());
        assertEquals(Level.ORDERED, view.level());
        assertTrue(reader.next());
        assertEquals(9, view.session());
        assertEquals(6, view.lastSequence());
        assertEquals(3, view.ackedThrough());
        assertEquals(Level.DURABLE, view.level());
        List<String> entries = new ArrayList<>();
        for (RunEntries cursor = view.entries(); cursor.next(); ) {
            entries.add(cursor.index() + cursor.entry().utf8());
        }
        assertEquals(List.of("0a", "1", "2ccc"), entries);
        assertEquals(run(9, 4, "a", "", "ccc"), view.bytes());
        assertTrue(reader.next());
        assertFalse(reader.next());
        assertEquals(3, RunReader.validate(sample()));
    }

    @Test
    void everyTruncationInsideARunIsRefused() {
        Bytes whole = run(9, 4, "a", "", "ccc");
        for (int cut = 1; cut < whole.length(); cut++) {
            Bytes part = whole.slice(0, cut);
            assertThrows(MalformedException.class, () -> RunReader.validate(part));
        }
    }

    @Test
    void mutatedRunsAreRefusedOrStayInBounds() {
        SplitMix random = new SplitMix(3);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = sample().toArray();
            for (int flips = 1 + random.below(4); flips > 0; flips--) {
                bytes[random.below(bytes.length)] = (byte) random.nextLong();
            }
            try {
                RunReader.validate(Bytes.wrap(bytes));
            } catch (MalformedException expected) {
                assertFalse(expected.getMessage().isEmpty());
            }
        }
    }

    @Test
    void fieldsOutOfRangeAreRefused() {
        refused(RunHeader.SESSION, 8, 0);
        refused(RunHeader.SESSION, 8, -1);
        refused(RunHeader.FIRST_SEQUENCE, 8, 0);
        refused(RunHeader.FIRST_SEQUENCE, 8, Long.MAX_VALUE);
        refused(RunHeader.ACKED_THROUGH, 8, 4);
        refused(RunHeader.ACKED_THROUGH, 8, -1);
        refused(RunHeader.LEVEL, 1, 1);
        refused(RunHeader.KIND, 1, 2);
        refused(RunHeader.COUNT, 4, 2);
        refused(RunHeader.COUNT, 4, 4);
        refused(RunHeader.COUNT, 4, Position.ENTRIES_PER_SLOT + 1);
        refused(RunHeader.LENGTH, 4, Integer.MAX_VALUE);
        refused(RunHeader.BYTES, 4, -1);
    }

    private static void refused(int at, int size, long value) {
        byte[] bytes = run(9, 4, "a", "", "ccc").toArray();
        for (int i = 0; i < size; i++) {
            bytes[at + i] = (byte) (value >>> (8 * (size - 1 - i)));
        }
        assertThrows(MalformedException.class, () -> RunReader.validate(Bytes.wrap(bytes)), at + "=" + value);
    }

    @Test
    void aBatchIsItsRunsAndStopsAtItsLimits() {
        BatchBuilder builder = new BatchBuilder();
        RunReader reader = new RunReader(sample());
        int index = 0;
        while (reader.next()) {
            assertTrue(builder.fits(reader.run()));
            assertEquals(index, builder.append(reader.run()));
            index += reader.run().count();
        }
        assertEquals(5, builder.entries());
        assertEquals(sample(), builder.take());
        assertTrue(builder.isEmpty());
        RunReader large = new RunReader(run(1, 1, "x".repeat(Limits.BATCH_TARGET_BYTES)));
        assertTrue(large.next());
        builder.append(large.run());
        assertTrue(builder.full());
        assertFalse(builder.fits(large.run()));
        assertThrows(IllegalStateException.class, () -> builder.append(large.run()));
    }

    @Test
    void aBatchHoldsNoMoreEntriesThanASlot() {
        RunWriter writer = new RunWriter(16);
        while (writer.count() < 15_000) {
            writer.add(Bytes.EMPTY);
        }
        RunReader reader = new RunReader(writer.run(new RunHeader(1, 1, 0, Level.ORDERED, RunKind.DATA)));
        assertTrue(reader.next());
        BatchBuilder builder = new BatchBuilder();
        for (int runs = 0; runs < Position.ENTRIES_PER_SLOT / 15_000; runs++) {
            builder.append(reader.run());
        }
        assertFalse(builder.full());
        assertFalse(builder.fits(reader.run()));
    }

    @Test
    void aLargeRunIsABatchByItselfAndIsNotCopied() {
        BatchBuilder builder = new BatchBuilder();
        Bytes bytes = run(1, 1, "x".repeat(BatchBuilder.LARGE_RUN_BYTES), "y");
        RunReader large = new RunReader(bytes);
        assertTrue(large.next());
        RunReader small = new RunReader(run(1, 3, "z"));
        assertTrue(small.next());
        builder.append(small.run());
        assertFalse(builder.fits(large.run()), "not behind a small one");
        assertEquals(run(1, 3, "z"), builder.take());
        assertEquals(0, builder.append(large.run()));
        assertEquals(2, builder.entries());
        assertFalse(builder.fits(small.run()), "nor a small one behind it");
        Bytes batch = builder.take();
        assertEquals(bytes, batch);
        assertSame(bytes.array(), batch.array());
        assertTrue(builder.isEmpty());
        assertTrue(builder.fits(small.run()));
    }

    @Test
    void aLargeRunOutsideTheHeapIsHeldUntilItIsTaken() {
        byte[] array = run(1, 1, "x".repeat(BatchBuilder.LARGE_RUN_BYTES)).toArray();
        Bytes frame = Bytes.of(
                new PooledMemory(ByteBuffer.wrap(array)) {
                    @Override
                    protected void free() {
                        Arrays.fill(array, (byte) 0x5A);
                    }
                },
                0,
                array.length);
        Bytes content = frame.onHeap();
        BatchBuilder builder = new BatchBuilder();
        RunReader large = new RunReader(frame);
        assertTrue(large.next());
        builder.append(large.run());
        RunEntries entries = large.run().entries();
        assertTrue(entries.next());
        Bytes entry = entries.entry();
        frame.release();
        Bytes batch = builder.take();
        assertEquals(content, batch);
        batch.release();
        assertThrows(IllegalStateException.class, () -> batch.get(0));
        assertEquals(Bytes.utf8("x".repeat(BatchBuilder.LARGE_RUN_BYTES)), entry, "an entry is a copy");
    }

    @Test
    void entriesOfAllSizesMakeOneRunWhetherTheyAreCopiedOrNot() {
        SplitMix random = new SplitMix(9);
        for (int round = 0; round < 200; round++) {
            RunWriter writer = new RunWriter(1 + random.below(64));
            ByteWriter expected = new ByteWriter();
            int count = 1 + random.below(8);
            for (int i = 0; i < count; i++) {
                int edge = RunWriter.LARGE_ENTRY_BYTES + random.below(5) - 2;
                Bytes entry =
                        Bytes.utf8(String.valueOf((char) ('a' + i)).repeat(random.oneIn(3) ? edge : random.below(100)));
                writer.add(entry);
                expected.bytes(entry);
            }
            assertEquals(expected.copy(), Bytes.join(Bytes.EMPTY, writer.parts()));
            assertEquals(expected.length(), writer.length());
            assertEquals(count, writer.count());
            RunHeader header = new RunHeader(1, 1, 0, Level.ORDERED, RunKind.DATA);
            assertEquals(1, RunReader.validate(writer.run(header)));
        }
    }

    @Test
    void aRunOfItsOwnDoesNotChangeWithTheCallersArrays() {
        byte[] array = new byte[RunWriter.LARGE_ENTRY_BYTES];
        RunWriter writer = new RunWriter(1).add(Bytes.wrap(array)).add(Bytes.utf8("b"));
        Bytes before = Bytes.join(Bytes.EMPTY, writer.parts());
        writer.own();
        Arrays.fill(array, (byte) 1);
        assertEquals(before, Bytes.join(Bytes.EMPTY, writer.parts()));
    }

    @Test
    void anEntryAboveTheLimitIsRefusedWhereItEnters() {
        RunWriter writer = new RunWriter(16);
        Bytes large = Bytes.wrap(new byte[Limits.MAX_ENTRY_BYTES + 1]);
        IthacaException refused = assertThrows(IthacaException.class, () -> writer.add(large));
        assertEquals(IthacaException.Code.TOO_LARGE, refused.code());
        writer.add(large.slice(0, Limits.MAX_ENTRY_BYTES));
        assertFalse(writer.fits(Limits.MAX_ENTRY_BYTES));
        RunReader.validate(writer.run(new RunHeader(1, 1, 0, Level.ORDERED, RunKind.DATA)));
    }
}
