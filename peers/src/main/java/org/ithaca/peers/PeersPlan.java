package org.ithaca.peers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What one run measures.
///
/// @param peers in the order they take turns, Ithaca first
/// @param workloads of each
/// @param durable levels: true for forced before acknowledged
/// @param repeats of everything but recovery
/// @param trials of each recovery
/// @param warmup before each load
/// @param measured of each load
/// @param out where the results go
record PeersPlan(
        List<Peer> peers,
        List<Workload> workloads,
        List<Boolean> durable,
        Form form,
        int repeats,
        int trials,
        Duration warmup,
        Duration measured,
        Path out) {
    boolean has(Workload workload) {
        return workloads.contains(workload);
    }

    /// Whether anything is measured that needs a cluster in each repeat.
    boolean hasRepeats() {
        return workloads.stream().anyMatch(workload -> !workload.recovery());
    }

    boolean hasRecovery() {
        return workloads.stream().anyMatch(Workload::recovery);
    }
}
