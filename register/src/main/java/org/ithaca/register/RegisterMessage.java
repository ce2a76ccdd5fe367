package org.ithaca.register;

import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.MalformedException;

/// What clients and servers of one consensus instance say to each other. Which instance, and between whom,
/// is for the host's envelope to say.
///
/// | message | type u8 | fields |
/// |---|---|---|
/// | [Prepare] | 1 | set i64 |
/// | [Accept] | 2 | set i64, value bytes |
/// | [Promise] | 3 | set i64, registers |
/// | [Accepted] | 4 | set i64 |
/// | [Rejected] | 5 | set i64, registers |
public sealed interface RegisterMessage {
    /// Highest register set there is: far beyond what any run reaches, low enough to look at every set one
    /// by one.
    long MAX_SET = 1_000_000;

    /// The register set it is about.
    long set();

    void encode(ByteWriter out);

    /// From client to server.
    sealed interface Request extends RegisterMessage {}

    /// From server to client.
    sealed interface Answer extends RegisterMessage {}

    /// P1a: close all registers below `set` that are unwritten, and say what they hold.
    record Prepare(long set) implements Request {
        public Prepare {
            checkSet(set);
        }

        @Override
        public void encode(ByteWriter out) {
            out.u8(1).i64(set);
        }
    }

    /// P2a: write the value into register `set` if it is unwritten.
    record Accept(long set, Bytes value) implements Request {
        public Accept {
            checkSet(set);
        }

        @Override
        public void encode(ByteWriter out) {
            out.u8(2).i64(set).bytes(value);
        }
    }

    /// P1b: all this server holds. Everything below `set` is final; if `registers.lowestUnwritten() > set`,
    /// so is register `set` itself and the client comes too late to write it here.
    record Promise(long set, Registers registers) implements Answer {
        public Promise {
            checkSet(set);
        }

        @Override
        public void encode(ByteWriter out) {
            out.u8(3).i64(set);
            registers.encode(out);
        }
    }

    /// P2b: register `set` holds the client's value.
    record Accepted(long set) implements Answer {
        public Accepted {
            checkSet(set);
        }

        @Override
        public void encode(ByteWriter out) {
            out.u8(4).i64(set);
        }
    }

    /// Register `set` is final and does not hold the client's value; this is all the server holds.
    record Rejected(long set, Registers registers) implements Answer {
        public Rejected {
            checkSet(set);
        }

        @Override
        public void encode(ByteWriter out) {
            out.u8(5).i64(set);
            registers.encode(out);
        }
    }

    /// Reads one message and nothing after it.
    ///
    /// @throws MalformedException if there is none
    static RegisterMessage decode(ByteReader in) {
        int type = in.u8();
        return switch (type) {
            case 1 -> new Prepare(in.i64());
            case 2 -> new Accept(in.i64(), in.bytes());
            case 3 -> new Promise(in.i64(), Registers.decode(in));
            case 4 -> new Accepted(in.i64());
            case 5 -> new Rejected(in.i64(), Registers.decode(in));
            default -> throw new MalformedException("no register message has type " + type);
        };
    }

    private static void checkSet(long set) {
        if (set < 0 || set > MAX_SET) {
            throw new MalformedException("a register set is 0 to " + MAX_SET + ", not " + set);
        }
    }
}
