package org.ithaca.log;

import org.ithaca.base.ByteReader;
import org.ithaca.base.Bytes;
import org.ithaca.base.LogletId;
import org.ithaca.base.NodeId;
import org.jspecify.annotations.Nullable;

/// One member's part of one epoch of one log: an engine instance, sealed once and never unsealed (Delos,
/// OSDI'20).
///
/// A loglet orders slots among the members of its epoch and says how far that has come by frontiers. It
/// knows nothing of entries, sessions or positions. Deterministic: it acts only when called, and acts on
/// the world only through its [LogletPorts].
///
/// Frontiers are exclusive and never go back: `durablyStable <= stable <= received`, `durable <= received`.
public interface Loglet {
    LogletId id();

    /// Whether [#append] would take a batch now, and if not, why.
    Admission admission();

    /// Answers of [#admission].
    enum Admission {
        /// This member may write its next slot now.
        OPEN,
        /// Another member writes: [#writer] says who.
        NOT_WRITER,
        /// The window is full; it opens when the frontiers move.
        WINDOW_FULL,
        /// The epoch is closed at this member.
        SEALED
    }

    /// The member that appends should go to; null under orders with many writers.
    @Nullable
    NodeId writer();

    /// Writes the batch into this member's next slot and sends it on its way; returns the slot.
    ///
    /// @param batch at most [Limits#MAX_BATCH_BYTES]; not to be changed afterwards
    /// @param crc CRC-32C of the batch
    /// @throws IllegalStateException unless [#admission] is OPEN
    long append(Bytes batch, int crc);

    /// An engine message from another member of this epoch; what is stale, doubled or too early does no
    /// harm.
    ///
    /// @throws org.ithaca.base.MalformedException if it is not an engine message
    void received(NodeId from, ByteReader message);

    /// The storage holds all slots below `frontier`, forced if the plan is durable.
    void stored(long frontier);

    /// A new link to a member: whatever it may have missed is sent again.
    void linked(NodeId member);

    /// Another member waits to deliver what this one holds by now. News that may wait for company are told
    /// at once until it can.
    void hurry();

    /// All that had arrived was handed over: push what changed, once.
    void turnEnded(long nowNanos);

    /// Time has come to [#wakeAtNanos]; repairs what seems lost.
    void tick(long nowNanos);

    /// When to call [#tick] next; `Long.MAX_VALUE` for not at all.
    long wakeAtNanos();

    /// Closes every unwritten slot at this member: from now on it takes no slot of this epoch from its
    /// writers and its `received` frontier stands still. Idempotent. The caller makes the seal durable
    /// before it tells anyone.
    void seal();

    boolean sealed();

    /// The host needs this loglet no more: it seals it and gives back the batches it holds.
    void close();

    /// This member holds every slot below this one.
    long received();

    /// Every slot below this one is held by a write quorum, as far as this member knows.
    long stable();

    /// This member stores every slot below this one.
    long durable();

    /// Every slot below this one is stored by a write quorum, as far as this member knows.
    long durablyStable();

    /// What this member knows of the member's `received` and `durable` frontiers, for status displays.
    MemberFrontiers frontiersOf(NodeId member);

    /// @param received the member's received frontier
    /// @param durable its durable frontier
    record MemberFrontiers(long received, long durable) {}

    /// The batch of a slot still in memory: every slot from [#delivered] to `received` is; null if it is
    /// not.
    @Nullable
    Bytes batch(long slot);

    /// The host needs no slot below `frontier` from memory any more.
    void delivered(long frontier);
}
