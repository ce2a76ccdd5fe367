package org.ithaca.server;

import java.util.function.ObjIntConsumer;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.MalformedException;

/// A checkpoint as a stream of framed pieces, read back from arbitrary cuts of it.
///
/// ```
/// checkpoint := frame*
/// frame      := length i32 | kind u8 | piece        length counts the piece alone
/// ```
final class CheckpointStream {
    /// A piece of the session table.
    static final int SESSIONS = 0;
    /// A piece of the objects.
    static final int OBJECTS = 1;

    private static final int HEAD_BYTES = 5;
    private static final int MOST_PIECE_BYTES = 64 << 20;

    private final ObjIntConsumer<Bytes> sink;
    private Bytes left = Bytes.EMPTY;

    /// @param sink takes each piece with its kind, in order
    CheckpointStream(ObjIntConsumer<Bytes> sink) {
        this.sink = sink;
    }

    /// One frame.
    static Bytes frame(int kind, Bytes piece) {
        return new ByteWriter(piece.length() + HEAD_BYTES)
                .i32(piece.length())
                .u8(kind)
                .raw(piece)
                .shared();
    }

    /// Adds the next bytes of the stream.
    ///
    /// @throws MalformedException if it is no checkpoint
    void add(Bytes bytes) {
        Bytes all = left.isEmpty()
                ? bytes
                : new ByteWriter(left.length() + bytes.length())
                        .raw(left)
                        .raw(bytes)
                        .shared();
        int at = 0;
        while (all.length() - at >= HEAD_BYTES) {
            ByteReader head = new ByteReader(all.slice(at, HEAD_BYTES));
            int length = head.i32();
            int kind = head.u8();
            if (length < 0 || length > MOST_PIECE_BYTES) {
                throw new MalformedException("a checkpoint piece of " + length + " bytes");
            }
            if (all.length() - at - HEAD_BYTES < length) {
                break;
            }
            sink.accept(all.slice(at + HEAD_BYTES, length), kind);
            at += HEAD_BYTES + length;
        }
        left = all.slice(at, all.length() - at);
    }

    /// Fails unless the stream ended between two frames.
    void end() {
        if (!left.isEmpty()) {
            throw new MalformedException("a checkpoint cut off inside a piece");
        }
    }
}
