package org.ithaca.table;

import java.util.Arrays;
import java.util.Objects;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Invariant;
import org.ithaca.base.MalformedException;

/// All rows as one member knows them: its own, which it alone writes, and the newest it heard of every
/// other.
///
/// Cells are counters from 0 up that never go back. A row travels as
/// ```
/// row := count u8 | (column u8 | value i64){count}
/// ```
/// and is merged by taking the larger value cell by cell, so that loss of all but the newest push, doubling
/// and reordering do no harm. Belongs to one thread. Derecho, TOCS 2019, section 3.2.
public final class StateTable {
    /// Most columns a table can have.
    public static final int MAX_COLUMNS = 255;

    private static final int CELL_BYTES = 9;

    private final int members;
    private final int self;
    private final long[][] columns;
    private final boolean[] changed;

    /// A table of zeros for `members` rows, 1 to 64, and `columns` columns, 1 to [#MAX_COLUMNS], seen from
    /// row `self`.
    public StateTable(int members, int columns, int self) {
        if (members < 1 || members > Long.SIZE || columns < 1 || columns > MAX_COLUMNS) {
            throw new IllegalArgumentException("a table of " + members + " rows and " + columns + " columns");
        }
        this.members = members;
        this.self = Objects.checkIndex(self, members);
        this.columns = new long[columns][members];
        this.changed = new boolean[columns];
    }

    /// The cell of the member at `rank`, as far as it is known here.
    public long get(int rank, int column) {
        return columns[column][rank];
    }

    /// The cell of this member.
    public long own(int column) {
        return columns[column][self];
    }

    /// One column over all members, indexed by rank: the table's own array, to be read only and not kept.
    public long[] column(int column) {
        return columns[column];
    }

    /// Moves an own cell forward; the same value again changes nothing.
    ///
    /// @throws Invariant.Violation if the cell would go back
    public void set(int column, long value) {
        long before = columns[column][self];
        if (value == before) {
            return;
        }
        if (value < before) {
            Invariant.monotone(before, value, "own cell of column " + column);
        }
        columns[column][self] = value;
        changed[column] = true;
    }

    /// Whether the own cell of this column moved since the last [#pushed].
    public boolean changed(int column) {
        return changed[column];
    }

    /// The own row was sent to everyone who is to know what changed.
    public void pushed() {
        Arrays.fill(changed, false);
    }

    /// Writes the own row. Whoever gets it needs none of the earlier ones.
    public void encodeRow(ByteWriter out) {
        out.u8(columns.length);
        for (int column = 0; column < columns.length; column++) {
            out.u8(column).i64(columns[column][self]);
        }
    }

    /// Takes what another member pushed; returns whether any cell moved.
    ///
    /// @throws MalformedException if it is no row of this table
    /// @throws IllegalArgumentException if `rank` is this member's: nobody else writes its row
    public boolean merge(int rank, ByteReader in) {
        if (rank == self || rank < 0 || rank >= members) {
            throw new IllegalArgumentException("a row of rank " + rank + " pushed to rank " + self + " of " + members);
        }
        int count = in.u8();
        if (count > columns.length || count * CELL_BYTES > in.remaining()) {
            throw new MalformedException("a row of " + count + " cells in " + in.remaining() + " bytes");
        }
        boolean moved = false;
        for (int i = 0; i < count; i++) {
            moved |= mergeCell(rank, in.u8(), in.i64());
        }
        return moved;
    }

    private boolean mergeCell(int rank, int column, long value) {
        if (column >= columns.length || value < 0) {
            throw new MalformedException("a cell of column " + column + " with value " + value);
        }
        if (value <= columns[column][rank]) {
            return false;
        }
        columns[column][rank] = value;
        return true;
    }
}
