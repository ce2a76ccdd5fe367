package org.ithaca.cluster;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.MalformedException;

/// How things stand: heartbeats, layouts, who wants to take part, what operators ask for.
sealed interface NewsMessage extends Message {
    /// Sent to every linked node at a fixed pace, at once when the row changes, and soon when a trim does. The
    /// newest replaces all before it, but for trims, which only grow.
    ///
    /// @param due whether the pace asked for it; one sent ahead of its time says nothing of how often to expect one
    /// @param version layout the sender has adopted
    /// @param row the sender's row of the table of suspicions of that version; empty if it has none
    /// @param stuck loglets the sender has sealed although its layout lists them as open
    /// @param trims what the sender may forget, of the logs where that changed, or of all
    record Heartbeat(boolean due, long version, Bytes row, List<LogletId> stuck, List<TrimCell> trims)
            implements NewsMessage {
        @Override
        public int code() {
            return 0x20;
        }

        @Override
        public void encode(ByteWriter out) {
            out.u8(due ? 1 : 0).i64(version).bytes(row).i32(stuck.size());
            stuck.forEach(id -> Message.loglet(out, id));
            out.i32(trims.size());
            trims.forEach(t -> out.i32(t.log().value()).i64(t.checkpointed()).i64(t.trim()));
        }
    }

    /// @param checkpointed the sender has a durable checkpoint of everything below
    /// @param trim the largest position below which anyone asked to trim, as far as the sender knows
    record TrimCell(LogId log, long checkpointed, long trim) {}

    /// Asks for the newest layout, if it is above `version`.
    record LayoutWanted(long version) implements NewsMessage {
        @Override
        public int code() {
            return 0x21;
        }

        @Override
        public void encode(ByteWriter out) {
            out.i64(version);
        }
    }

    /// A decided layout.
    record Decided(Bytes layout) implements NewsMessage {
        @Override
        public int code() {
            return 0x22;
        }

        @Override
        public void encode(ByteWriter out) {
            out.raw(layout);
        }
    }

    /// An operator's wish, to be carried out by a council member.
    ///
    /// @param id chosen by the sender; the answer repeats it
    record Wanted(long id, Request request) implements NewsMessage {
        @Override
        public int code() {
            return 0x29;
        }

        @Override
        public void encode(ByteWriter out) {
            out.i64(id);
            request.encode(out);
        }
    }

    /// Answer to [Wanted].
    ///
    /// @param version a layout at which it holds, or -1 if it was refused
    record Answered(long id, long version, IthacaException.Code error, String message) implements NewsMessage {
        @Override
        public int code() {
            return 0x2A;
        }

        @Override
        public void encode(ByteWriter out) {
            out.i64(id).i64(version).text(error.name()).text(message);
        }
    }

    /// The sender's present run wants to take part, or no longer can.
    ///
    /// @param version layout the sender has adopted
    /// @param standing what it can do
    record Join(long version, Standing standing, String address) implements NewsMessage {
        @Override
        public int code() {
            return 0x2B;
        }

        @Override
        public void encode(ByteWriter out) {
            out.i64(version).u8(standing.code).text(address);
        }
    }

    /// What a node that does not take part, or should not, can do.
    enum Standing {
        /// It still copies much.
        LEARNING(0),
        /// It lacks little: the next change may include it.
        READY(1),
        /// Its storage failed: the next change must leave it out.
        LEAVING(2);

        private final int code;

        Standing(int code) {
            this.code = code;
        }

        static Standing decode(int code) {
            return switch (code) {
                case 0 -> LEARNING;
                case 1 -> READY;
                case 2 -> LEAVING;
                default -> throw new MalformedException("standing " + code);
            };
        }
    }

    static NewsMessage decode(int code, ByteReader in) {
        return switch (code) {
            case 0x20 -> heartbeat(in);
            case 0x21 -> new LayoutWanted(in.i64());
            case 0x22 -> new Decided(in.rest());
            case 0x29 -> new Wanted(in.i64(), Request.decode(in));
            case 0x2A -> new Answered(in.i64(), in.i64(), errorCode(in.text()), in.text());
            default -> new Join(in.i64(), Standing.decode(in.u8()), in.text());
        };
    }

    private static Heartbeat heartbeat(ByteReader in) {
        boolean due = in.u8() != 0;
        long version = in.i64();
        Bytes row = in.bytes();
        int stuckCount = in.count(Layout.MAX_LOGS, 8);
        List<LogletId> stuck = new ArrayList<>(stuckCount);
        for (int i = 0; i < stuckCount; i++) {
            stuck.add(Message.loglet(in));
        }
        int trimCount = in.count(Layout.MAX_LOGS, 20);
        List<TrimCell> trims = new ArrayList<>(trimCount);
        for (int i = 0; i < trimCount; i++) {
            int log = in.i32();
            if (log < 0) {
                throw new MalformedException("log " + log);
            }
            trims.add(new TrimCell(new LogId(log), Message.frontier(in), Message.frontier(in)));
        }
        return new Heartbeat(due, version, row, stuck, trims);
    }

    private static IthacaException.Code errorCode(String name) {
        try {
            return IthacaException.Code.valueOf(name);
        } catch (IllegalArgumentException _) {
            return IthacaException.Code.INTERNAL;
        }
    }
}
