package org.ithaca.base;

import java.io.IOException;
import java.util.List;

/// A directory tree on a disk that may lie, tear, flip bits and fill up. Paths are relative, with `/`,
/// without `..`.
///
/// All calls block. Threading: any one thread at a time, the store's; but see [DiskFile#force].
public interface Disk {
    /// Opens a file for reading and writing; it must exist.
    DiskFile open(String path) throws IOException;

    /// Makes a file and opens it; it must not exist. Durable only after [#forceDirectory] of its directory.
    DiskFile create(String path) throws IOException;

    boolean exists(String path) throws IOException;

    /// Names, not paths, of what is in a directory, sorted; empty if there is no such directory.
    List<String> list(String directory) throws IOException;

    /// Makes the directory and its parents where missing, and forces the parents.
    void createDirectories(String directory) throws IOException;

    /// Replaces `to` by `from` in one step. Durable only after [#forceDirectory].
    void rename(String from, String to) throws IOException;

    /// Removes a file, or a directory that is empty; nothing happens if there is none.
    void delete(String path) throws IOException;

    /// Makes creations, renames and deletions in the directory durable.
    void forceDirectory(String directory) throws IOException;

    /// No room is left: the write did not happen or happened in part, and may be tried again later.
    final class FullException extends IOException {
        private static final long serialVersionUID = 1L;

        public FullException(String message) {
            super(message);
        }
    }
}
