package org.ithaca.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.ithaca.base.Bytes;
import org.ithaca.base.DiskFile;
import org.jspecify.annotations.Nullable;

/// Reads all records of a file, also those behind bytes that are none.
final class RecordScan {
    /// Who is told what a scan finds.
    interface Visitor {
        /// A record with an intact header.
        ///
        /// @param payload good during the call only; null if it is torn or damaged
        void record(RecordHeader header, long offset, @Nullable Bytes payload);

        /// The bytes from `offset` on are no record; the next call, if any, is about what was found behind them.
        void gap(long offset);
    }

    private static final int WINDOW_BYTES = 1 << 18;

    private final FileWindow window;
    private final RecordCodec codec;
    private final Visitor visitor;
    private boolean onlyZeros = true;

    private RecordScan(FileWindow window, RecordCodec codec, Visitor visitor) {
        this.window = window;
        this.codec = codec;
        this.visitor = visitor;
    }

    /// Scans from the first record to the end of the file; true if nothing but zeros follows the last intact
    /// header.
    static boolean run(DiskFile file, RecordCodec codec, Visitor visitor) throws IOException {
        FileWindow window = new FileWindow(file, file.size(), WINDOW_BYTES);
        RecordScan scan = new RecordScan(window, codec, visitor);
        scan.scan(FileHeader.RECORDS_AT);
        return scan.onlyZeros;
    }

    private void scan(long from) throws IOException {
        long at = from;
        while (at < window.size()) {
            RecordHeader header = headerAt(at);
            if (header == null) {
                visitor.gap(at);
                at = nextHeader(at);
            } else {
                visitor.record(header, at, payload(header, at + RecordCodec.HEADER_BYTES));
                at += header.footprint();
            }
        }
    }

    private @Nullable RecordHeader headerAt(long at) throws IOException {
        return window.has(at, RecordCodec.HEADER_BYTES) ? codec.decode(window.array(), window.index(at), at) : null;
    }

    private @Nullable Bytes payload(RecordHeader header, long at) throws IOException {
        if (!window.has(at, header.length())) {
            return null;
        }
        Bytes payload = window.view(at, header.length());
        return payload.crc32c() == header.crc() ? payload : null;
    }

    /// The offset of the first intact header behind `gap`, or the end of the file.
    private long nextHeader(long gap) throws IOException {
        boolean zeros = true;
        long at = gap;
        for (; window.has(at, Long.BYTES); at += RecordCodec.ALIGNMENT) {
            long word = ByteBuffer.wrap(window.array()).getLong(window.index(at));
            zeros &= word == 0;
            if ((int) (word >>> 32) == RecordCodec.MAGIC && headerAt(at) != null) {
                return at;
            }
        }
        onlyZeros = zeros && at == window.size();
        return window.size();
    }
}
