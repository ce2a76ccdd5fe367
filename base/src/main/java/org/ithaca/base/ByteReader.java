package org.ithaca.base;

/// Reads big-endian fields from bytes that may be hostile: every read is bounded and fails with
/// [MalformedException].
///
/// A length field is compared with what is left before anything is allocated.
public final class ByteReader {
    private final Bytes source;
    private final int end;
    private int at;

    public ByteReader(Bytes bytes) {
        source = bytes;
        end = bytes.length();
    }

    /// Bytes not read yet.
    public int remaining() {
        return end - at;
    }

    public int u8() {
        return source.get(advance(1, "u8")) & 0xFF;
    }

    public boolean bool() {
        int value = u8();
        if (value > 1) {
            throw new MalformedException("a boolean is 0 or 1, not " + value);
        }
        return value == 1;
    }

    public int u16() {
        return source.i16(advance(2, "u16")) & 0xFFFF;
    }

    public int i32() {
        return source.i32(advance(4, "i32"));
    }

    public long i64() {
        return source.i64(advance(8, "i64"));
    }

    /// The next `length` bytes, not copied.
    public Bytes raw(int length) {
        int from = advance(length, "bytes");
        return source.slice(from, length);
    }

    /// All that is left, not copied.
    public Bytes rest() {
        return raw(remaining());
    }

    /// A 32-bit length and that many bytes, not copied.
    public Bytes bytes() {
        return raw(i32());
    }

    /// A 32-bit length and that many bytes of UTF-8.
    public String text() {
        return bytes().utf8();
    }

    /// A 32-bit count of elements of at least `elementBytes` bytes each, 0 to `max`.
    public int count(int max, int elementBytes) {
        int count = i32();
        if (count < 0 || count > max || (long) count * elementBytes > remaining()) {
            throw new MalformedException("a count of " + count + " with " + remaining() + " bytes left");
        }
        return count;
    }

    /// Fails unless everything was read.
    public void end() {
        if (at != end) {
            throw new MalformedException(remaining() + " bytes too many at the end");
        }
    }

    private int advance(int size, String field) {
        if (size < 0 || size > end - at) {
            throw new MalformedException(field + " of " + size + " bytes with " + (end - at) + " left");
        }
        int from = at;
        at += size;
        return from;
    }
}
