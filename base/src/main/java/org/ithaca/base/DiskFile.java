package org.ithaca.base;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// An open file of a [Disk].
public interface DiskFile extends Closeable {
    /// Bytes in the file.
    long size() throws IOException;

    /// Writes all that remains in the buffers, one after the other, from `at`; the file grows as needed.
    /// Durable only after [#force].
    ///
    /// @throws Disk.FullException if there is no room; part may have been written
    void write(long at, ByteBuffer... buffers) throws IOException;

    /// Reads into the buffer from `at`, until the buffer or the file ends; returns the count, 0 at the end
    /// of the file.
    int read(long at, ByteBuffer buffer) throws IOException;

    /// Makes all content that was written before the call durable, with whatever of the file's metadata is needed
    /// to read it back. Another thread may call it while this file is written or read, never while it is cut or
    /// closed.
    ///
    /// @throws IOException never to be tried again on this file: what was written since the last force may
    ///     be lost even if a second force would succeed
    void force() throws IOException;

    /// Cuts the file to `size` bytes.
    void truncate(long size) throws IOException;

    @Override
    void close() throws IOException;
}
