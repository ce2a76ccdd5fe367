package org.ithaca.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.jspecify.annotations.Nullable;

/// What closes a segment: its index as the last record, and a trailer at the very end of the file that says
/// where.
///
/// ```
/// record   kind INDEX, number and durable = the segment's end; payload = count i32, (slot i64, offset i64){count}
/// trailer  magic i64 "ITHACA-T" | offset of the record i64 | zero i32 | check i32
/// ```
///
/// It is written only after everything before it was forced: a segment with an intact footer need not be scanned.
///
/// @param end exclusive end of the segment's slots
/// @param offset where the index record is
/// @param index where its slots are
record SegmentFooter(long end, long offset, SegmentIndex index) {
    private static final long MAGIC = 0x4954484143412D54L;
    private static final int TRAILER_BYTES = 24;
    private static final int CHECKED_BYTES = 20;
    private static final int MAX_ENTRIES = 1 << 21;

    /// Stages the footer of a segment whose content was forced.
    static void stage(RecordFile file, long end, SegmentIndex index) {
        ByteWriter out = new ByteWriter(4 + index.size() * 16);
        out.i32(index.size());
        for (int i = 0; i < index.size(); i++) {
            out.i64(index.slot(i)).i64(index.offset(i));
        }
        Bytes entries = out.shared();
        RecordHeader header = new RecordHeader(RecordKind.INDEX, end, end, entries.length(), entries.crc32c());
        long at = file.stagedTail();
        int padding = (int) (header.footprint() - RecordCodec.HEADER_BYTES - entries.length());
        ByteBuffer trailer = ByteBuffer.allocate(padding + TRAILER_BYTES);
        trailer.putLong(padding, MAGIC).putLong(padding + 8, at);
        trailer.putInt(padding + CHECKED_BYTES, file.codec().check(trailer.array(), padding, CHECKED_BYTES, at));
        file.stage(header, entries, Bytes.wrap(trailer.array()));
    }

    /// The footer of a file; null if it has none or it is damaged.
    static @Nullable SegmentFooter read(RecordFile file) throws IOException {
        long size = file.file().size();
        FileWindow window = new FileWindow(file.file(), size, TRAILER_BYTES);
        long trailerAt = size - TRAILER_BYTES;
        if (trailerAt < FileHeader.RECORDS_AT || !window.has(trailerAt, TRAILER_BYTES)) {
            return null;
        }
        ByteBuffer trailer = ByteBuffer.wrap(window.array());
        long at = trailer.getLong(8);
        boolean intact = trailer.getLong(0) == MAGIC
                && trailer.getInt(CHECKED_BYTES) == file.codec().check(trailer.array(), 0, CHECKED_BYTES, at);
        return intact ? readRecord(file, window, at) : null;
    }

    private static @Nullable SegmentFooter readRecord(RecordFile file, FileWindow window, long at) throws IOException {
        if (!window.has(at, RecordCodec.HEADER_BYTES)) {
            return null;
        }
        RecordHeader header = file.codec().decode(window.array(), window.index(at), at);
        if (header == null || header.kind() != RecordKind.INDEX || header.durable() != header.number()) {
            return null;
        }
        long payloadAt = at + RecordCodec.HEADER_BYTES;
        if (!window.has(payloadAt, header.length())) {
            return null;
        }
        Bytes payload = window.view(payloadAt, header.length());
        return payload.crc32c() == header.crc() ? decode(header.number(), at, payload) : null;
    }

    private static SegmentFooter decode(long end, long at, Bytes payload) {
        ByteReader in = new ByteReader(payload);
        int count = in.count(MAX_ENTRIES, 16);
        SegmentIndex index = new SegmentIndex();
        for (int i = 0; i < count; i++) {
            index.put(in.i64(), in.i64());
        }
        return new SegmentFooter(end, at, index);
    }
}
