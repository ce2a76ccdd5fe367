package org.ithaca.store;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.ithaca.base.Bytes;
import org.ithaca.base.StoredSlot;
import org.jspecify.annotations.Nullable;

/// Slots of a loglet that were damaged in their segment and copied anew from another replica: a record file of
/// its own, numbered by slot in any order. A repair that is lost only means that the slot is damaged again.
final class Repairs {
    private final SegmentFiles files;
    private final Map<Long, Long> offsets = new TreeMap<>();
    private @Nullable RecordFile file;

    private Repairs(SegmentFiles files) {
        this.files = files;
    }

    /// Reads which repairs there are.
    static Repairs recover(SegmentFiles files) throws IOException {
        Repairs repairs = new Repairs(files);
        if (files.environment().disk().exists(files.repairsPath())) {
            FileHeader header = RecordFile.readHeader(files.environment().disk(), files.repairsPath());
            if (header != null && header.type() == FileHeader.Type.REPAIRS) {
                repairs.load(header);
            }
        }
        return repairs;
    }

    private void load(FileHeader header) throws IOException {
        RecordFile found = RecordFile.open(files.environment().disk(), files.repairsPath(), header);
        file = found;
        long[] end = {FileHeader.RECORDS_AT};
        RecordScan.run(found.file(), found.codec(), new RecordScan.Visitor() {
            @Override
            public void record(RecordHeader header, long offset, @Nullable Bytes payload) {
                if (payload != null) {
                    offsets.put(header.number(), offset);
                    end[0] = offset + header.footprint();
                }
            }

            @Override
            public void gap(long offset) {}
        });
        found.truncate(end[0]);
        found.force();
    }

    /// Writes a repair; durable after [#force].
    void write(long slot, Bytes batch, int crc) throws IOException {
        RecordFile target = file;
        if (target == null) {
            FileHeader header = files.header(FileHeader.Type.REPAIRS, 0);
            target = RecordFile.create(files.environment().disk(), files.repairsPath(), header);
            files.environment().disk().forceDirectory(files.directory());
            file = target;
        }
        long at = target.stage(new RecordHeader(RecordKind.CONTENT, slot, 0, batch.length(), crc), batch);
        target.flush();
        offsets.put(slot, at);
    }

    /// The repaired slot; null if it was not repaired, or is damaged again.
    @Nullable
    StoredSlot read(long slot) throws IOException {
        Long at = offsets.get(slot);
        RecordFile from = file;
        if (at == null || from == null) {
            return null;
        }
        FileWindow window = new FileWindow(from.file(), from.tail(), RecordCodec.HEADER_BYTES);
        RecordHeader header =
                window.has(at, RecordCodec.HEADER_BYTES) ? from.codec().decode(window.array(), 0, at) : null;
        if (header == null || !window.has(at + RecordCodec.HEADER_BYTES, header.length())) {
            return null;
        }
        Bytes batch = window.view(at + RecordCodec.HEADER_BYTES, header.length());
        return batch.crc32c() == header.crc() ? new StoredSlot(slot, batch, header.crc()) : null;
    }

    /// Gives up the file once no repair is of a slot from `first` to `end - 1`.
    void retain(long first, long end) throws IOException {
        boolean removed = offsets.keySet().removeIf(slot -> slot < first || slot >= end);
        if (removed && offsets.isEmpty()) {
            close();
            files.environment().disk().delete(files.repairsPath());
        }
    }

    void force() throws IOException {
        if (file != null && file.dirty()) {
            file.force();
        }
    }

    void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
