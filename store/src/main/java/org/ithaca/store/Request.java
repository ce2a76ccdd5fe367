package org.ithaca.store;

import java.util.function.Consumer;
import org.ithaca.base.Bytes;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.jspecify.annotations.Nullable;

/// A call of [Storage] on its way to the disk thread.
sealed interface Request {
    /// A request about the slots of a loglet.
    sealed interface OfLoglet extends Request {
        LogletId loglet();

        @Override
        default Object subject() {
            return loglet();
        }
    }

    /// What it is about: requests of one subject are never reordered, even when the disk is full.
    Object subject();

    record Open(LogletId loglet, long firstSlot) implements OfLoglet {}

    /// The batch is held until it was written.
    record Append(LogletId loglet, long slot, Bytes batch, int crc) implements OfLoglet {}

    record Read(LogletId loglet, long from, long to, int maxBytes, Storage.ReadCallback callback) implements OfLoglet {}

    record Repair(LogletId loglet, long slot, Bytes batch, int crc, Runnable done) implements OfLoglet {}

    record End(LogletId loglet, long end, Runnable done) implements OfLoglet {}

    record Trim(LogletId loglet, long below) implements OfLoglet {}

    record Reopen(LogletId loglet, Consumer<Storage.Holding> found) implements OfLoglet {}

    record Drop(LogletId loglet) implements OfLoglet {}

    /// `value` null removes the key; `durable` null if nobody waits.
    record Put(String key, @Nullable Bytes value, @Nullable Runnable durable) implements Request {
        @Override
        public Object subject() {
            return Put.class;
        }
    }

    record Checkpoint(LogId log, long position, long offset, Bytes piece, boolean last, Runnable durable)
            implements Request {
        @Override
        public Object subject() {
            return log;
        }
    }

    record ReadCheckpoint(LogId log, long offset, int maxBytes, Storage.CheckpointCallback found) implements Request {
        @Override
        public Object subject() {
            return log;
        }
    }
}
