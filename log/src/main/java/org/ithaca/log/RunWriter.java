package org.ithaca.log;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Position;

/// Gathers entries as `size i32 | bytes`: the body of one run, to which a [RunHeader] is put in front when it is
/// sent.
///
/// Small entries are copied, one after the other. A large one stays where it is.
///
/// Belongs to one thread, or to whoever holds the lock around it.
public final class RunWriter {
    /// From this size on an entry is not copied, in bytes.
    public static final int LARGE_ENTRY_BYTES = 4 << 10;

    private final ByteWriter copied;
    /// Where each entry that stays where it is belongs among the bytes copied.
    private final List<Apart> apart = new ArrayList<>(0);
    private int count;
    private int length;

    private record Apart(int before, Bytes entry) {}

    /// @param capacity bytes of small entries to start with; it grows as needed
    public RunWriter(int capacity) {
        copied = new ByteWriter(capacity);
    }

    /// Adds an entry to the end.
    ///
    /// @throws IthacaException TOO_LARGE if it is above [Limits#MAX_ENTRY_BYTES]
    public RunWriter add(Bytes entry) {
        if (entry.length() > Limits.MAX_ENTRY_BYTES) {
            throw IthacaException.notDone(
                    IthacaException.Code.TOO_LARGE,
                    "an entry of " + entry.length() + " bytes; at most " + Limits.MAX_ENTRY_BYTES);
        }
        if (entry.length() < LARGE_ENTRY_BYTES) {
            copied.bytes(entry);
        } else {
            copied.i32(entry.length());
            apart.add(new Apart(copied.length(), entry));
        }
        count++;
        length += Integer.BYTES + entry.length();
        return this;
    }

    /// Whether an entry of this size would still leave a run that every member takes.
    public boolean fits(int entryBytes) {
        long size = (long) RunHeader.BYTES + length + Integer.BYTES + entryBytes;
        return count == 0 || (size <= Limits.MAX_RUN_BYTES && count < Position.ENTRIES_PER_SLOT);
    }

    public int count() {
        return count;
    }

    /// Bytes of all entries with their sizes.
    public int length() {
        return length;
    }

    /// Bytes of the small entries, and of all sizes.
    public int copiedLength() {
        return copied.length();
    }

    /// The entries so far, to be sent one part after the other. They share what they lie in: add no more.
    public List<Bytes> parts() {
        Bytes small = copied.shared();
        if (apart.isEmpty()) {
            return List.of(small);
        }
        List<Bytes> parts = new ArrayList<>(2 * apart.size() + 1);
        int from = 0;
        for (Apart entry : apart) {
            parts.add(small.slice(from, entry.before - from));
            parts.add(entry.entry);
            from = entry.before;
        }
        if (from < small.length()) {
            parts.add(small.slice(from, small.length() - from));
        }
        return parts;
    }

    /// Copies what still lies where it was: whoever gave it may do with it what he likes from now on.
    public void own() {
        apart.replaceAll(entry -> new Apart(entry.before, Bytes.wrap(entry.entry.toArray())));
    }

    /// The whole run, copied.
    public Bytes run(RunHeader header) {
        ByteWriter out = new ByteWriter(RunHeader.BYTES + length);
        header.encode(out, count, length);
        parts().forEach(out::raw);
        return out.shared();
    }
}
