package org.ithaca.cluster;

import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.NodeId;

/// Something that happened to the cluster and is worth a line in the node's journal. `toString` is fit for
/// people.
public sealed interface Notice {
    /// This node no longer hears the other.
    record Suspected(NodeId node, String why) implements Notice {}

    /// This node hears the other again.
    record HeardAgain(NodeId node) implements Notice {}

    /// This node started a change of the layout.
    record ChangeStarted(long version, String why) implements Notice {}

    /// A change this node started did not come to an end; it will be tried again while there is a reason.
    record ChangeAbandoned(long version, String phase, String why) implements Notice {}

    /// This node sealed an epoch.
    record Sealed(LogletId loglet, long received) implements Notice {}

    /// This node adopted a newer layout.
    record Adopted(long version, int members) implements Notice {}

    /// This node takes part in a new epoch.
    record Opened(LogletId loglet, int rank) implements Notice {}

    /// Slots from `end` on were dropped: the epoch ended without them.
    record Truncated(LogletId loglet, long end, long held) implements Notice {}

    /// This node copied all it lacked of an epoch.
    record CaughtUp(LogletId loglet, long end) implements Notice {}

    /// This node copied a checkpoint because the slots below were trimmed.
    record Restored(LogId log, long position) implements Notice {}

    /// So many members lost their memory of an epoch that entries acknowledged in it may be gone; the log
    /// goes on from what was found. If nobody remembers anything, an empty one takes its name.
    record MayHaveLost(LogletId loglet, long end) implements Notice {}

    /// This node asks to take part again.
    record Joining(long incarnation, boolean ready) implements Notice {}

    /// The disk is full: this node takes no appends until there is room.
    record DiskFull(String message) implements Notice {}

    /// There is room on the disk again.
    record RoomAgain() implements Notice {}

    /// A file cannot be trusted any more: this node leaves that epoch and copies it anew.
    record StorageFailed(LogletId loglet, String why) implements Notice {}

    /// A frame or request was refused.
    record Refused(String what, String why) implements Notice {}
}
