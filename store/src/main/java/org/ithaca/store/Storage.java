package org.ithaca.store;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.StoredSlot;

/// The node's persistent state as its core sees it.
///
/// Every request returns at once and takes effect in the order of the calls. Answers come later, on the
/// thread that owns the core, as calls of the [Listener] or of the callback given with the request; never
/// from inside the request itself. A request whose answer has not come may or may not survive a crash.
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
        /// All slots below `frontier` that were appended to the loglet are stored. Coalesced: one call
        /// answers many appends.
        void stored(LogletId loglet, long frontier);

        /// The disk is full. What was appended and not reported stored is kept and tried again by the
        /// storage itself; the core should take no new appends until [#roomAgain].
        void full(String message);

        /// There is room again; everything that waited was stored or will be reported as usual.
        void roomAgain();

        /// A force failed or a file cannot be trusted any more: nothing later will be stored in this loglet
        /// until it is taken up anew, see [Storage#reopen]. What was reported stored can still be read.
        void failed(LogletId loglet, IthacaException why);

        /// The node's small state or a checkpoint can no longer be made durable: nothing more is stored at
        /// all, and the node must stop. Throws unless it is implemented, so that it cannot be missed.
        default void broken(IthacaException why) {
            throw why;
        }
    }

    /// Answer to [#read].
    interface ReadCallback {
        /// Consecutive slots from the one asked for; empty if that one is not stored here (yet, or any
        /// more).
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

    /// Starts keeping a loglet whose first slot here will be `firstSlot` (0, or the trim it is copied
    /// from).
    void open(LogletId loglet, Durability durability, long firstSlot);

    /// Appends the next slot of an open loglet: `slot` is exactly one above the last one appended.
    void append(LogletId loglet, long slot, Bytes batch, int crc);

    /// Reads consecutive slots from `fromSlot`, below `toSlot`, until `maxBytes` of batches are collected
    /// (at least one slot).
    void read(LogletId loglet, long fromSlot, long toSlot, int maxBytes, ReadCallback callback);

    /// Rewrites a damaged slot with its right content from another replica; `done` runs when that is
    /// durable.
    void repair(LogletId loglet, long slot, Bytes batch, int crc, Runnable done);

    /// The epoch ended at `end`: slots from `end` on are dropped for good and will not be there after any
    /// restart. `done` runs when that is durable. More slots may still be appended up to `end`.
    void end(LogletId loglet, long end, Runnable done);

    /// Forgets slots below `below`, a whole segment at a time, now or later: a restart may find them again.
    void trim(LogletId loglet, long below);

    /// Takes up a loglet that has failed as a new start would: what was stored is kept, and of the rest
    /// what is found whole, written anew. Then `found` gets what is kept, and appends go on from there. If
    /// it fails again [Listener#broken] says so. Nothing happens if the loglet is not kept.
    void reopen(LogletId loglet, Consumer<Holding> found);

    /// Forgets the loglet and all its slots.
    void drop(LogletId loglet);

    /// Makes `value` the durable value of `key` (letters, digits, `.`, `-`, `/`; at most 200 characters),
    /// then runs `durable`. The old value stays in force until then; a crash leaves one of the two, never a
    /// mixture.
    void put(String key, Bytes value, Runnable durable);

    /// As [#put], where nobody waits for it: durable no later than what is asked of [#put], [#end] or [#drop] after
    /// it, or a [#trim] that deletes something. Costs no force of its own.
    void putSoon(String key, Bytes value);

    /// Removes a key, durably, some time later.
    void remove(String key);

    /// Writes a checkpoint of `log`, which covers everything below `position`, in pieces: atomic,
    /// checksummed, large. Once all of it is durable it replaces every one of a lower or the same position.
    ///
    /// The pieces of a checkpoint are given in order, the last with `last` true; `offset` is where a piece
    /// begins in it, in bytes, and 0 begins it anew. Several checkpoints of a log may be written at once;
    /// the pieces of one that a newer one has replaced are passed over. `durable` runs once the piece is
    /// durable, and for the last one once the checkpoint, or a newer one, is what [#readCheckpoint] finds:
    /// give pieces no faster than they become durable.
    ///
    /// @throws IllegalArgumentException if `position` or `offset` is below 0
    void checkpoint(LogId log, long position, long offset, Bytes piece, boolean last, Runnable durable);

    /// Reads a piece of the newest durable checkpoint of `log` from `offset`: `found` gets an empty piece
    /// at its end. If there is none, `found` gets position -1.
    void readCheckpoint(LogId log, long offset, int maxBytes, CheckpointCallback found);

    /// Answer to [#readCheckpoint].
    @FunctionalInterface
    interface CheckpointCallback {
        /// @param position the checkpoint covers everything below it; -1 if there is none
        /// @param size bytes of the whole checkpoint
        void piece(long position, long size, Bytes piece);

        /// The checkpoint is damaged there, and counts as none from now on: it must come from another
        /// replica. Answers as if there were none unless it is implemented.
        default void damaged(IthacaException why) {
            piece(-1, 0, Bytes.EMPTY);
        }
    }
}
