package org.ithaca.cluster;

import org.ithaca.base.Bytes;

/// What a host hears of one log. Calls come from inside calls of [ClusterCore], on its thread.
public interface LogListener {
    /// The next slot of the log: each once, in order; null slots are left out.
    ///
    /// @param position of the batch's first entry
    /// @param batch good for the call; what is kept of it must be held or copied, see [Bytes]
    void delivered(long position, Bytes batch);

    /// [VirtualLog#stable] or [VirtualLog#durable] moved; at most once a turn.
    void moved();

    /// An epoch ended: entries this node appended at or above `endPosition` are not in the log and never
    /// will be. Entries below it are.
    void epochEnded(long endPosition);

    /// This node was away for so long that the end of an epoch it appended to is trimmed from the layout:
    /// of all entries it appended and that were not delivered here, nothing can be said but that a retry in
    /// their session is safe.
    default void outcomesUnknown() {
        epochEnded(0);
    }

    /// [VirtualLog#admission] or [VirtualLog#writer] may have changed.
    void writable();

    /// A piece of a checkpoint copied from another member, because the slots it covers are trimmed
    /// everywhere. It is durable here already. After the last piece, the state is that of the checkpoint
    /// and delivery goes on from `position`; what was delivered before is superseded.
    ///
    /// @param position the checkpoint covers everything below
    /// @param piece the next bytes, in order; the first piece of a checkpoint that has `offset` 0 starts it
    /// afresh
    /// @param last whether the checkpoint is complete
    void restore(long position, long offset, Bytes piece, boolean last);
}
