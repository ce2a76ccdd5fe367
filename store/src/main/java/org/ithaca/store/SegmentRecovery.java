package org.ithaca.store;

import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.ithaca.base.Bytes;
import org.ithaca.base.Defect;
import org.jspecify.annotations.Nullable;

/// Finds out what a loglet holds after a restart, and leaves its files so that appending can go on.
///
/// A segment with an intact footer is believed; every other one is scanned, its batches' checksums included. What
/// the bounds exclude is deleted. See [TailRule] for where the last segment ends.
final class SegmentRecovery {
    private final SegmentFiles files;
    private final Bounds bounds;
    private final NavigableMap<Long, Segment> segments = new TreeMap<>();

    SegmentRecovery(SegmentFiles files, Bounds bounds) {
        this.files = files;
        this.bounds = bounds;
    }

    /// The segments by their first slots; all but the last are closed.
    NavigableMap<Long, Segment> run() throws IOException {
        List<Long> firsts = files.firsts();
        for (int i = 0; i < firsts.size(); i++) {
            long first = firsts.get(i);
            boolean hasNext = i + 1 < firsts.size();
            long known = hasNext ? firsts.get(i + 1) : first;
            if (first >= bounds.limit() || (hasNext && known <= bounds.first())) {
                files.delete(first);
            } else {
                recover(first, known, !hasNext || known >= bounds.limit());
            }
        }
        if (!firsts.isEmpty()) {
            // The names as well: an earlier run may have been about to force them.
            files.environment().disk().forceDirectory(files.directory());
        }
        return segments;
    }

    private void recover(long first, long known, boolean last) throws IOException {
        FileHeader header = files.readHeader(first);
        if (header != null) {
            segments.put(first, recover(header, known, last));
        } else if (!last) {
            reached("store.segment-header-damaged");
            segments.put(first, new Segment(first, known, files.path(first), true, null));
        } else if (RecordFile.neverUsed(files.environment().disk(), files.path(first))) {
            reached("store.torn-segment-removed");
            files.delete(first);
        } else {
            throw StoreErrors.corrupt(
                    files.path(first), "both copies of the header are damaged, and it cannot be told what it held");
        }
    }

    private Segment recover(FileHeader header, long known, boolean last) throws IOException {
        String path = files.path(header.first());
        RecordFile file = RecordFile.open(files.environment().disk(), path, header);
        try {
            SegmentFooter footer = SegmentFooter.read(file);
            boolean believed = footer != null && footer.end() >= known && footer.end() <= bounds.limit();
            if (footer != null && believed) {
                file.close();
                return new Segment(header.first(), footer.end(), path, true, null);
            }
            return scan(header.first(), file, known, last);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private Segment scan(long first, RecordFile file, long known, boolean last) throws IOException {
        TailRule rule = new TailRule(first, last ? bounds.limit() : known);
        SegmentIndex index = new SegmentIndex();
        boolean clean = RecordScan.run(file.file(), file.codec(), new IndexingVisitor(rule, index));
        boolean naive = last && files.environment().hooks().planted(Defect.CORRUPTION_TAKEN_FOR_END);
        TailRule.Verdict verdict = naive ? rule.believeNothing() : rule.decide(known);
        if (!verdict.damaged().isEmpty()) {
            reached("store.damage-found");
        }
        if (!last) {
            file.close();
            return new Segment(first, verdict.end(), file.path(), true, null);
        }
        index.truncate(verdict.end());
        resume(file, verdict, clean);
        return new Segment(first, verdict.end(), file.path(), false, Segment.Opened.of(file, index));
    }

    /// Removes what does not count and makes the rest durable before anything is built on it.
    private void resume(RecordFile file, TailRule.Verdict verdict, boolean clean) throws IOException {
        boolean cut = verdict.cut() || !clean;
        if (cut) {
            reached(verdict.cut() ? "store.torn-tail-cut" : "store.tail-cleared");
        }
        file.resume(verdict.provenAt(), verdict.offset(), cut);
    }

    private void reached(String probe) {
        files.environment().hooks().reached(probe);
    }

    /// Opens a closed segment for reading, its index from the footer or, if `rescan`, from all its headers.
    ///
    /// @return null if nothing in it can be read
    static Segment.@Nullable Opened open(SegmentFiles files, Segment segment, boolean rescan) throws IOException {
        FileHeader header = files.readHeader(segment.first());
        if (header == null) {
            return null;
        }
        RecordFile file = RecordFile.open(files.environment().disk(), segment.path(), header);
        try {
            SegmentFooter footer = rescan ? null : SegmentFooter.read(file);
            file.continueAt(footer != null ? footer.offset() : file.file().size());
            if (footer != null) {
                return Segment.Opened.of(file, footer.index());
            }
            SegmentIndex index = new SegmentIndex();
            TailRule ignored = new TailRule(segment.first(), segment.end());
            RecordScan.run(file.file(), file.codec(), new IndexingVisitor(ignored, index));
            return Segment.Opened.of(file, index);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /// Indexes the content that a rule is told of.
    private static final class IndexingVisitor implements RecordScan.Visitor {
        private final TailRule rule;
        private final SegmentIndex index;
        private long next;

        IndexingVisitor(TailRule rule, SegmentIndex index) {
            this.rule = rule;
            this.index = index;
        }

        @Override
        public void record(RecordHeader header, long offset, @Nullable Bytes payload) {
            if (header.kind() == RecordKind.CONTENT && header.number() >= next) {
                index.add(header.number(), offset);
                next = header.number() + 1;
            }
            rule.record(header, offset, payload);
        }

        @Override
        public void gap(long offset) {
            index.gap();
            rule.gap(offset);
        }
    }
}
