package org.ithaca.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.ithaca.base.StoredSlot;
import org.jspecify.annotations.Nullable;

/// Reads the slots of a [FileSlotStore] from wherever they are: waiting to be written, repaired, or in a segment.
/// Of the closed segments the one read last stays open.
final class SlotReads {
    private final SegmentFiles files;
    private final NavigableMap<Long, Segment> segments;
    private final Repairs repairs;
    private final Collection<StoredSlot> pending;
    private @Nullable Segment lastRead;

    SlotReads(
            SegmentFiles files, NavigableMap<Long, Segment> segments, Repairs repairs, Collection<StoredSlot> pending) {
        this.files = files;
        this.segments = segments;
        this.repairs = repairs;
        this.pending = pending;
    }

    /// Consecutive slots from `from`, below `to`, which are all held; those from `written` on are waiting.
    SlotRead read(long from, long to, long written, int maxBytes) throws IOException {
        List<StoredSlot> found = new ArrayList<>();
        long next = from;
        long left = maxBytes;
        while (next < to && (next == from || left > 0)) {
            int counted = found.size();
            next = next < written
                    ? readSome(next, Math.min(to, written), (int) Math.max(0, left), found)
                    : readPending(next, to, left, found);
            if (found.size() == counted) {
                break;
            }
            for (StoredSlot slot : found.subList(counted, found.size())) {
                left -= slot.batch().length();
            }
        }
        return found.isEmpty()
                ? new SlotRead.Damaged(from, StoreErrors.damaged(files.loglet(), from, "its checksum is wrong"))
                : new SlotRead.Slots(found);
    }

    private long readPending(long from, long to, long maxBytes, List<StoredSlot> out) {
        long slot = from;
        long left = maxBytes;
        for (StoredSlot waiting : pending) {
            if (waiting.slot() >= from && waiting.slot() < to && (slot == from || left > 0)) {
                out.add(new StoredSlot(waiting.slot(), waiting.batch().onHeap(), waiting.crc()));
                left -= waiting.batch().length();
                slot++;
            }
        }
        return slot;
    }

    /// Adds at least one written slot; returns `from` if it is damaged wherever it is.
    private long readSome(long from, long to, int maxBytes, List<StoredSlot> out) throws IOException {
        StoredSlot repaired = repairs.read(from);
        if (repaired != null) {
            out.add(repaired);
            return from + 1;
        }
        Map.Entry<Long, Segment> entry = segments.floorEntry(from);
        if (entry == null || from >= entry.getValue().end()) {
            return from;
        }
        Segment segment = entry.getValue();
        long limit = Math.min(to, segment.end());
        long next = readIn(segment, false, from, limit, maxBytes, out);
        return next > from || !segment.closed() ? next : readIn(segment, true, from, limit, maxBytes, out);
    }

    /// Reads in one segment; `rescan` makes its index anew, around whatever is damaged.
    private long readIn(Segment segment, boolean rescan, long from, long to, int maxBytes, List<StoredSlot> out)
            throws IOException {
        if (rescan) {
            segment.release();
        }
        Segment.Opened open = segment.opened();
        if (open == null) {
            open = open(segment, rescan);
        }
        return open == null ? from : open.reader().read(from, to, maxBytes, out);
    }

    private Segment.@Nullable Opened open(Segment segment, boolean rescan) throws IOException {
        if (lastRead != null && lastRead != segment && lastRead.closed()) {
            lastRead.release();
        }
        Segment.Opened open = SegmentRecovery.open(files, segment, rescan);
        if (open != null) {
            segment.open(open);
            lastRead = segment;
        }
        return open;
    }
}
