package org.ithaca.group;

import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.MalformedException;

/// What members of an epoch say to each other. The host puts the loglet's address in front; links carry a version.
///
/// | message | bytes |
/// |---|---|
/// | DATA | `1 u8`, `slot i64`, `crc i32`, then the batch to the end of the frame |
/// | NULLS | `2 u8`, `first i64`, `count i32` |
/// | ROW | `3 u8`, `ask u8`, row of the state table |
sealed interface GroupMessage {
    int DATA = 1;
    int NULLS = 2;
    int ROW = 3;

    /// A slot and its batch.
    record Data(long slot, int crc, Bytes batch) implements GroupMessage {
        /// What goes before the batch.
        static Bytes head(long slot, int crc) {
            return new ByteWriter(13).u8(DATA).i64(slot).i32(crc).shared();
        }
    }

    /// `count` slots of the sender from `first` on are null.
    record Nulls(long first, int count) implements GroupMessage {
        Bytes encode() {
            return new ByteWriter(13).u8(NULLS).i64(first).i32(count).shared();
        }
    }

    /// The sender's row; `ask` wants the receiver's in return. The cells are still to be read.
    record Row(boolean ask, ByteReader cells) implements GroupMessage {
        static void head(ByteWriter out, boolean ask) {
            out.u8(ROW).bool(ask);
        }
    }

    static GroupMessage decode(ByteReader in) {
        int kind = in.u8();
        return switch (kind) {
            case DATA -> new Data(slot(in), in.i32(), in.rest());
            case NULLS -> nulls(in);
            case ROW -> new Row(in.bool(), in);
            default -> throw new MalformedException("engine message of kind " + kind);
        };
    }

    private static Nulls nulls(ByteReader in) {
        long first = slot(in);
        int count = in.i32();
        in.end();
        if (count < 1 || count > SlotWindow.HOLD_SLOTS) {
            throw new MalformedException(count + " null slots in one message");
        }
        return new Nulls(first, count);
    }

    private static long slot(ByteReader in) {
        long slot = in.i64();
        if (slot < 0 || slot > Long.MAX_VALUE >>> 16) {
            throw new MalformedException("slot " + slot);
        }
        return slot;
    }
}
