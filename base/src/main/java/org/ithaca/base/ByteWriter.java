package org.ithaca.base;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes big-endian fields into an array that grows. Reusable after [#reset()].
public final class ByteWriter {
    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    private byte[] array;
    private int length;

    public ByteWriter() {
        this(64);
    }

    public ByteWriter(int capacity) {
        array = new byte[capacity];
    }

    static VarHandle view(Class<?> type) {
        return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.BIG_ENDIAN);
    }

    public int length() {
        return length;
    }

    /// Forgets what was written and keeps the array: only when no [#shared()] view of it is still in use.
    public void reset() {
        length = 0;
    }

    public ByteWriter u8(int value) {
        reserve(1);
        array[length++] = (byte) value;
        return this;
    }

    public ByteWriter bool(boolean value) {
        return u8(value ? 1 : 0);
    }

    public ByteWriter u16(int value) {
        reserve(2);
        SHORT.set(array, length, (short) value);
        length += 2;
        return this;
    }

    public ByteWriter i32(int value) {
        reserve(4);
        INT.set(array, length, value);
        length += 4;
        return this;
    }

    public ByteWriter i64(long value) {
        reserve(8);
        LONG.set(array, length, value);
        length += 8;
        return this;
    }

    /// The bytes alone, without their length.
    public ByteWriter raw(Bytes bytes) {
        reserve(bytes.length());
        bytes.copyTo(array, length);
        length += bytes.length();
        return this;
    }

    /// The length as 32 bits, then the bytes.
    public ByteWriter bytes(Bytes bytes) {
        return i32(bytes.length()).raw(bytes);
    }

    /// The length in bytes as 32 bits, then the text in UTF-8.
    public ByteWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return i32(utf8.length).raw(Bytes.wrap(utf8));
    }

    /// Overwrites the 32 bits at `at`, written before.
    public ByteWriter patchI32(int at, int value) {
        java.util.Objects.checkFromIndexSize(at, 4, length);
        INT.set(array, at, value);
        return this;
    }

    /// A copy of what was written.
    public Bytes copy() {
        return Bytes.wrap(Arrays.copyOf(array, length));
    }

    /// What was written, sharing the array: write no more, or [#detach()].
    public Bytes shared() {
        return Bytes.wrap(array, 0, length);
    }

    /// What was written, sharing the array, which this writer then gives up for a fresh one of the same
    /// capacity.
    public Bytes detach() {
        Bytes written = shared();
        array = new byte[array.length];
        length = 0;
        return written;
    }

    private void reserve(int more) {
        int needed = Math.addExact(length, more);
        if (needed > array.length) {
            array = Arrays.copyOf(array, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8L, array.length * 2L)));
        }
    }
}
