package org.ithaca.log;

import org.ithaca.base.Bytes;

/// One run inside the bytes of a batch or a frame: a window that [RunReader] moves along. Keep none of it past the
/// next [RunReader#next()]; [#entryBytes()] gives what may be kept.
public final class RunView {
    private final Bytes runs;
    private int at;
    private int count;
    private int length;

    RunView(Bytes runs) {
        this.runs = runs;
    }

    void moveTo(int offset, int entries, int entriesLength) {
        at = offset;
        count = entries;
        length = entriesLength;
    }

    /// The session the entries belong to; 0 for an OPEN run.
    public long session() {
        return runs.i64(at + RunHeader.SESSION);
    }

    /// Sequence of the first entry.
    public long firstSequence() {
        return runs.i64(at + RunHeader.FIRST_SEQUENCE);
    }

    /// Sequence of the last entry.
    public long lastSequence() {
        return firstSequence() + count - 1;
    }

    /// The client has the answers of all sequences up to this one.
    public long ackedThrough() {
        return runs.i64(at + RunHeader.ACKED_THROUGH);
    }

    public Level level() {
        return Level.of(runs.get(at + RunHeader.LEVEL));
    }

    public RunKind kind() {
        return RunKind.of(runs.get(at + RunHeader.KIND));
    }

    /// Entries in the run, 1 to 65,536.
    public int count() {
        return count;
    }

    /// Size of the whole run, header included.
    public int size() {
        return RunHeader.BYTES + length;
    }

    /// The whole run, header included, not copied: as good as the bytes that are read.
    public Bytes bytes() {
        return runs.slice(at, size());
    }

    /// The entries with their sizes, without the header; copied only if they lie outside the heap.
    public Bytes entryBytes() {
        return runs.slice(at + RunHeader.BYTES, length).onHeap();
    }

    /// A cursor over the entries.
    public RunEntries entries() {
        return RunEntries.of(runs.slice(at + RunHeader.BYTES, length), count);
    }
}
