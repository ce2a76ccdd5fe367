package org.ithaca.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.Invariant;
import org.ithaca.base.MalformedException;
import org.ithaca.base.SplitMix;
import org.junit.jupiter.api.Test;

final class StateTableTest {
    private static final int COLUMNS = 4;

    @Test
    void anOwnCellNeverGoesBack() {
        StateTable table = new StateTable(3, COLUMNS, 1);
        table.set(2, 7);
        table.set(2, 7);
        assertThrows(Invariant.Violation.class, () -> table.set(2, 6));
        assertEquals(7, table.own(2));
        assertArrayEquals(new long[] {0, 7, 0}, table.column(2));
    }

    @Test
    void aChangeIsNewsUntilItIsPushed() {
        StateTable table = new StateTable(2, COLUMNS, 0);
        table.set(3, 0);
        assertFalse(table.changed(3));
        for (int value = 1; value <= 100; value++) {
            table.set(3, value);
        }
        assertTrue(table.changed(3));
        assertFalse(table.changed(0));
        assertEquals(1 + COLUMNS * 9, row(table).length());
        table.pushed();
        assertFalse(table.changed(3));
    }

    @Test
    void nobodyWritesTheRowOfAnother() {
        StateTable table = new StateTable(2, COLUMNS, 0);
        Bytes row = row(table);
        assertThrows(IllegalArgumentException.class, () -> table.merge(0, new ByteReader(row)));
        assertThrows(IllegalArgumentException.class, () -> table.merge(2, new ByteReader(row)));
    }

    @Test
    void whatIsNoRowIsRefused() {
        StateTable table = new StateTable(2, COLUMNS, 0);
        refused(table, new ByteWriter().u8(1).u8(COLUMNS).i64(1));
        refused(table, new ByteWriter().u8(1).u8(0).i64(-1));
        refused(table, new ByteWriter().u8(COLUMNS + 1));
        refused(table, new ByteWriter().u8(2).u8(0).i64(1));
        refused(table, new ByteWriter());
    }

    @Test
    void loseDoubleAndReorderPushesAndTheNewestWholeRowStillWins() {
        for (long seed = 0; seed < 200; seed++) {
            SplitMix random = new SplitMix(seed);
            StateTable writer = new StateTable(2, COLUMNS, 0);
            StateTable reader = new StateTable(2, COLUMNS, 1);
            List<Bytes> underWay = new ArrayList<>();
            for (int step = 0; step < 50; step++) {
                int column = random.below(COLUMNS);
                writer.set(column, writer.own(column) + random.below(5));
                underWay.add(row(writer));
                Bytes arrives = underWay.get(random.below(underWay.size()));
                long[] before = rowOf(reader);
                reader.merge(0, new ByteReader(arrives));
                assertNeverBack(before, rowOf(reader), seed);
            }
            reader.merge(0, new ByteReader(row(writer)));
            assertArrayEquals(rowOf(writer), rowOf(reader), "seed " + seed);
            assertFalse(reader.merge(0, new ByteReader(row(writer))), "nothing moves twice, seed " + seed);
        }
    }

    private static void refused(StateTable table, ByteWriter row) {
        assertThrows(MalformedException.class, () -> table.merge(1, new ByteReader(row.copy())));
    }

    private static void assertNeverBack(long[] before, long[] after, long seed) {
        for (int column = 0; column < COLUMNS; column++) {
            assertTrue(after[column] >= before[column], "seed " + seed);
        }
    }

    private static long[] rowOf(StateTable table) {
        long[] row = new long[COLUMNS];
        for (int column = 0; column < COLUMNS; column++) {
            row[column] = table.get(0, column);
        }
        return row;
    }

    private static Bytes row(StateTable table) {
        ByteWriter out = new ByteWriter();
        table.encodeRow(out);
        return out.copy();
    }
}
