package org.ithaca.cluster;

import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.NodeId;
import org.ithaca.log.Loglet;
import org.jspecify.annotations.Nullable;

/// One log as this node sees it: one address space over the loglets of all its epochs (Delos, OSDI'20).
///
/// Position frontiers are exclusive: `delivered <= stable`, `durable <= stable`. One thread owns it, that
/// of the [ClusterCore].
public interface VirtualLog {
    LogId id();

    String name();

    LogKind kind();

    /// Whether [#append] would take a batch now. OPEN or WINDOW_FULL only if this node writes in the newest
    /// epoch it knows and has delivered everything below that epoch's start: whoever keeps duplicates out
    /// must have seen them all. SEALED until then.
    Loglet.Admission admission();

    /// Whether the disk of this node is full: appends wait until there is room.
    boolean diskFull();

    /// The node appends should go to; null if any member of the newest epoch takes them.
    @Nullable
    NodeId writer();

    /// Appends a batch and returns the position of its first entry. The batch is in the log for ever once
    /// [#stable] (or, against loss of power everywhere, [#durable]) lies above that position and no
    /// [LogListener#epochEnded] at or below it came before.
    ///
    /// @param batch at most [org.ithaca.log.Limits#MAX_BATCH_BYTES]; not to be changed afterwards
    /// @param crc CRC-32C of the batch
    /// @throws IllegalStateException unless [#admission] is OPEN
    long append(Bytes batch, int crc);

    /// Everything below was delivered here.
    long delivered();

    /// Everything below is chosen by copies received.
    long stable();

    /// Everything below is chosen by copies that are stored; under a plan that keeps slots in memory, as
    /// [#stable].
    long durable();

    /// Nothing below is kept here any more; reading there fails with TRIMMED.
    long trimmedBelow();

    /// Delivers from `fromPosition` on: 0, or where the host's own checkpoint ends. To be called once.
    ///
    /// If slots from there on are trimmed everywhere, [LogListener#restore] comes first.
    void listen(LogListener listener, long fromPosition);

    /// Reads delivered slots from the one that holds `fromPosition`, in a later turn; until `maxBytes` of
    /// batches are collected (at least one batch if there is any). Null slots are left out. A slot damaged
    /// on this disk is fetched from another member and repaired first.
    void read(long fromPosition, int maxBytes, LogReadCallback callback);

    /// Answer to [#read].
    interface LogReadCallback {
        /// @param batches in order; the first may begin below the position asked for
        /// @param nextPosition where to go on reading; equal to the position asked for if nothing more is
        ///     delivered yet
        void batches(List<PositionedBatch> batches, long nextPosition);

        /// TRIMMED, CORRUPT (damaged here and not to be had elsewhere now) or UNAVAILABLE.
        void failed(IthacaException why);
    }

    /// A batch and the position of its first entry.
    record PositionedBatch(long position, Bytes batch) {}

    /// Finds a point for a linearizable read: every append acknowledged anywhere before this call lies
    /// below it, and when the callback runs everything below it is delivered here. A quorum is asked once
    /// for all calls of a turn.
    void confirm(ConfirmCallback callback);

    /// Answer to [#confirm], in a later turn.
    interface ConfirmCallback {
        /// Everything acknowledged before the call is below `position`, and everything below it is
        /// delivered here.
        void confirmed(long position);

        /// No quorum confirmed in time; the read had no effect.
        void failed(IthacaException why);
    }

    /// Asks all members to forget a RAW log below the position, each as far as it has delivered; whole
    /// slots, whole files. Does nothing for other kinds: those are trimmed by [#checkpointed].
    void trim(long belowPosition);

    /// The host's newest checkpoint of this log is durable and covers everything below `position`. It was
    /// written by [org.ithaca.store.Storage#checkpoint] under the name `Long.toString(position)`.
    void checkpointed(long position);
}
