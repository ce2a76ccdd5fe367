package org.ithaca.store;

import java.util.List;
import java.util.Map;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.StoredSlot;

/// The node's persistent state as its core sees it.
///
/// Every request returns at once and takes effect in the order of the calls. Answers come later, on the thread
/// that owns the core, as calls of the [Listener] or of the callback given with the request; never from inside
/// the request itself. A request whose answer has not come may or may not survive a crash.
public interface Storage {
    /// Where the slots of a loglet are kept.
    enum Durability {
        /// In memory only: gone with the process. `stored` then means held.
        MEMORY,
        /// In files, forced before `stored` is reported.
        DISK
    }

    /// What the storage tells the core.
    interface Listener {
        /// All slots below `frontier` that were appended to the loglet are stored. Coalesced: one call answers
        /// many appends.
        void stored(LogletId loglet, long frontier);

        /// The disk is full. What was appended and not reported stored is kept and tried again by the storage
        /// itself; the core should take no new appends until [#roomAgain].
        void full(String message);

        /// There is room again; everything that waited was stored or will be reported as usual.
        void roomAgain();

        /// A force failed or a file cannot be trusted any more: nothing later will be stored in this loglet. The
        /// node must not count itself as a replica of it again without copying it anew.
        void failed(LogletId loglet, IthacaException why);

        /// The node's small state or a checkpoint can no longer be made durable: nothing more is stored at all,
        /// and the node must stop. Throws unless it is implemented, so that it cannot be missed.
        default void broken(IthacaException why) {
            throw why;
        }
    }

    /// Answer to [#read].
    interface ReadCallback {
        /// Consecutive slots from the one asked for; empty if that one is not stored here (yet, or any more).
        void slots(List<StoredSlot> slots);

        /// The slots are damaged on disk; they must come from another replica, then [#repair].
        void damaged(long slot, IthacaException why);
    }

    /// What is kept of one loglet.
    ///
    /// @param durability where
    /// @param first lowest slot kept; below it everything was trimmed
    /// @param held exclusive end of the slots kept without a gap from `first`
    record Holding(Durability durability, long first, long held) {}

    /// What was found when the storage was opened; the core reads it once, at its start.
    ///
    /// @param state the latest durable value of each key ever put and not removed
    /// @param loglets what is kept of each loglet
    record Recovered(Map<String, Bytes> state, Map<LogletId, Holding> loglets) {}

    Recovered recovered();

    void listen(Listener listener);

    /// Starts keeping a loglet whose first slot here will be `firstSlot` (0, or the trim it is copied from).
    void open(LogletId loglet, Durability durability, long firstSlot);

    /// Appends the next slot of an open loglet: `slot` is exactly one above the last one appended.
    void append(LogletId loglet, long slot, Bytes batch, int crc);

    /// Reads consecutive slots from `fromSlot`, below `toSlot`, until `maxBytes` of batches are collected (at
    /// least one slot).
    void read(LogletId loglet, long fromSlot, long toSlot, int maxBytes, ReadCallback callback);

    /// Rewrites a damaged slot with its right content from another replica; `done` runs when that is durable.
    void repair(LogletId loglet, long slot, Bytes batch, int crc, Runnable done);

    /// The epoch ended at `end`: slots from `end` on are dropped for good and will not be there after any
    /// restart. `done` runs when that is durable. More slots may still be appended up to `end`.
    void end(LogletId loglet, long end, Runnable done);

    /// Forgets slots below `below`, a whole segment at a time, now or later.
    void trim(LogletId loglet, long below);

    /// Forgets the loglet and all its slots.
    void drop(LogletId loglet);

    /// Makes `value` the durable value of `key` (letters, digits, `.`, `-`, `/`; at most 200 characters), then
    /// runs `durable`. The old value stays in force until then; a crash leaves one of the two, never a mixture.
    void put(String key, Bytes value, Runnable durable);

    /// Removes a key, durably, some time later.
    void remove(String key);

    /// Writes a checkpoint of `log` in pieces: atomic, checksummed, large; replaces the one before it once
    /// durable. The pieces are given by one call each, the last with `last` true; then `durable` runs. `name`
    /// tells checkpoints of a log apart.
    void checkpoint(LogId log, String name, Bytes piece, boolean last, Runnable durable);

    /// Reads a piece of the newest durable checkpoint of `log` from `offset`: `found` gets an empty piece at its
    /// end. If there is none, `found` gets an empty name.
    void readCheckpoint(LogId log, long offset, int maxBytes, CheckpointCallback found);

    /// Answer to [#readCheckpoint].
    @FunctionalInterface
    interface CheckpointCallback {
        /// @param name the name given when it was written; empty if there is none
        /// @param size bytes of the whole checkpoint
        void piece(String name, long size, Bytes piece);

        /// The checkpoint is damaged there: it must come from another replica. Answers as if there were none
        /// unless it is implemented.
        default void damaged(IthacaException why) {
            piece("", 0, Bytes.EMPTY);
        }
    }
}
