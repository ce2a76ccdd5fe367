package org.ithaca.it;

import java.util.Set;

/// The rare paths that a run over many seeds must take: points that cores note by
/// [org.ithaca.base.Hooks#reached].
public final class Probes {
    /// What some thousand seeds must reach.
    public static final Set<String> EXPECTED = Set.of(
            "client.append-refused",
            "client.append-sent-again",
            "client.session-expired",
            "cluster.accepted-layout-adopted",
            "cluster.catch-up-by-checkpoint",
            "cluster.change-abandoned",
            "cluster.failed-copy-renewed",
            "cluster.initiator-takeover",
            "cluster.rejoined",
            "cluster.slot-repaired",
            "cluster.stopped-by-its-disk",
            "cluster.suffix-truncated",
            "cluster.total-restart",
            "group.data-after-seal",
            "group.fed-from-storage",
            "log.session-evicted",
            "register.decided-while-reading",
            "register.set-given-up",
            "register.value-adopted",
            "store.broken",
            "store.full",
            "store.loglet-failed",
            "store.loglet-reopened",
            "store.no-room-to-compact",
            "store.no-room-to-mark",
            "store.room-again",
            "store.segment-renewed",
            "store.state-compacted",
            "store.torn-segment-removed",
            "store.torn-state-cut",
            "store.torn-tail-cut",
            "store.written-beside-a-force");

    private Probes() {}
}
