package org.ithaca.cluster;

import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.NodeId;

/// Something that happened to the cluster and is worth a line in the node's journal, which is what `toString`
/// gives. It is written out: what the JVM makes for records it makes at the first use, and a fail-over would wait.
public sealed interface Notice {
    /// This node no longer hears the other.
    record Suspected(NodeId node, String why) implements Notice {
        @Override
        public String toString() {
            return "suspects " + node + ": " + why;
        }
    }

    /// This node hears the other again.
    record HeardAgain(NodeId node) implements Notice {
        @Override
        public String toString() {
            return "hears " + node + " again";
        }
    }

    /// This node started a change of the layout.
    record ChangeStarted(long version, String why) implements Notice {
        @Override
        public String toString() {
            return "begins to change the layout to version " + version + ": " + why;
        }
    }

    /// A change this node started did not come to an end; it will be tried again while there is a reason.
    record ChangeAbandoned(long version, String phase, String why) implements Notice {
        @Override
        public String toString() {
            return "gives up the change to layout " + version + " while " + phase + ": " + why;
        }
    }

    /// This node sealed an epoch.
    record Sealed(LogletId loglet, long received) implements Notice {
        @Override
        public String toString() {
            return "sealed " + loglet + " with " + received + " slots received";
        }
    }

    /// This node adopted a newer layout.
    record Adopted(long version, int members) implements Notice {
        @Override
        public String toString() {
            return "layout " + version + " holds, of " + members + " members";
        }
    }

    /// This node takes part in a new epoch.
    record Opened(LogletId loglet, int rank) implements Notice {
        @Override
        public String toString() {
            return "takes part in " + loglet + " as rank " + rank;
        }
    }

    /// Slots from `end` on were dropped: the epoch ended without them.
    record Truncated(LogletId loglet, long end, long held) implements Notice {
        @Override
        public String toString() {
            return "dropped slots " + end + " to " + held + " of " + loglet + ": it ended without them";
        }
    }

    /// This node copied all it lacked of an epoch.
    record CaughtUp(LogletId loglet, long end) implements Notice {
        @Override
        public String toString() {
            return "copied what it lacked of " + loglet + " below slot " + end;
        }
    }

    /// This node copied a checkpoint because the slots below were trimmed.
    record Restored(LogId log, long position) implements Notice {
        @Override
        public String toString() {
            return "copied a checkpoint of " + log + " at position " + position;
        }
    }

    /// So many members lost their memory of an epoch that entries acknowledged in it may be gone; the log
    /// goes on from what was found. If nobody remembers anything, an empty one takes its name.
    record MayHaveLost(LogletId loglet, long end) implements Notice {
        @Override
        public String toString() {
            return "entries acknowledged in " + loglet + " may be lost: it goes on from slot " + end
                    + ", and too many members have lost their memory of it";
        }
    }

    /// This node asks to take part again.
    record Joining(long incarnation, boolean ready) implements Notice {
        @Override
        public String toString() {
            return "asks to take part as run " + incarnation + (ready ? "" : ", when it is ready");
        }
    }

    /// The disk is full: this node takes no appends until there is room.
    record DiskFull(String message) implements Notice {
        @Override
        public String toString() {
            return "takes no appends until there is room on the disk: " + message;
        }
    }

    /// There is room on the disk again.
    record RoomAgain() implements Notice {
        @Override
        public String toString() {
            return "there is room on the disk again";
        }
    }

    /// A file cannot be trusted any more: this node leaves that epoch and copies it anew.
    record StorageFailed(LogletId loglet, String why) implements Notice {
        @Override
        public String toString() {
            return "leaves " + loglet + " and copies it anew: " + why;
        }
    }

    /// A frame or request was refused.
    record Refused(String what, String why) implements Notice {
        @Override
        public String toString() {
            return "refused " + what + ": " + why;
        }
    }
}
