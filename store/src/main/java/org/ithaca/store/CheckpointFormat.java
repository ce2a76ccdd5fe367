package org.ithaca.store;

import java.nio.ByteBuffer;
import org.ithaca.base.Bytes;
import org.jspecify.annotations.Nullable;

/// How a checkpoint lies in its file.
///
/// ```
/// header   magic i64 "ITHACA-C" | version i32 | log i32 | position i64 | check i32          28 bytes
/// block*   65,536 bytes of content, the last one fewer | check i32 of (position, index, content)
/// footer   magic i64 "ITHACA-E" | size i64 | position i64 | check i32                       28 bytes
/// ```
///
/// The position is the one below which the checkpoint covers everything. Blocks are checked one by one, so
/// that any part can be read alone; since a block's check covers its index and the checkpoint's position,
/// and the footer the size, the blocks together are the whole checkpoint and nothing else.
final class CheckpointFormat {
    static final int VERSION = 1;
    static final int HEADER_BYTES = 28;
    static final int FOOTER_BYTES = 28;
    static final int BLOCK_BYTES = 1 << 16;
    static final int CHECK_BYTES = 4;

    private static final long MAGIC = 0x4954484143412D43L;
    private static final long END_MAGIC = 0x4954484143412D45L;
    private static final int CHECKED_BYTES = 24;

    private CheckpointFormat() {}

    static ByteBuffer header(int log, long position) {
        byte[] out = new byte[HEADER_BYTES];
        ByteBuffer.wrap(out).putLong(MAGIC).putInt(VERSION).putInt(log).putLong(position);
        return checked(out);
    }

    static ByteBuffer footer(long size, long position) {
        byte[] out = new byte[FOOTER_BYTES];
        ByteBuffer.wrap(out).putLong(END_MAGIC).putLong(size).putLong(position);
        return checked(out);
    }

    private static ByteBuffer checked(byte[] out) {
        ByteBuffer.wrap(out)
                .putInt(CHECKED_BYTES, Bytes.wrap(out, 0, CHECKED_BYTES).crc32c());
        return ByteBuffer.wrap(out);
    }

    private static boolean intact(byte[] bytes, long magic) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return in.getLong(0) == magic
                && in.getInt(CHECKED_BYTES)
                        == Bytes.wrap(bytes, 0, CHECKED_BYTES).crc32c();
    }

    /// The position in a header; null if it is damaged.
    static @Nullable Long position(byte[] header, int log, String path) {
        ByteBuffer in = ByteBuffer.wrap(header);
        if (!intact(header, MAGIC)) {
            return null;
        }
        if (in.getInt(8) != VERSION) {
            throw StoreErrors.newer(path, in.getInt(8), VERSION);
        }
        return in.getInt(12) == log ? in.getLong(16) : null;
    }

    /// The size of the content a footer tells; -1 if it is damaged or another checkpoint's.
    static long size(byte[] footer, long position) {
        ByteBuffer in = ByteBuffer.wrap(footer);
        return intact(footer, END_MAGIC) && in.getLong(16) == position ? in.getLong(8) : -1;
    }

    /// Where a block begins.
    static long blockAt(long index) {
        return HEADER_BYTES + index * (BLOCK_BYTES + CHECK_BYTES);
    }

    /// What a block's checksum begins with.
    static byte[] blockPrefix(long position, long index) {
        return ByteBuffer.allocate(16).putLong(position).putLong(index).array();
    }
}
