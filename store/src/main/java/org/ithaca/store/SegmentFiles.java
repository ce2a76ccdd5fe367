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

    /// Makes an empty segment, durably.
    Segment create(long first) throws IOException {
        String path = path(first);
        FileHeader header = header(FileHeader.Type.SEGMENT, first);
        RecordFile renewed = environment.spares().renew(path, header);
        RecordFile file = renewed != null ? renewed : RecordFile.create(environment.disk(), path, header);
        try {
            environment.disk().forceDirectory(directory());
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return new Segment(first, first, path, false, Segment.Opened.of(file, new SegmentIndex()));
    }

    /// The header of a segment; null if it is damaged.
    @org.jspecify.annotations.Nullable
    FileHeader readHeader(long first) throws IOException {
        FileHeader header = RecordFile.readHeader(environment.disk(), path(first));
        boolean right = header != null
                && header.type() == FileHeader.Type.SEGMENT
                && header.log() == loglet.log().value()
                && header.epoch() == loglet.epoch()
                && header.first() == first;
        return right ? header : null;
    }

    /// Whether the file of a segment has an intact header that is another one's: it was to be renewed, the disk said
    /// that the new header was durable, and it was not. So nothing else in it is either.
    boolean foreign(long first) throws IOException {
        return RecordFile.readHeader(environment.disk(), path(first)) != null && readHeader(first) == null;
    }

    /// Removes a segment; durable once the directory was forced.
    void delete(long first) throws IOException {
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
