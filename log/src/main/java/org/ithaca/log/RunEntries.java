package org.ithaca.log;

import org.ithaca.base.Bytes;
import org.ithaca.base.MalformedException;

/// Walks along entries that follow one another as `size i32 | bytes`: those of a run, or of an answer to a read.
///
/// ```java
/// for (RunEntries entries = run.entries(); entries.next(); ) {
///     use(entries.index(), entries.entry());
/// }
/// ```
public final class RunEntries {
    private final Bytes entries;
    private final int end;
    private final int count;
    private int index = -1;
    private int entryAt;
    private int entryLength;

    private RunEntries(Bytes entries, int count) {
        this.entries = entries;
        this.end = entries.length();
        this.count = count;
    }

    /// A cursor over `count` entries that fill `bytes`.
    public static RunEntries of(Bytes bytes, int count) {
        return new RunEntries(bytes, count);
    }

    /// Steps to the next entry; false after the last.
    ///
    /// @throws MalformedException if the sizes do not fill the bytes exactly
    public boolean next() {
        int at = entryAt + entryLength;
        if (index + 1 >= count) {
            if (at != end) {
                throw new MalformedException((end - at) + " bytes after the last entry");
            }
            return false;
        }
        if (end - at < Integer.BYTES) {
            throw new MalformedException("entry " + (index + 1) + " of " + count + " is missing");
        }
        int size = entries.i32(at);
        if (size < 0 || size > Limits.MAX_ENTRY_BYTES || size > end - at - Integer.BYTES) {
            throw new MalformedException("an entry of " + size + " bytes with " + (end - at - 4) + " left");
        }
        index++;
        entryAt = at + Integer.BYTES;
        entryLength = size;
        return true;
    }

    /// Index of the entry in its run, from 0.
    public int index() {
        return index;
    }

    /// Bytes of the entry.
    public int length() {
        return entryLength;
    }

    /// The entry; copied only if it lies outside the heap.
    public Bytes entry() {
        return entries.slice(entryAt, entryLength).onHeap();
    }
}
