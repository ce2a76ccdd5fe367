package org.ithaca.store;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import org.ithaca.base.Bytes;
import org.ithaca.base.Disk;
import org.ithaca.base.Invariant;
import org.ithaca.base.StoredSlot;
import org.jspecify.annotations.Nullable;

/// Slots in segment files.
///
/// Appends wait in memory until [#flush] writes them together into the last segment; [#force] makes them durable.
/// A full segment is forced, gets its footer, and only then has a successor: so the mere existence of a segment
/// proves that all slots before it were forced.
///
/// A force of much may be carried out by another thread ([#beginForce]): meanwhile more is written into the same
/// segment, but nothing happens that closes, cuts or deletes a file before that force has ended.
final class FileSlotStore implements SlotStore {
    /// Most bytes of one gather write.
    private static final long GROUP_BYTES = 8 << 20;

    private final SegmentFiles files;
    private final NavigableMap<Long, Segment> segments;
    private final Repairs repairs;
    private final ArrayDeque<StoredSlot> pending = new ArrayDeque<>();
    private final SlotReads reads;
    private long first;
    private long recorded;
    private long end;
    private long appended;
    private long written;
    private long durable;
    private long marked;
    private boolean untrusted;
    private @Nullable SegmentForce forcing;

    private FileSlotStore(SegmentFiles files, Bounds bounds, NavigableMap<Long, Segment> segments, Repairs repairs) {
        this.files = files;
        this.segments = segments;
        this.repairs = repairs;
        reads = new SlotReads(files, segments, repairs, pending);
        first = bounds.first();
        recorded = first;
        end = bounds.end();
        appended = segments.isEmpty()
                ? first
                : Math.max(first, segments.lastEntry().getValue().end());
        written = appended;
        durable = appended;
    }

    /// Takes up a loglet whose directory exists, as its bounds and files say.
    static FileSlotStore recover(SegmentFiles files, Bounds bounds) throws IOException {
        NavigableMap<Long, Segment> segments = new SegmentRecovery(files, bounds).run();
        FileSlotStore store = new FileSlotStore(files, bounds, segments, Repairs.recover(files));
        store.repairs.retain(store.first, store.appended);
        store.mark();
        return store;
    }

    @Override
    public long first() {
        return first;
    }

    @Override
    public long held() {
        return appended;
    }

    @Override
    public long stored() {
        return durable;
    }

    /// Exclusive end of the slots written, forced or not.
    long written() {
        return written;
    }

    @Override
    public void append(long slot, Bytes batch, int crc) {
        Invariant.check(slot == appended && slot < end, "slot " + slot + " appended at " + appended + ", end " + end);
        pending.add(new StoredSlot(slot, batch, crc));
        appended++;
    }

    @Override
    public void flush() throws IOException {
        while (!pending.isEmpty()) {
            Segment segment = writable(pending.element());
            writeGroup(segment, opened(segment));
        }
    }

    private void writeGroup(Segment segment, Segment.Opened to) throws IOException {
        RecordFile file = to.file();
        long from = file.tail();
        long slot = written;
        Iterator<StoredSlot> waiting = pending.iterator();
        while (waiting.hasNext() && file.stagedTail() - from < GROUP_BYTES) {
            StoredSlot next = waiting.next();
            if (slot > written && overflows(file.stagedTail(), next)) {
                break;
            }
            int length = next.batch().length();
            long at = file.stage(new RecordHeader(RecordKind.CONTENT, slot, durable, length, next.crc()), next.batch());
            to.index().add(slot++, at);
        }
        if (!forceDone()) {
            files.environment().hooks().reached("store.written-beside-a-force");
        }
        try {
            file.flush();
        } catch (IOException e) {
            to.index().truncate(written);
            throw e;
        }
        for (; written < slot; written++) {
            pending.remove();
        }
        segment.extend(written);
        preallocate(file, file.tail() - from);
    }

    private void preallocate(RecordFile file, long bytes) throws IOException {
        StoreConfig config = files.environment().config();
        try {
            file.preallocate(bytes, config.preallocateBytes(), config.segmentBytes());
        } catch (Disk.FullException e) {
            // The slots themselves are written: there is no room to write ahead, that is all.
            files.environment().hooks().reached("store.no-room-ahead");
        }
    }

    private boolean overflows(long tail, StoredSlot next) {
        long more = RecordCodec.footprint(next.batch().length());
        return tail + more > files.environment().config().segmentBytes();
    }

    /// The last segment if it has room for the slot, else a new one.
    private Segment writable(StoredSlot next) throws IOException {
        Map.Entry<Long, Segment> last = segments.lastEntry();
        if (last != null && !last.getValue().closed()) {
            Segment segment = last.getValue();
            RecordFile file = opened(segment).file();
            if (file.tail() == FileHeader.RECORDS_AT || !overflows(file.tail(), next)) {
                return segment;
            }
            finish(segment);
        }
        Segment segment = last == null ? files.create(written) : files.next(written);
        segments.put(written, segment);
        return segment;
    }

    private void finish(Segment segment) throws IOException {
        endForce();
        Segment.Opened open = opened(segment);
        if (open.file().dirty()) {
            open.file().force();
        }
        durable = written;
        segment.finish(open);
        segment.release();
    }

