package org.ithaca.store;

import java.nio.ByteBuffer;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.SplitMix;
import org.jspecify.annotations.Nullable;

/// The first bytes of a [RecordFile]. Written twice, at 0 and at 4,096, so that one damaged block does not cost
/// the file.
///
/// ```
///  0  magic    i64   "ITHACA-R"
///  8  version  i32   1
/// 12  type     i32   1 segment, 2 state journal, 3 repairs
/// 16  log      i32   -1 in the journal
/// 20  epoch    i32   -1 in the journal
/// 24  first    i64   number of the first content
/// 32  salt     i64   random
/// 40  check    i32   CRC-32C of bytes 0 to 39
/// ```
///
/// @param type what the file is
/// @param log the log, or -1
/// @param epoch its epoch, or -1
/// @param first number of the first content
/// @param salt random, so that no two files have the same key
record FileHeader(Type type, int log, int epoch, long first, long salt) {
    /// What a record file is for.
    enum Type {
        SEGMENT(1),
        STATE(2),
        REPAIRS(3);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        private static @Nullable Type of(int code) {
            for (Type type : values()) {
                if (type.code == code) {
                    return type;
                }
            }
            return null;
        }
    }

    static final int VERSION = 1;
    static final int BYTES = 44;

    /// Where the second copy is.
    static final int COPY_AT = 4096;

    /// Where the first record is.
    static final int RECORDS_AT = 8192;

    private static final long MAGIC = 0x4954484143412D52L;
    private static final int CHECKED_BYTES = 40;

    /// What makes the records' checksums this file's own.
    long key() {
        long identity = SplitMix.mix(((long) log << 32) ^ epoch) ^ SplitMix.mix(first + type.code);
        return SplitMix.mix(salt ^ identity);
    }

    ByteBuffer encode() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.putLong(MAGIC).putInt(VERSION).putInt(type.code).putInt(log).putInt(epoch);
        out.putLong(first).putLong(salt);
        out.putInt(Bytes.wrap(out.array(), 0, CHECKED_BYTES).crc32c());
        return out.flip();
    }

    /// The header in the array; null if there is none.
    ///
    /// @throws IthacaException if it was written by a newer version
    static @Nullable FileHeader decode(byte[] array, int index, String path) {
        ByteBuffer in = ByteBuffer.wrap(array, index, BYTES);
        long magic = in.getLong();
        int version = in.getInt();
        Type type = Type.of(in.getInt());
        FileHeader header = null;
        boolean intact = magic == MAGIC
                && in.getInt(index + CHECKED_BYTES)
                        == Bytes.wrap(array, index, CHECKED_BYTES).crc32c();
        if (intact && version != VERSION) {
            throw StoreErrors.newer(path, version, VERSION);
        }
        if (intact && type != null) {
            header = new FileHeader(type, in.getInt(), in.getInt(), in.getLong(), in.getLong());
        }
        return header;
    }
}
