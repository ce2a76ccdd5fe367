package org.ithaca.base;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// An immutable run of bytes, inside an array or inside [PooledMemory].
///
/// Nobody writes to the array once it is wrapped: that is a promise of whoever wraps it, not checked.
/// Slicing copies nothing and keeps the whole array alive; [#compact()] copies when a small slice must
/// outlive a large array. May be shared between threads.
///
/// Those in pooled memory come with frames from the network and are good for the call that brings them: whoever
/// keeps them longer holds the memory ([#retain], [#release]) or takes a copy ([#onHeap]). Equality, order, text and
/// hash are of the content, wherever it lies.
public final class Bytes implements Comparable<Bytes> {
    /// No bytes.
    public static final Bytes EMPTY = wrap(new byte[0]);

    private static final byte[] NO_ARRAY = new byte[0];
    private static final VarHandle SHORT = ByteWriter.view(short[].class);
    private static final VarHandle INT = ByteWriter.view(int[].class);
    private static final VarHandle LONG = ByteWriter.view(long[].class);

    private final byte[] array;
    private final @Nullable PooledMemory memory;
    private final int offset;
    private final int length;

    private Bytes(byte[] array, @Nullable PooledMemory memory, int offset, int length) {
        this.array = array;
        this.memory = memory;
        this.offset = offset;
        this.length = length;
    }

    /// The whole array, not copied.
    public static Bytes wrap(byte[] array) {
        return new Bytes(array, null, 0, array.length);
    }

    /// `length` bytes of the array from `offset`, not copied.
    public static Bytes wrap(byte[] array, int offset, int length) {
        check(offset, length, array.length);
        return new Bytes(array, null, offset, length);
    }

    /// `length` bytes of the memory from `offset`, not copied and not held.
    public static Bytes of(PooledMemory memory, int offset, int length) {
        check(offset, length, memory.size());
        return new Bytes(NO_ARRAY, memory, offset, length);
    }

    private static void check(int from, int count, int end) {
        if ((from | count) < 0 || count > end - from) {
            throw new IndexOutOfBoundsException(from + "+" + count + " of " + end);
        }
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
        int at = at(index, 1);
        return memory == null ? array[at] : memory.bytes().get(at);
    }

    /// The 16 bits at `index`, big-endian.
    public short i16(int index) {
        int at = at(index, Short.BYTES);
        return memory == null ? (short) SHORT.get(array, at) : memory.bytes().getShort(at);
    }

    /// The 32 bits at `index`, big-endian.
    public int i32(int index) {
        int at = at(index, Integer.BYTES);
        return memory == null ? (int) INT.get(array, at) : memory.bytes().getInt(at);
    }

    /// The 64 bits at `index`, big-endian.
    public long i64(int index) {
        int at = at(index, Long.BYTES);
        return memory == null ? (long) LONG.get(array, at) : memory.bytes().getLong(at);
    }

    private int at(int index, int size) {
        check(index, size, length);
        return offset + index;
    }

    /// The `size` bytes from `from`, sharing the array or the memory.
    public Bytes slice(int from, int size) {
        check(from, size, length);
        return new Bytes(array, memory, offset + from, size);
    }

    /// These bytes in an array of their own if they now share a larger one, or lie outside the heap.
    public Bytes compact() {
        return memory == null && length == array.length ? this : wrap(toArray());
    }

    /// These bytes, or a copy if they lie outside the heap: may be kept as long as one likes.
    public Bytes onHeap() {
        return memory == null ? this : wrap(toArray());
    }

    /// Where they lie if that is outside the heap; from [#offset()] on.
    public @Nullable PooledMemory memory() {
        return memory;
    }

    /// Bytes of the array or the memory that these are part of.
    public int sharedLength() {
        return memory == null ? array.length : memory.size();
    }

    /// Holds the memory, if they lie outside the heap, until as many calls of [#release] as of this.
    public Bytes retain() {
        if (memory != null) {
            memory.retain();
        }
        return this;
    }

    /// Gives one hold back.
    public void release() {
        if (memory != null) {
            memory.release();
        }
    }

    /// A fresh array of these bytes.
    public byte[] toArray() {
        if (memory == null) {
            return Arrays.copyOfRange(array, offset, offset + length);
        }
        byte[] copy = new byte[length];
        memory.bytes().get(offset, copy);
        return copy;
    }

    /// A read-only view for channels. Of bytes outside the heap it is good as long as they are held.
    public ByteBuffer toByteBuffer() {
        ByteBuffer all = memory == null ? ByteBuffer.wrap(array) : memory.bytes();
        return all.slice(offset, length).asReadOnlyBuffer();
    }

    /// The array itself, for codecs and transports that copy out of it: read only, from [#offset()]. Only of bytes on
    /// the heap.
    public byte[] array() {
        if (memory != null) {
            throw new IllegalStateException("these bytes lie outside the heap");
        }
        return array;
    }

    /// Where in the array, or the memory, the first byte is.
    public int offset() {
        return offset;
    }

    /// Copies all bytes into `target` from `at`.
    public void copyTo(byte[] target, int at) {
        if (memory == null) {
            System.arraycopy(array, offset, target, at, length);
        } else {
            memory.bytes().get(offset, target, at, length);
        }
    }

    /// Copies all bytes into `target` from `at`.
    public void copyTo(ByteBuffer target, int at) {
        if (memory == null) {
            target.put(at, array, offset, length);
        } else {
            target.put(at, memory.bytes(), offset, length);
        }
    }

    /// The CRC-32C (Castagnoli) of these bytes.
    public int crc32c() {
        CRC32C crc = new CRC32C();
        if (memory == null) {
            crc.update(array, offset, length);
        } else {
            crc.update(memory.bytes().slice(offset, length));
        }
        return (int) crc.getValue();
    }

    /// How many bytes there are in all of these.
    public static long length(List<Bytes> parts) {
        long sum = 0;
        for (int i = 0; i < parts.size(); i++) {
            sum += parts.get(i).length;
        }
        return sum;
    }

    /// All of these, one after the other, in an array of their own.
    public static Bytes join(Bytes head, List<Bytes> body) {
        byte[] all = new byte[Math.toIntExact(head.length + length(body))];
        copy(head, body, ByteBuffer.wrap(all));
        return wrap(all);
    }

    /// Copies all of these, one after the other, to the beginning of `target`.
    public static void copy(Bytes head, List<Bytes> body, ByteBuffer target) {
        head.copyTo(target, 0);
        int at = head.length;
        for (Bytes part : body) {
            part.copyTo(target, at);
            at += part.length;
        }
    }

    /// These bytes read as UTF-8.
    public String utf8() {
        Bytes on = onHeap();
        return new String(on.array, on.offset, length, StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(Bytes other) {
        Bytes a = onHeap();
        Bytes b = other.onHeap();
        return Arrays.compareUnsigned(a.array, a.offset, a.offset + length, b.array, b.offset, b.offset + b.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && length == that.length && compareTo(that) == 0;
    }

    @Override
    public int hashCode() {
        Bytes on = onHeap();
        int hash = 1;
        for (int i = on.offset; i < on.offset + length; i++) {
            hash = 31 * hash + on.array[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        int shown = Math.min(length, 16);
        String hex = HexFormat.of().formatHex(slice(0, shown).toArray());
        return "Bytes[" + length + (length == 0 ? "" : ": " + hex) + (shown < length ? "..." : "") + "]";
    }
}