    /// Begins to force the slots that were written, if those are at least `least` bytes: to be run on another
    /// thread, then [#endForce]. Null if it is for [#force], as repairs are.
    @Nullable
    SegmentForce beginForce(long least) throws IOException {
        Invariant.check(forcing == null, "a second force begins");
        Map.Entry<Long, Segment> last = segments.lastEntry();
        Segment.Opened open = last == null ? null : last.getValue().opened();
        if (open == null || open.file().unforced() < least) {
            return null;
        }
        SegmentForce begun = new SegmentForce(open.file().beginForce(), written);
        forcing = begun;
        return begun;
    }

    /// Whether a force was begun whose end was not heard of.
    boolean forcing() {
        return forcing != null;
    }

    /// Whether [#endForce] need not wait.
    boolean forceDone() {
        return forcing == null || forcing.done();
    }

    /// Waits for the force that was begun, if there is one: what it covered is durable.
    void endForce() throws IOException {
        SegmentForce begun = forcing;
        if (begun == null) {
            return;
        }
        forcing = null;
        try {
            begun.succeed();
        } catch (IOException e) {
            opened(segments.lastEntry().getValue()).file().forceFailed();
            throw e;
        }
        durable = Math.min(written, begun.end());
    }

    /// Waits for the force that was begun, whatever comes of it: no other thread uses the files then.
    void awaitForce() {
        if (forcing != null) {
            forcing.await();
        }
    }

    @Override
    public void force() throws IOException {
        endForce();
        Map.Entry<Long, Segment> last = segments.lastEntry();
        Segment.Opened open = last == null ? null : last.getValue().opened();
        if (open != null && open.file().dirty()) {
            open.file().force();
        }
        durable = written;
        repairs.force();
    }

    /// Notes in the file how far it was forced, when no more content comes that would say so. Not forced itself:
    /// it only makes later damage to the last slots known as such. Once the epoch is complete its last segment is
    /// closed.
    void mark() throws IOException {
        Map.Entry<Long, Segment> last = segments.lastEntry();
        Segment.Opened open = last == null ? null : last.getValue().opened();
        if (open == null || last.getValue().closed() || durable != written || !pending.isEmpty()) {
            return;
        }
        try {
            if (written == end) {
                finish(last.getValue());
            } else if (marked != durable) {
                open.file().stage(new RecordHeader(RecordKind.MARK, written, durable, 0, 0));
                open.file().flush();
                marked = durable;
            }
        } catch (Disk.FullException e) {
            files.environment().hooks().reached("store.no-room-to-mark");
        }
    }

    /// A write or force failed: what was forced before can still be read, and nothing more is taken. What
    /// recovery finds of the rest it writes anew before it believes it.
    void distrust() {
        untrusted = true;
        pending.clear();
        written = durable;
        appended = durable;
    }

    boolean untrusted() {
        return untrusted;
    }

    @Override
    public SlotRead read(long from, long to, int maxBytes) throws IOException {
        return from < first || from >= Math.min(to, appended)
                ? SlotRead.NOTHING
                : reads.read(from, Math.min(to, appended), written, maxBytes);
    }

    private static Segment.Opened opened(Segment segment) {
        Segment.Opened open = segment.opened();
        if (open == null) {
            throw new IllegalStateException("the segment to append to is not open: " + segment.path());
        }
        return open;
    }

    @Override
    public void repair(long slot, Bytes batch, int crc) throws IOException {
        if (slot >= first && slot < written) {
            repairs.write(slot, batch, crc);
        }
    }

    @Override
    public void end(long newEnd) {
        end = Math.min(end, newEnd);
        long limit = Math.max(first, end);
        while (!pending.isEmpty() && pending.getLast().slot() >= limit) {
            pending.removeLast();
        }
        appended = Math.min(appended, limit);
        written = Math.min(written, limit);
        durable = Math.min(durable, limit);
    }

    @Override
    public void trim(long below) {
        first = Math.max(first, Math.min(below, durable));
    }

    /// Whether there are segments with nothing but trimmed slots.
    boolean hasEmptySegments() {
        return isEmptyBelow(first);
    }

    private boolean isEmptyBelow(long slot) {
        return segments.size() > 1 && segments.firstEntry().getValue().end() <= slot;
    }

    /// Where this begins was written to the journal: what lies below may be deleted once that is durable.
    void firstRecorded() {
        recorded = first;
    }

    @Override
    public void clean() throws IOException {
        endForce();
        boolean deleted = false;
        while (!segments.isEmpty() && segments.lastKey() >= end) {
            delete(segments.pollLastEntry().getValue());
            deleted = true;
        }
        while (isEmptyBelow(recorded)) {
            delete(segments.pollFirstEntry().getValue());
            deleted = true;
        }
        repairs.retain(recorded, appended);
        if (deleted) {
            files.environment().disk().forceDirectory(files.directory());
        }
        Map.Entry<Long, Segment> last = segments.lastEntry();
        if (last != null && last.getValue().end() > end) {
            cut(last.getValue());
        }
    }

    private void cut(Segment segment) throws IOException {
        segment.extend(end);
        Segment.Opened open = segment.opened();
        if (open == null || segment.closed()) {
            return;
        }
        long at = open.reader().locate(end);
        if (at >= 0) {
            open.file().truncate(at);
            open.index().truncate(end);
            open.reader().reset();
        }
    }

    private void delete(Segment segment) throws IOException {
        segment.release();
        files.retire(segment.first());
    }

    @Override
    public void close() throws IOException {
        awaitForce();
        for (Segment segment : segments.values()) {
            segment.release();
        }
        repairs.close();
    }
}
