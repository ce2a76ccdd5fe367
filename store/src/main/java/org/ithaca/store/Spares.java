package org.ithaca.store;

import java.io.IOException;
import java.util.ArrayDeque;
import org.ithaca.base.Disk;
import org.ithaca.base.DiskFile;
import org.ithaca.base.Hooks;
import org.jspecify.annotations.Nullable;

/// Segment files that are not needed any more, kept to be written anew.
///
/// A file that grows changes metadata with each force, and giving its blocks back takes tens of milliseconds in
/// which no other force ends. One that is overwritten does neither. What such a file held before cannot pass for
/// records: its new header has another salt.
///
/// None survives a start: where renames to and from here were not durable, whatever is found here may have a
/// second name.
final class Spares {
    static final String ROOT = "spares";

    private static final int MOST = 4;

    private final Disk disk;
    private final Hooks hooks;
    private final long leastBytes;
    private final ArrayDeque<String> paths = new ArrayDeque<>();
    private long named;

    /// @param leastBytes smaller files are not worth keeping
    Spares(Disk disk, Hooks hooks, long leastBytes) {
        this.disk = disk;
        this.hooks = hooks;
        this.leastBytes = leastBytes;
    }

    /// Removes what an earlier run left.
    void start() throws IOException {
        for (String name : disk.list(ROOT)) {
            disk.delete(ROOT + "/" + name);
        }
    }

    /// Removes a segment file from where it is; durable once its directory was forced.
    void retire(String path) throws IOException {
        if (!keep(path)) {
            disk.delete(path);
        }
    }

    /// A file that cannot be kept, as where there is no room for another name, is deleted in its place.
    private boolean keep(String path) {
        try {
            if (paths.size() >= MOST || size(path) < leastBytes) {
                return false;
            }
            disk.createDirectories(ROOT);
            String spare = ROOT + "/" + named++;
            disk.rename(path, spare);
            paths.add(spare);
            return true;
        } catch (IOException e) {
            hooks.reached("store.spare-not-kept");
            return false;
        }
    }

    private long size(String path) throws IOException {
        try (DiskFile file = disk.open(path)) {
            return file.size();
        }
    }

    /// A file with this header in the place of `path`, forced; durable once its directory is forced too. Null if there
    /// is none to be had: then a new one has to do.
    @Nullable
    RecordFile renew(String path, FileHeader header) {
        String spare = paths.poll();
        if (spare == null) {
            return null;
        }
        try {
            RecordFile file = RecordFile.renew(disk, spare, path, header);
            hooks.reached("store.segment-renewed");
            return file;
        } catch (IOException e) {
            discard(spare);
            return null;
        }
    }

    /// The disk is full: deletes all; whether there were any.
    boolean giveBack() {
        boolean any = !paths.isEmpty();
        for (String spare = paths.poll(); spare != null; spare = paths.poll()) {
            discard(spare);
        }
        return any;
    }

    /// One that cannot be deleted is in nobody's way until the next start.
    private void discard(String spare) {
        try {
            disk.delete(spare);
        } catch (IOException e) {
            hooks.reached("store.spare-not-deleted");
        }
    }
}
