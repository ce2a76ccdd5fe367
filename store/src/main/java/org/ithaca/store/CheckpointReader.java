package org.ithaca.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.ithaca.base.Bytes;
import org.ithaca.base.Disk;
import org.ithaca.base.DiskFile;
import org.jspecify.annotations.Nullable;

/// Reads one complete checkpoint, each block checked.
final class CheckpointReader {
    private final String path;
    private final DiskFile file;
    private final long position;
    private final long size;

    private CheckpointReader(String path, DiskFile file, long position, long size) {
        this.path = path;
        this.file = file;
        this.position = position;
        this.size = size;
    }

    /// Opens a checkpoint; null if its header or footer is damaged.
    static @Nullable CheckpointReader open(Disk disk, String path, int log) throws IOException {
        DiskFile file = disk.open(path);
        try {
            CheckpointReader reader = open(file, path, log);
            if (reader == null) {
                file.close();
            }
            return reader;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static @Nullable CheckpointReader open(DiskFile file, String path, int log) throws IOException {
        byte[] header = new byte[CheckpointFormat.HEADER_BYTES];
        byte[] footer = new byte[CheckpointFormat.FOOTER_BYTES];
        long footerAt = file.size() - footer.length;
        if (footerAt < header.length || !read(file, 0, header) || !read(file, footerAt, footer)) {
            return null;
        }
        Long position = CheckpointFormat.position(header, log, path);
        long size = position == null ? -1 : CheckpointFormat.size(footer, position);
        return position == null || size < 0 ? null : new CheckpointReader(path, file, position, size);
    }

    private static boolean read(DiskFile file, long at, byte[] target) throws IOException {
        return file.read(at, ByteBuffer.wrap(target)) == target.length;
    }

    String path() {
        return path;
    }

    long position() {
        return position;
    }

    long size() {
        return size;
    }

    /// Up to `maxBytes` from `offset`, at least one byte unless it is the end.
    ///
    /// @throws org.ithaca.base.IthacaException if a block is damaged
    Bytes read(long offset, int maxBytes) throws IOException {
        int length = (int) Math.min(Math.max(1, maxBytes), Math.max(0, size - offset));
        byte[] out = new byte[length];
        byte[] block = new byte[CheckpointFormat.BLOCK_BYTES + CheckpointFormat.CHECK_BYTES];
        for (int done = 0; done < length; ) {
            long index = (offset + done) / CheckpointFormat.BLOCK_BYTES;
            int from = (int) ((offset + done) % CheckpointFormat.BLOCK_BYTES);
            int inBlock = readBlock(index, block);
            int count = Math.min(length - done, inBlock - from);
            System.arraycopy(block, from, out, done, count);
            done += count;
        }
        return Bytes.wrap(out);
    }

    /// Reads a block and checks it; returns the bytes of content in it.
    private int readBlock(long index, byte[] target) throws IOException {
        int content = (int) Math.min(CheckpointFormat.BLOCK_BYTES, size - index * CheckpointFormat.BLOCK_BYTES);
        int wanted = content + CheckpointFormat.CHECK_BYTES;
        int read = file.read(CheckpointFormat.blockAt(index), ByteBuffer.wrap(target, 0, wanted));
        CRC32C crc = new CRC32C();
        crc.update(CheckpointFormat.blockPrefix(position, index));
        crc.update(target, 0, content);
        if (read != wanted || ByteBuffer.wrap(target).getInt(content) != (int) crc.getValue()) {
            throw StoreErrors.damagedCheckpoint(path, index);
        }
        return content;
    }

    void close() throws IOException {
        file.close();
    }
}
