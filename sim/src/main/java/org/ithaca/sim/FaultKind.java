package org.ithaca.sim;

import java.util.Locale;

/// Every way in which a simulated world can go wrong.
public enum FaultKind {
    /// A frame vanishes although its link stays open.
    LOSS,
    /// A frame arrives twice.
    DUPLICATE,
    /// A frame overtakes others of its link.
    REORDER,
    /// A frame takes far longer than usual; in order, so those behind it wait.
    DELAY,
    /// An open link is reset at both ends.
    LINK_RESET,
    /// Nothing passes between two groups of hosts, in either direction.
    PARTITION,
    /// Nothing passes from one host to another; the way back is open.
    CUT_ONE_WAY,
    /// Delays from one host to another grow with every frame.
    CLOG,
    /// A process is killed; what it wrote stays in the cache of its operating system.
    KILL,
    /// A machine loses power: what was not forced is lost in part.
    POWER_LOSS,
    /// A machine loses power between two calls to its disk.
    POWER_LOSS_IN_WRITE,
    /// All machines lose power in one moment.
    TOTAL_POWER_LOSS,
    /// A process stands still, then sees all that arrived meanwhile in one burst.
    PAUSE,
    /// The wall clock of a machine jumps, forward or back.
    CLOCK_JUMP,
    /// The monotonic clock of a machine is faster or slower than the others, within the bound the leases assume.
    CLOCK_DRIFT,
    /// A disk has no room for a while.
    DISK_FULL,
    /// A disk answers late for a while.
    DISK_SLOW,
    /// A force fails, and what it should have made durable is lost in part.
    FORCE_FAILS,
    /// A force succeeds and makes nothing durable.
    FORCE_LIES,
    /// A bit of stored bytes flips.
    BIT_FLIP,
    /// Bytes that were written and not forced were lost or torn at a power loss.
    TORN_WRITE,
    /// A directory operation that was not forced was undone at a power loss.
    DIRECTORY_UNDONE,
    /// A member is added.
    JOIN,
    /// A member is removed.
    LEAVE;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /// The kind as reports and command lines write it, such as `power-loss`.
    public String label() {
        return label;
    }
}
