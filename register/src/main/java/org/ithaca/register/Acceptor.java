package org.ithaca.register;

import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.MalformedException;
import org.ithaca.register.RegisterMessage.Accept;
import org.ithaca.register.RegisterMessage.Accepted;
import org.ithaca.register.RegisterMessage.Answer;
import org.ithaca.register.RegisterMessage.Prepare;
import org.ithaca.register.RegisterMessage.Promise;
import org.ithaca.register.RegisterMessage.Rejected;
import org.ithaca.register.RegisterMessage.Request;

/// The server of one consensus instance: its row of write-once registers.
///
/// *Durability.* An answer is a promise for ever, so it may leave only when the state it speaks of is
/// durable: the host keeps [#state()] on disk and sends an answer once the stored version has reached
/// [Reply#version()]. That holds for answers that changed nothing too: a doubled request may find a change
/// that is still on its way to the disk.
///
/// *Threading.* One thread.
public final class Acceptor {
    private static final int FORMAT = 1;

    private Registers registers;
    private long version;

    private Acceptor(Registers registers) {
        this.registers = registers;
    }

    /// An answer, whether making it changed the state, and the version of the state that must be durable
    /// before it is sent.
    public record Reply(Answer answer, boolean changed, long version) {}

    /// A server that has answered nothing yet.
    public static Acceptor fresh() {
        return new Acceptor(Registers.EMPTY);
    }

    /// The server that once gave this [#state()]; its version counts from 0 again.
    ///
    /// @throws MalformedException if the bytes are no state
    public static Acceptor restore(Bytes state) {
        ByteReader in = new ByteReader(state);
        int format = in.u8();
        if (format != FORMAT) {
            throw new MalformedException("state of registers in format " + format + "; this version reads " + FORMAT);
        }
        Registers registers = Registers.decode(in);
        in.end();
        return new Acceptor(registers);
    }

    /// All that must survive a crash: a format number, 1, in 8 bits, then [Registers]. The host adds a
    /// checksum.
    public Bytes state() {
        ByteWriter out = new ByteWriter().u8(FORMAT);
        registers.encode(out);
        return out.copy();
    }

    /// How often the state has changed since this object was made.
    public long version() {
        return version;
    }

    /// What the registers hold now, durable or not.
    public Registers registers() {
        return registers;
    }

    /// Acts on a request, wherever it comes from and however often it comes.
    public Reply receive(Request request) {
        long before = version;
        Answer answer = switch (request) {
            case Prepare prepare -> prepare(prepare.set());
            case Accept accept -> accept(accept.set(), accept.value());
        };
        return new Reply(answer, version != before, version);
    }

    private Answer prepare(long set) {
        if (set > registers.lowestUnwritten()) {
            become(registers.closedBelow(set));
        }
        return new Promise(set, registers);
    }

    private Answer accept(long set, Bytes value) {
        if (set >= registers.lowestUnwritten()) {
            become(registers.written(set, value.compact()));
            return new Accepted(set);
        }
        Bytes held = registers.values().get(set);
        return held != null && held.equals(value) ? new Accepted(set) : new Rejected(set, registers);
    }

    private void become(Registers next) {
        registers = next;
        version++;
    }
}
