package org.ithaca.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ithaca.base.LogletId;

/// The directory of one loglet: `logs/<log>/<epoch>`, with a file per segment named by its first slot, and
/// `repairs`.
record SegmentFiles(Environment environment, LogletId loglet) {
    private static final String SUFFIX = ".seg";
    private static final int NAME_LENGTH = 19 + SUFFIX.length();

    static final String ROOT = "logs";

    String directory() {
        return ROOT + "/" + loglet.log().value() + "/" + loglet.epoch();
    }

    String path(long first) {
        return directory() + "/" + String.format(Locale.ROOT, "%019d", first) + SUFFIX;
    }

    String repairsPath() {
        return directory() + "/repairs";
    }

    /// First slots of the segments there are, ascending.
    List<Long> firsts() throws IOException {
        List<Long> firsts = new ArrayList<>();
        for (String name : environment.disk().list(directory())) {
            if (name.endsWith(SUFFIX) && name.length() == NAME_LENGTH) {
                firsts.add(Long.parseLong(name.substring(0, NAME_LENGTH - SUFFIX.length())));
            }
        }
        return firsts;
    }

    FileHeader header(FileHeader.Type type, long first) {
        return new FileHeader(
                type,
                loglet.log().value(),
                loglet.epoch(),
                first,
                environment.entropy().nextLong());
    }

    /// Makes the first segment of a loglet, empty, durably. It may never hold much.
    Segment create(long first) throws IOException {
        FileHeader header = header(FileHeader.Type.SEGMENT, first);
        return named(first, RecordFile.create(environment.disk(), path(first), header));
    }

    /// Makes the segment behind one that is full, out of a spare if there is one.
    Segment next(long first) throws IOException {
        RecordFile renewed = environment.spares().renew(path(first), header(FileHeader.Type.SEGMENT, first));
        return renewed != null ? named(first, renewed) : create(first);
    }

    private Segment named(long first, RecordFile file) throws IOException {
        try {
            environment.disk().forceDirectory(directory());
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return new Segment(first, first, path(first), false, Segment.Opened.of(file, new SegmentIndex()));
    }

    /// The header of a segment; null if it is damaged.
    @org.jspecify.annotations.Nullable
    FileHeader readHeader(long first) throws IOException {
        return RecordFile.readHeader(
                environment.disk(),
                path(first),
                header -> header.type() == FileHeader.Type.SEGMENT
                        && header.log() == loglet.log().value()
                        && header.epoch() == loglet.epoch()
                        && header.first() == first);
    }

    /// Removes a segment; durable once the directory was forced.
    void delete(long first) throws IOException {
        environment.disk().delete(path(first));
    }

    /// As [#delete], and its file may be written anew. Not for what is found at a start: that may be a second name of
    /// a file which was renewed already.
    void retire(long first) throws IOException {
        environment.spares().retire(path(first));
    }

    /// Removes the directory and all in it.
    void deleteAll() throws IOException {
        for (String name : environment.disk().list(directory())) {
            environment.disk().delete(directory() + "/" + name);
        }
        environment.disk().forceDirectory(directory());
        environment.disk().delete(directory());
        environment.disk().forceDirectory(ROOT + "/" + loglet.log().value());
    }
}
