package org.ithaca.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.ithaca.base.DiskFile;

/// One open file of a [FileDisk].
final class FileDiskFile implements DiskFile {
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
        long to = at;
        transfer.flip();
        while (transfer.hasRemaining()) {
            to += channel.write(transfer, to);
        }
        transfer.clear();
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
