package org.ithaca.cluster;

import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.MalformedException;

/// What the clusters' parts of two nodes say to each other. Any message may be lost, doubled, late or out
/// of order.
///
/// The first byte of the frame is the code; `docs/protocols/change-of-epoch.md` has the table of all of
/// them. Three families: [NewsMessage] says how things stand, [ChangeMessage] changes the layout,
/// [CopyMessage] moves slots.
sealed interface Message permits NewsMessage, ChangeMessage, CopyMessage {
    /// First byte of the frames of this module: `0x20` to `0x2F`.
    int FAMILY = 0x20;

    /// First byte of the frame, `0x20` to `0x2F`.
    int code();

    /// Writes everything after the code.
    void encode(ByteWriter out);

    /// The whole frame.
    default Bytes frame() {
        ByteWriter out = new ByteWriter(64);
        out.u8(code());
        encode(out);
        return out.shared();
    }

    /// Reads a whole frame.
    ///
    /// @throws MalformedException if it is none of these messages
    static Message decode(Bytes frame) {
        ByteReader in = new ByteReader(frame);
        int code = in.u8();
        Message message = switch (code) {
            case 0x20, 0x21, 0x22, 0x29, 0x2A, 0x2B -> NewsMessage.decode(code, in);
            case 0x23, 0x24, 0x25, 0x26, 0x27, 0x28 -> ChangeMessage.decode(code, in);
            case 0x2C, 0x2D, 0x2E, 0x2F -> CopyMessage.decode(code, in);
            default -> throw new MalformedException("no cluster message has code " + code);
        };
        in.end();
        return message;
    }

    /// Writes `log i32 | epoch i32`.
    static void loglet(ByteWriter out, LogletId id) {
        out.i32(id.log().value()).i32(id.epoch());
    }

    /// Reads what [#loglet(ByteWriter, LogletId)] wrote.
    static LogletId loglet(ByteReader in) {
        int log = in.i32();
        int epoch = in.i32();
        if (log < 0 || epoch < 0) {
            throw new MalformedException("loglet " + log + "/" + epoch);
        }
        return new LogletId(new LogId(log), epoch);
    }

    /// Reads a frontier or position, which is not negative.
    static long frontier(ByteReader in) {
        long value = in.i64();
        if (value < 0) {
            throw new MalformedException("frontier " + value);
        }
        return value;
    }
}
