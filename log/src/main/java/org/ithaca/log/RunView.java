package org.ithaca.log;

import org.ithaca.base.Bytes;

/// One run inside the bytes of a batch or a frame: a window that [RunReader] moves along. Keep none of it past the
/// next [RunReader#next()]; [#bytes()] gives what may be kept.
public final class RunView {
    private final byte[] array;
    private int at;
    private int count;
    private int length;

    RunView(byte[] array) {
        this.array = array;
    }

    void moveTo(int offset, int entries, int entriesLength) {
        at = offset;
        count = entries;
        length = entriesLength;
    }

    /// The session the entries belong to; 0 for an OPEN run.
    public long session() {
        return (long) RunHeader.LONG.get(array, at + RunHeader.SESSION);
    }

    /// Sequence of the first entry.
    public long firstSequence() {
        return (long) RunHeader.LONG.get(array, at + RunHeader.FIRST_SEQUENCE);
    }

    /// Sequence of the last entry.
    public long lastSequence() {
        return firstSequence() + count - 1;
    }

    /// The client has the answers of all sequences up to this one.
    public long ackedThrough() {
        return (long) RunHeader.LONG.get(array, at + RunHeader.ACKED_THROUGH);
    }

    public Level level() {
        return Level.of(array[at + RunHeader.LEVEL]);
    }

    public RunKind kind() {
        return RunKind.of(array[at + RunHeader.KIND]);
    }

    /// Entries in the run, 1 to 65,536.
    public int count() {
        return count;
    }

    /// Size of the whole run, header included.
    public int size() {
        return RunHeader.BYTES + length;
    }

    /// The whole run, header included, not copied.
    public Bytes bytes() {
        return Bytes.wrap(array, at, size());
    }

    /// The entries with their sizes, without the header, not copied.
    public Bytes entryBytes() {
        return Bytes.wrap(array, at + RunHeader.BYTES, length);
    }

    /// A cursor over the entries.
    public RunEntries entries() {
        return new RunEntries(array, at + RunHeader.BYTES, length, count);
    }
}
