package org.ithaca.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Writes and reads the headers of the records of one file.
///
/// ```
///  0  magic    i32   "ITR1"
///  4  kind     i32   1 content, 2 mark, 3 index
///  8  number   i64
/// 16  durable  i64   everything below was forced when this was written
/// 24  length   i32   bytes of payload
/// 28  crc      i32   CRC-32C of the payload
/// 32  zero     i32
/// 36  check    i32   CRC-32C of (key xor offset of the record, bytes 0 to 35)
/// 40  payload, then zeros up to a multiple of 8
/// ```
///
/// The key comes from the file's random salt and identity, so a header is valid only in the file and at the place
/// it was written for: old bytes of a deleted file, or a copy of a file inside a batch, are never taken for
/// records.
final class RecordCodec {
    static final int HEADER_BYTES = 40;
    static final int ALIGNMENT = 8;
    static final int MAGIC = 0x49545231;

    /// Largest payload, in bytes: 64 MiB.
    static final int MAX_PAYLOAD = 64 << 20;

    private static final int CHECKED_BYTES = 36;

    private final long key;
    private final CRC32C crc = new CRC32C();
    private final byte[] place = new byte[Long.BYTES];

    RecordCodec(long key) {
        this.key = key;
    }

    static long align(long offset) {
        return (offset + ALIGNMENT - 1) & -ALIGNMENT;
    }

    static long footprint(int length) {
        return align((long) HEADER_BYTES + length);
    }

    /// The header as it is written at `offset`, after `padding` zeros that complete the record before it.
    ByteBuffer encode(RecordHeader header, long offset, int padding) {
        ByteBuffer out = ByteBuffer.allocate(padding + HEADER_BYTES);
        out.position(padding);
        out.putInt(MAGIC).putInt(header.kind().code()).putLong(header.number()).putLong(header.durable());
        out.putInt(header.length()).putInt(header.crc()).putInt(0);
        out.putInt(check(out.array(), padding, offset));
        return out.flip();
    }

    /// The header at `index` of the array, which came from `offset` of the file; null if there is none.
    @Nullable
    RecordHeader decode(byte[] array, int index, long offset) {
        ByteBuffer in = ByteBuffer.wrap(array, index, HEADER_BYTES);
        if (in.getInt() != MAGIC) {
            return null;
        }
        RecordKind kind = RecordKind.of(in.getInt());
        long number = in.getLong();
        long durable = in.getLong();
        int length = in.getInt();
        int payloadCrc = in.getInt();
        int zero = in.getInt();
        if (kind == null || zero != 0 || in.getInt() != check(array, index, offset)) {
            return null;
        }
        boolean inRange = number >= 0 && durable >= 0 && length >= 0 && length <= MAX_PAYLOAD;
        return inRange ? new RecordHeader(kind, number, durable, length, payloadCrc) : null;
    }

    /// The checksum of `length` bytes that are valid only in this file and at this place.
    int check(byte[] array, int index, int length, long offset) {
        crc.reset();
        ByteBuffer.wrap(place).putLong(key ^ offset);
        crc.update(place);
        crc.update(array, index, length);
        return (int) crc.getValue();
    }

    private int check(byte[] array, int index, long offset) {
        return check(array, index, CHECKED_BYTES, offset);
    }
}
