package org.ithaca.store;

import java.io.IOException;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.StoredSlot;
import org.jspecify.annotations.Nullable;

/// Reads slots of one segment: from the nearest indexed slot it walks from header to header, and it remembers
/// where it stopped, since most reads go on from there.
final class SegmentReader {
    private static final int WALK_BYTES = 64 << 10;

    private final RecordFile file;
    private final SegmentIndex index;
    private long hintSlot = -1;
    private long hintOffset;

    SegmentReader(RecordFile file, SegmentIndex index) {
        this.file = file;
        this.index = index;
    }

    /// Adds consecutive slots from `from`, below `to`, to `out`: at least one, then until `maxBytes` are
    /// collected.
    ///
    /// @return the slot after the last one added; `from` if that one cannot be read
    long read(long from, long to, int maxBytes, List<StoredSlot> out) throws IOException {
        long at = locate(from);
        if (at < 0) {
            return from;
        }
        long left = file.tail() - at;
        int capacity = (int) Math.min(left, Math.max(RecordCodec.HEADER_BYTES, Math.min(maxBytes, 1 << 24)) + 4096L);
        FileWindow window = new FileWindow(file.file(), file.tail(), capacity);
        long slot = from;
        int collected = 0;
        boolean readable = true;
        while (readable && slot < to && (slot == from || collected < maxBytes) && mayLook(window, at, slot > from)) {
            RecordHeader header = headerAt(window, at);
            Bytes batch = header == null ? null : batchOf(slot, window, at, header);
            readable = header != null && (batch != null || header.kind() != RecordKind.CONTENT);
            if (header != null && batch != null) {
                out.add(new StoredSlot(slot++, batch, header.crc()));
                collected += batch.length();
            }
            at += header != null && readable ? header.footprint() : 0;
        }
        hintSlot = readable ? slot : -1;
        hintOffset = at;
        return slot;
    }

    /// What was added to the answer shares the window's array: from then on the window must not slide, and only a
    /// record that is in it as a whole may be looked at.
    private boolean mayLook(FileWindow window, long at, boolean shared) throws IOException {
        if (!shared) {
            return true;
        }
        if (!window.loaded(at, RecordCodec.HEADER_BYTES)) {
            return false;
        }
        RecordHeader header = headerAt(window, at);
        return header == null || window.loaded(at, RecordCodec.HEADER_BYTES + header.length());
    }

    /// The offset of a slot's record, or of marks just before it; -1 if it cannot be reached.
    long locate(long slot) throws IOException {
        if (slot == hintSlot) {
            return hintOffset;
        }
        int entry = index.floor(slot);
        if (entry < 0) {
            return -1;
        }
        long at = index.offset(entry);
        long next = index.slot(entry);
        FileWindow window = new FileWindow(file.file(), file.tail(), WALK_BYTES);
        while (next < slot) {
            RecordHeader header = headerAt(window, at);
            boolean content = header != null && header.kind() == RecordKind.CONTENT;
            if (header == null || (content && header.number() != next)) {
                return -1;
            }
            next += content ? 1 : 0;
            at += header.footprint();
        }
        return at;
    }

    /// Forgets where it stopped: the segment was cut.
    void reset() {
        hintSlot = -1;
    }

    private @Nullable RecordHeader headerAt(FileWindow window, long at) throws IOException {
        return window.has(at, RecordCodec.HEADER_BYTES)
                ? file.codec().decode(window.array(), window.index(at), at)
                : null;
    }

    /// The batch of `slot` if the record is its and intact.
    private static @Nullable Bytes batchOf(long slot, FileWindow window, long at, RecordHeader header)
            throws IOException {
        long payloadAt = at + RecordCodec.HEADER_BYTES;
        if (header.kind() != RecordKind.CONTENT || header.number() != slot || !window.has(payloadAt, header.length())) {
            return null;
        }
        Bytes batch = window.view(payloadAt, header.length());
        return batch.crc32c() == header.crc() ? batch : null;
    }
}
