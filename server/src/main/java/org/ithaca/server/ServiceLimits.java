package org.ithaca.server;

import org.ithaca.log.SessionLimits;

/// How much a node takes on for its clients.
///
/// @param queuedBytes admitted appends of one log that wait for room in the window; beyond, clients are
///     told to wait
/// @param checkpointBytes bytes of a log played between two checkpoints
/// @param waitingReads reads of one log that wait for an entry; beyond, they are answered at once
/// @param sessions what a log remembers of its sessions; the same at every node
public record ServiceLimits(long queuedBytes, long checkpointBytes, int waitingReads, SessionLimits sessions) {
    /// 32 MiB queued, a checkpoint every 64 MiB, 10,000 waiting reads.
    public static final ServiceLimits DEFAULT = new ServiceLimits(32L << 20, 64L << 20, 10_000, SessionLimits.DEFAULT);
}
