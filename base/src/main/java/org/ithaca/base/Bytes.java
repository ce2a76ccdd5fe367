package org.ithaca.base;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/// An immutable run of bytes inside an array.
///
/// Nobody writes to the array once it is wrapped: that is a promise of whoever wraps it, not checked.
/// Slicing copies nothing and keeps the whole array alive; [#compact()] copies when a small slice must
/// outlive a large array. May be shared between threads.
public final class Bytes implements Comparable<Bytes> {
    /// No bytes.
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;

    private Bytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /// The whole array, not copied.
    public static Bytes wrap(byte[] array) {
        return new Bytes(array, 0, array.length);
    }

    /// `length` bytes of the array from `offset`, not copied.
    public static Bytes wrap(byte[] array, int offset, int length) {
        if ((offset | length) < 0 || length > array.length - offset) {
            throw new IndexOutOfBoundsException(offset + "+" + length + " of " + array.length);
        }
        return new Bytes(array, offset, length);
    }

    /// A copy of the array.
    public static Bytes copyOf(byte[] array) {
        return wrap(array.clone());
    }

    /// The text in UTF-8.
    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /// The byte at `index`, 0 to `length() - 1`.
    public byte get(int index) {
        return array[offset + java.util.Objects.checkIndex(index, length)];
    }

    /// The `size` bytes from `from`, sharing the array.
    public Bytes slice(int from, int size) {
        if ((from | size) < 0 || size > length - from) {
            throw new IndexOutOfBoundsException(from + "+" + size + " of " + length);
        }
        return new Bytes(array, offset + from, size);
    }

    /// These bytes in an array of their own if they now share a larger one.
    public Bytes compact() {
        return length == array.length ? this : wrap(toArray());
    }

    /// A fresh array of these bytes.
    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /// A read-only view for channels.
    public ByteBuffer toByteBuffer() {
        return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
    }

    /// The array itself, for codecs and transports that copy out of it: read only, from [#arrayOffset()].
    public byte[] array() {
        return array;
    }

    /// Where in [#array()] the first byte is.
    public int arrayOffset() {
        return offset;
    }

    /// Copies all bytes into `target` from `at`.
    public void copyTo(byte[] target, int at) {
        System.arraycopy(array, offset, target, at, length);
    }

    /// The CRC-32C (Castagnoli) of these bytes.
    public int crc32c() {
        CRC32C crc = new CRC32C();
        crc.update(array, offset, length);
        return (int) crc.getValue();
    }

    /// These bytes read as UTF-8.
    public String utf8() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(
                array, offset, offset + length, other.array, other.offset, other.offset + other.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        int shown = Math.min(length, 16);
        String hex = HexFormat.of().formatHex(array, offset, offset + shown);
        return "Bytes[" + length + (length == 0 ? "" : ": " + hex) + (shown < length ? "..." : "") + "]";
    }
}
