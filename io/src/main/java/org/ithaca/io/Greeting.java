package org.ithaca.io;

import org.ithaca.base.ByteReader;
import org.ithaca.base.Bytes;
import org.ithaca.base.MalformedException;

/// What a frame of this module says.
sealed interface Greeting {
    /// Who the sender is.
    record Said(Hello hello) implements Greeting {}

    /// That the sender turns us away.
    record Refused(Refusal refusal) implements Greeting {}

    /// Reads a frame that begins with the magic.
    static Greeting decode(Bytes frame) {
        ByteReader in = new ByteReader(frame);
        if (!hasMagic(frame)) {
            throw new MalformedException("the first frame is no hello: its magic is missing");
        }
        in.u8();
        int kind = in.u8();
        in.i32();
        return switch (kind) {
            case Hello.HELLO -> new Said(Hello.decode(in));
            case Hello.REFUSAL -> new Refused(Refusal.decode(in));
            default -> throw new MalformedException("a greeting of kind " + kind);
        };
    }

    /// Whether the sender of this frame speaks our protocol, of whatever version.
    static boolean hasMagic(Bytes frame) {
        if (frame.length() < Hello.PREFIX || frame.get(0) != Hello.OWNER) {
            return false;
        }
        return new ByteReader(frame.slice(2, 4)).i32() == Hello.MAGIC;
    }
}
