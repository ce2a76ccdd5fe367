package org.ithaca.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.ithaca.base.Bytes;
import org.ithaca.base.Disk;
import org.ithaca.base.DiskFile;

/// Writes one checkpoint, piece by piece, into a file that counts for nothing until it is renamed.
final class CheckpointWriter {
    private final String path;
    private final DiskFile file;
    private final long position;
    private final CRC32C crc = new CRC32C();
    private long block;
    private int inBlock;
    private int taken;
    private boolean complete;

    CheckpointWriter(Disk disk, String path, int log, long position) throws IOException {
        this.path = path;
        this.position = position;
        disk.delete(path);
        file = disk.create(path);
        try {
            file.write(0, CheckpointFormat.header(log, position));
        } catch (IOException e) {
            file.close();
            throw e;
        }
        beginBlock(0);
    }

    String path() {
        return path;
    }

    long position() {
        return position;
    }

    /// Where the next piece begins.
    long size() {
        return block * CheckpointFormat.BLOCK_BYTES + inBlock - taken;
    }

    /// Whether the last piece was written.
    boolean complete() {
        return complete;
    }

    /// Adds a piece; the last one completes the file, which counts after [#force] and a rename. If there is
    /// no room the piece is to be given again, and it goes on where it stopped.
    void write(Bytes piece, boolean last) throws IOException {
        while (taken < piece.length()) {
            if (inBlock == CheckpointFormat.BLOCK_BYTES) {
                endBlock();
            }
            int length = Math.min(piece.length() - taken, CheckpointFormat.BLOCK_BYTES - inBlock);
            file.write(at(), piece.slice(taken, length).toByteBuffer());
            crc.update(piece.array(), piece.offset() + taken, length);
            inBlock += length;
            taken += length;
        }
        if (last) {
            long size = block * CheckpointFormat.BLOCK_BYTES + inBlock;
            file.write(at(), check(), CheckpointFormat.footer(size, position));
            complete = true;
        }
        taken = 0;
    }

    void force() throws IOException {
        file.force();
    }

    void close() throws IOException {
        file.close();
    }

    private void endBlock() throws IOException {
        file.write(at(), check());
        beginBlock(block + 1);
    }

    private void beginBlock(long index) {
        block = index;
        inBlock = 0;
        crc.reset();
        crc.update(CheckpointFormat.blockPrefix(position, index));
    }

    private long at() {
        return CheckpointFormat.blockAt(block) + inBlock;
    }

    private ByteBuffer check() {
        return ByteBuffer.allocate(CheckpointFormat.CHECK_BYTES)
                .putInt((int) crc.getValue())
                .flip();
    }
}
