package org.ithaca.cluster;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.LogletId;
import org.ithaca.base.MalformedException;
import org.ithaca.base.NodeId;
import org.ithaca.quorum.QuorumSystem;
import org.ithaca.register.RegisterMessage;

/// What an initiator of a change and the others say to each other. `version` is that of the layout to be
/// decided; `attempt` tells attempts of one initiator apart.
sealed interface ChangeMessage extends Message {
    /// Close these loglets and say what you hold of them.
    record Seal(long version, long attempt, List<LogletId> loglets) implements ChangeMessage {
        @Override
        public int code() {
            return 0x23;
        }

        @Override
        public void encode(ByteWriter out) {
            out.i64(version).i64(attempt).i32(loglets.size());
            loglets.forEach(id -> Message.loglet(out, id));
        }
    }

    /// They are closed here; this is what is held.
    record Sealed(long version, long attempt, List<Held> held) implements ChangeMessage {
        @Override
        public int code() {
            return 0x24;
        }

        @Override
        public void encode(ByteWriter out) {
            out.i64(version).i64(attempt).i32(held.size());
            for (Held h : held) {
                Message.loglet(out, h.loglet());
                out.i64(h.held()).i64(h.durable()).bool(h.amnesiac()).bool(h.complete());
            }
        }
    }

    /// What a replica holds of a loglet it has closed.
    ///
    /// @param held every slot below this one is here, in memory at least
    /// @param durable every slot below this one is stored as the plan asks
    /// @param amnesiac this run did not take part in the epoch: what a former run held only in memory is lost
    /// @param complete everything of the log below the epoch is here too
    record Held(LogletId loglet, long held, long durable, boolean amnesiac, boolean complete) {}

    /// Get everything of the logs below these ends, then say so.
    record CatchUp(long version, long attempt, List<Target> targets) implements ChangeMessage {
        @Override
        public int code() {
            return 0x25;
        }

        @Override
        public void encode(ByteWriter out) {
            out.i64(version).i64(attempt).i32(targets.size());
            for (Target t : targets) {
                Message.loglet(out, t.loglet());
                out.i64(t.end()).i32(t.sources().size());
                t.sources().forEach(s -> out.u16(s.value()));
            }
        }
    }

    /// @param end where the loglet is going to end
    /// @param sources who holds everything below
    record Target(LogletId loglet, long end, List<NodeId> sources) {}

    /// Everything of these logs below the ends asked for is stored here.
    record CaughtUp(long version, long attempt, List<LogletId> loglets) implements ChangeMessage {
        @Override
        public int code() {
            return 0x26;
        }

        @Override
        public void encode(ByteWriter out) {
            out.i64(version).i64(attempt).i32(loglets.size());
            loglets.forEach(id -> Message.loglet(out, id));
        }
    }

    /// For the acceptor of the layout register that decides `version`.
    record Ask(long version, RegisterMessage.Request request) implements ChangeMessage {
        @Override
        public int code() {
            return 0x27;
        }

        @Override
        public void encode(ByteWriter out) {
            out.i64(version);
            request.encode(out);
        }
    }

    /// From that acceptor; durable before it was sent.
    record Reply(long version, RegisterMessage.Answer answer) implements ChangeMessage {
        @Override
        public int code() {
            return 0x28;
        }

        @Override
        public void encode(ByteWriter out) {
            out.i64(version);
            answer.encode(out);
        }
    }

    static ChangeMessage decode(int code, ByteReader in) {
        long version = in.i64();
        return switch (code) {
            case 0x23 -> new Seal(version, in.i64(), loglets(in));
            case 0x24 -> new Sealed(version, in.i64(), held(in));
            case 0x25 -> new CatchUp(version, in.i64(), targets(in));
            case 0x26 -> new CaughtUp(version, in.i64(), loglets(in));
            case 0x27 -> {
                if (RegisterMessage.decode(in) instanceof RegisterMessage.Request request) {
                    yield new Ask(version, request);
                }
                throw new MalformedException("an answer where a request belongs");
            }
            default -> {
                if (RegisterMessage.decode(in) instanceof RegisterMessage.Answer answer) {
                    yield new Reply(version, answer);
                }
                throw new MalformedException("a request where an answer belongs");
            }
        };
    }

    private static List<LogletId> loglets(ByteReader in) {
        int count = in.count(Layout.MAX_LOGS, 8);
        List<LogletId> loglets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            loglets.add(Message.loglet(in));
        }
        return loglets;
    }

    private static List<Held> held(ByteReader in) {
        int count = in.count(Layout.MAX_LOGS, 26);
        List<Held> held = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            held.add(new Held(Message.loglet(in), Message.frontier(in), Message.frontier(in), in.bool(), in.bool()));
        }
        return held;
    }

    private static List<Target> targets(ByteReader in) {
        int count = in.count(Layout.MAX_LOGS, 20);
        List<Target> targets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            LogletId loglet = Message.loglet(in);
            long end = Message.frontier(in);
            int sourceCount = in.count(QuorumSystem.MAX_SIZE, 2);
            List<NodeId> sources = new ArrayList<>(sourceCount);
            for (int s = 0; s < sourceCount; s++) {
                sources.add(new NodeId(in.u16()));
            }
            targets.add(new Target(loglet, end, sources));
        }
        return targets;
    }
}
