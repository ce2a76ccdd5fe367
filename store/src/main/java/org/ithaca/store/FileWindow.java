package org.ithaca.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.ithaca.base.Bytes;
import org.ithaca.base.DiskFile;

/// A view that slides forward over a file while it is read once from front to back.
final class FileWindow {
    private final DiskFile file;
    private final long size;
    private byte[] array;
    private long base;
    private int filled;

    FileWindow(DiskFile file, long size, int capacity) {
        this.file = file;
        this.size = size;
        array = new byte[capacity];
    }

    /// End of the file.
    long size() {
        return size;
    }

    /// Whether the file has these bytes; if so they are in [#array()] until the next call.
    boolean has(long offset, int length) throws IOException {
        if (offset < 0 || offset + length > size) {
            return false;
        }
        if (!loaded(offset, length)) {
            load(offset, length);
        }
        return loaded(offset, length);
    }

    byte[] array() {
        return array;
    }

    /// Where in the array the byte of this offset is.
    int index(long offset) {
        return (int) (offset - base);
    }

    /// A view of bytes that [#has], good until the next call.
    Bytes view(long offset, int length) {
        return Bytes.wrap(array, index(offset), length);
    }

    /// Whether these bytes are in the array already.
    boolean loaded(long offset, int length) {
        return offset >= base && offset + length <= base + filled;
    }

    private void load(long offset, int length) throws IOException {
        if (length > array.length) {
            array = new byte[length];
        }
        base = offset;
        filled = file.read(offset, ByteBuffer.wrap(array, 0, (int) Math.min(array.length, size - offset)));
    }
}
