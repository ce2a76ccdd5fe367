package org.ithaca.cluster;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.MalformedException;
import org.ithaca.base.StoredSlot;
import org.ithaca.log.Limits;

/// Slots and checkpoints on their way to a member that lacks them, and the confirmation of reads.
sealed interface CopyMessage extends Message {
    /// Asks for slots `from` to `to - 1`, as many as fit a piece.
    ///
    /// @param ask tells asks of one sender apart
    /// @param chosenOnly whether slots that may still be dropped are unwelcome
    record FetchSlots(LogletId loglet, long ask, long from, long to, boolean chosenOnly) implements CopyMessage {
        @Override
        public int code() {
            return 0x2C;
        }

        @Override
        public void encode(ByteWriter out) {
            out.u8(0);
            Message.loglet(out, loglet);
            out.i64(ask).i64(from).i64(to).bool(chosenOnly);
        }
    }

    /// Asks for a piece of the newest checkpoint of the log.
    record FetchCheckpoint(LogId log, long ask, long offset) implements CopyMessage {
        @Override
        public int code() {
            return 0x2C;
        }

        @Override
        public void encode(ByteWriter out) {
            out.u8(1).i32(log.value()).i64(ask).i64(offset);
        }
    }

    /// Answer to [FetchSlots]; consecutive slots, none if the first is not here.
    ///
    /// @param takesPart whether the sender takes part in this epoch and it is open, as far as it knows
    /// @param chosen every slot below this one is chosen, as far as the sender knows
    /// @param firstKept the position below which the sender keeps nothing of the log
    record Slots(LogletId loglet, long ask, boolean takesPart, long chosen, long firstKept, List<StoredSlot> slots)
            implements CopyMessage {
        @Override
        public int code() {
            return 0x2D;
        }

        @Override
        public void encode(ByteWriter out) {
            out.u8(0);
            Message.loglet(out, loglet);
            out.i64(ask).bool(takesPart).i64(chosen).i64(firstKept).i32(slots.size());
            slots.forEach(s -> out.i64(s.slot()).i32(s.crc()).bytes(s.batch()));
        }
    }

    /// Answer to [FetchCheckpoint].
    ///
    /// @param position the checkpoint covers everything below; -1 if there is none
    /// @param size bytes of the whole checkpoint
    /// @param firstKept the position below which the sender keeps no slot of the log
    record CheckpointPiece(LogId log, long ask, long position, long size, long firstKept, long offset, Bytes piece)
            implements CopyMessage {
        @Override
        public int code() {
            return 0x2D;
        }

        @Override
        public void encode(ByteWriter out) {
            out.u8(1)
                    .i32(log.value())
                    .i64(ask)
                    .i64(position)
                    .i64(size)
                    .i64(firstKept)
                    .i64(offset)
                    .bytes(piece);
        }
    }

    /// Asks whether this epoch is still open at the receiver.
    record Confirm(LogletId loglet, long round) implements CopyMessage {
        @Override
        public int code() {
            return 0x2E;
        }

        @Override
        public void encode(ByteWriter out) {
            Message.loglet(out, loglet);
            out.i64(round);
        }
    }

    /// It was when this was sent, and so far had the sender received.
    record Confirmed(LogletId loglet, long round, long received) implements CopyMessage {
        @Override
        public int code() {
            return 0x2F;
        }

        @Override
        public void encode(ByteWriter out) {
            Message.loglet(out, loglet);
            out.i64(round).i64(received);
        }
    }

    static CopyMessage decode(int code, ByteReader in) {
        return switch (code) {
            case 0x2C -> fetch(in);
            case 0x2D -> fetched(in);
            case 0x2E -> new Confirm(Message.loglet(in), in.i64());
            default -> new Confirmed(Message.loglet(in), in.i64(), Message.frontier(in));
        };
    }

    private static CopyMessage fetch(ByteReader in) {
        return in.bool()
                ? new FetchCheckpoint(log(in), in.i64(), Message.frontier(in))
                : new FetchSlots(Message.loglet(in), in.i64(), Message.frontier(in), Message.frontier(in), in.bool());
    }

    private static CopyMessage fetched(ByteReader in) {
        if (in.bool()) {
            return new CheckpointPiece(
                    log(in), in.i64(), in.i64(), in.i64(), Message.frontier(in), Message.frontier(in), in.bytes());
        }
        LogletId loglet = Message.loglet(in);
        long ask = in.i64();
        boolean takesPart = in.bool();
        long chosen = Message.frontier(in);
        long firstKept = Message.frontier(in);
        int count = in.count(Limits.MAX_FRAME_BYTES, 16);
        List<StoredSlot> slots = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long slot = Message.frontier(in);
            int crc = in.i32();
            Bytes batch = in.bytes();
            if (batch.crc32c() != crc) {
                throw new MalformedException("slot " + slot + " of " + loglet + " came with a wrong checksum");
            }
            slots.add(new StoredSlot(slot, batch.compact(), crc));
        }
        return new Slots(loglet, ask, takesPart, chosen, firstKept, slots);
    }

    private static LogId log(ByteReader in) {
        int log = in.i32();
        if (log < 0) {
            throw new MalformedException("log " + log);
        }
        return new LogId(log);
    }
}
