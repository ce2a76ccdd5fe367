package org.ithaca.log;

import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;

/// Gathers entries as `size i32 | bytes`: the body of one run, to which a [RunHeader] is put in front when it is
/// sent.
///
/// Belongs to one thread, or to whoever holds the lock around it.
public final class RunWriter {
    private final ByteWriter entries;
    private int count;

    /// @param capacity bytes to start with; it grows as needed
    public RunWriter(int capacity) {
        entries = new ByteWriter(capacity);
    }

    /// Copies an entry to the end.
    ///
    /// @throws IthacaException TOO_LARGE if it is above [Limits#MAX_ENTRY_BYTES]
    public RunWriter add(Bytes entry) {
        if (entry.length() > Limits.MAX_ENTRY_BYTES) {
            throw IthacaException.notDone(
                    IthacaException.Code.TOO_LARGE,
                    "an entry of " + entry.length() + " bytes; at most " + Limits.MAX_ENTRY_BYTES);
        }
        entries.bytes(entry);
        count++;
        return this;
    }

    /// Whether an entry of this size would still leave a run that every member takes.
    public boolean fits(int entryBytes) {
        long size = (long) RunHeader.BYTES + entries.length() + Integer.BYTES + entryBytes;
        return count == 0 || (size <= Limits.MAX_RUN_BYTES && count < org.ithaca.base.Position.ENTRIES_PER_SLOT);
    }

    public int count() {
        return count;
    }

    /// Bytes of all entries with their sizes.
    public int length() {
        return entries.length();
    }

    /// The entries so far, sharing the array: add no more.
    public Bytes entryBytes() {
        return entries.shared();
    }

    /// The whole run, copied.
    public Bytes run(RunHeader header) {
        ByteWriter out = new ByteWriter(RunHeader.BYTES + entries.length());
        header.encode(out, count, entries.length());
        return out.raw(entries.shared()).shared();
    }
}
