package org.ithaca.io;

import java.nio.charset.StandardCharsets;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.MalformedException;

/// Why a connection is turned away; sent to the other end if it speaks our protocol.
///
/// @param reason what kind
/// @param message for people: what was found, and what to do
record Refusal(Reason reason, String message) {
    /// Kinds of refusal; the wire carries [#code].
    enum Reason {
        /// The first bytes are not a hello: another program, or TLS against plain TCP.
        NOT_ITHACA(1, IthacaException.Code.INVALID),
        /// A frame does not have the form it claims to have.
        MALFORMED(2, IthacaException.Code.INVALID),
        /// No common version of the protocol.
        WRONG_VERSION(3, IthacaException.Code.WRONG_CLUSTER),
        /// The cluster has another name.
        WRONG_CLUSTER(4, IthacaException.Code.WRONG_CLUSTER),
        /// Another node than the one looked for lives at this address, or one with the identity of the caller.
        WRONG_NODE(5, IthacaException.Code.CONFLICT),
        /// The host does not admit this peer.
        NOT_ADMITTED(6, IthacaException.Code.INVALID),
        /// Both ends connect at once and the other connection goes on: nothing is wrong.
        DUPLICATE(7, IthacaException.Code.CONFLICT),
        /// Too many links are open.
        TOO_MANY(8, IthacaException.Code.OVERLOADED),
        /// No complete hello in time, or nothing more of a frame that was begun.
        TOO_SLOW(9, IthacaException.Code.TIMEOUT),
        /// TLS failed: no certificate, or none of a trusted authority, or no TLS at all.
        UNTRUSTED(10, IthacaException.Code.UNTRUSTED),
        /// A frame is larger than the limit.
        TOO_LARGE(11, IthacaException.Code.TOO_LARGE);

        private final int code;
        private final IthacaException.Code meaning;

        Reason(int code, IthacaException.Code meaning) {
            this.code = code;
            this.meaning = meaning;
        }

        private static Reason of(int code) {
            for (Reason reason : values()) {
                if (reason.code == code) {
                    return reason;
                }
            }
            throw new MalformedException("a refusal with reason " + code);
        }
    }

    /// Longest message sent, in bytes.
    private static final int MAX_MESSAGE = 1024;

    Bytes encode() {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        Bytes cut = Bytes.wrap(text, 0, Math.min(text.length, MAX_MESSAGE));
        return new ByteWriter(16 + cut.length())
                .u8(Hello.OWNER)
                .u8(Hello.REFUSAL)
                .i32(Hello.MAGIC)
                .u8(reason.code)
                .bytes(cut)
                .copy();
    }

    /// Reads what follows the magic.
    static Refusal decode(ByteReader in) {
        Refusal refusal = new Refusal(Reason.of(in.u8()), in.text());
        in.end();
        return refusal;
    }

    /// What the refused one tells its listener.
    IthacaException toException(String remote) {
        return IthacaException.notDone(reason.meaning, "refused by " + remote + ": " + message);
    }
}
