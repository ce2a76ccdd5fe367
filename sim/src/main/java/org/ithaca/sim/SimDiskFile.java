package org.ithaca.sim;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.ithaca.base.DiskFile;

/// A [SimFile] as one process has it open.
final class SimDiskFile implements DiskFile {
    private final SimDisk disk;
    private final SimFile file;
    private final String path;
    private final int run;
    private boolean closed;

    SimDiskFile(SimDisk disk, SimFile file, String path, int run) {
        this.disk = disk;
        this.file = file;
        this.path = path;
        this.run = run;
    }

    @Override
    public long size() throws IOException {
        requireOpen();
        return file.size();
    }

    @Override
    public void write(long at, ByteBuffer... buffers) throws IOException {
        requireOpen();
        long to = at;
        for (ByteBuffer buffer : buffers) {
            int size = buffer.remaining();
            disk.write(file, path, to, buffer);
            to += size;
        }
    }

    @Override
    public int read(long at, ByteBuffer buffer) throws IOException {
        requireOpen();
        return file.read(at, buffer);
    }

    @Override
    public void force() throws IOException {
        requireOpen();
        disk.force(file, path);
    }

    @Override
    public void truncate(long size) throws IOException {
        requireOpen();
        disk.truncate(file, path, size);
    }

    @Override
    public void close() {
        closed = true;
    }

    private void requireOpen() throws IOException {
        disk.requireRun(run, path);
        if (closed) {
            throw new IllegalStateException(path + " is used after it was closed");
        }
    }
}
