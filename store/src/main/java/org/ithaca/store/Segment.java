package org.ithaca.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One segment file of a loglet: slots `first` to `end - 1`. Open or not; if open, with its index.
final class Segment {
    private final long first;
    private final String path;
    private long end;
    private boolean closed;
    private @Nullable Opened opened;

    /// What a segment has while its file is open.
    record Opened(RecordFile file, SegmentIndex index, SegmentReader reader) {
        static Opened of(RecordFile file, SegmentIndex index) {
            return new Opened(file, index, new SegmentReader(file, index));
        }
    }

    Segment(long first, long end, String path, boolean closed, @Nullable Opened opened) {
        this.first = first;
        this.end = end;
        this.path = path;
        this.closed = closed;
        this.opened = opened;
    }

    long first() {
        return first;
    }

    /// Exclusive end of the slots written.
    long end() {
        return end;
    }

    String path() {
        return path;
    }

    /// Whether it has its footer, or a successor, and takes no more slots.
    boolean closed() {
        return closed;
    }

    @Nullable
    Opened opened() {
        return opened;
    }

    void extend(long newEnd) {
        end = newEnd;
    }

    void open(Opened newOpened) {
        opened = newOpened;
    }

    /// Writes the footer of a segment whose content was forced, and forces it.
    void finish(Opened open) throws IOException {
        open.file().truncate(open.file().tail());
        SegmentFooter.stage(open.file(), end, open.index());
        open.file().flush();
        open.file().force();
        closed = true;
    }

    /// Closes the file.
    void release() throws IOException {
        if (opened != null) {
            opened.file().close();
            opened = null;
        }
    }
}
