package org.ithaca.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.ithaca.base.DiskFile;

/// One open file of a [FileDisk].
final class FileDiskFile implements DiskFile {
    /// From this size on what lies outside the heap is written from there; anything else is gathered first.
    private static final int LARGE_BYTES = 16 << 10;

    private final FileChannel channel;
    private final ByteBuffer transfer;

    FileDiskFile(FileChannel channel, ByteBuffer transfer) {
        this.channel = channel;
        this.transfer = transfer;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void write(long at, ByteBuffer... buffers) throws IOException {
        FileDisk.adapt(() -> gather(at, buffers));
    }

    private Long gather(long at, ByteBuffer... buffers) throws IOException {
        transfer.clear();
        long to = at;
        for (ByteBuffer buffer : buffers) {
            if (buffer.isDirect() && buffer.remaining() >= LARGE_BYTES) {
                to = write(buffer, drain(to));
            }
            while (buffer.hasRemaining()) {
                int length = Math.min(buffer.remaining(), transfer.remaining());
                transfer.put(transfer.position(), buffer, buffer.position(), length);
                transfer.position(transfer.position() + length);
                buffer.position(buffer.position() + length);
                to = transfer.hasRemaining() ? to : drain(to);
            }
        }
        return drain(to);
    }

    private long drain(long at) throws IOException {
        long to = write(transfer.flip(), at);
        transfer.clear();
        return to;
    }

    private long write(ByteBuffer buffer, long at) throws IOException {
        long to = at;
        while (buffer.hasRemaining()) {
            to += channel.write(buffer, to);
        }
        return to;
    }

    @Override
    public int read(long at, ByteBuffer buffer) throws IOException {
        int total = 0;
        while (buffer.hasRemaining()) {
            transfer.clear().limit(Math.min(buffer.remaining(), transfer.capacity()));
            int read = channel.read(transfer, at + total);
            if (read <= 0) {
                break;
            }
            buffer.put(transfer.flip());
            total += read;
        }
        return total;
    }

    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void truncate(long size) throws IOException {
        channel.truncate(size);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
