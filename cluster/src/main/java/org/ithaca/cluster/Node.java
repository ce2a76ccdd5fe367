package org.ithaca.cluster;

import org.ithaca.base.Clock;
import org.ithaca.base.Entropy;
import org.ithaca.base.Hooks;
import org.ithaca.base.NodeId;
import org.ithaca.store.Storage;

/// What every part of one node's core shares.
///
/// @param config what the node was told
/// @param storage its persistent state
/// @param clock its time
/// @param entropy its random numbers
/// @param hooks what tests plant and learn
/// @param listener its host
/// @param links its conversations with other nodes
/// @param history the newest layout it knows
record Node(
        ClusterConfig config,
        Storage storage,
        Clock clock,
        Entropy entropy,
        Hooks hooks,
        ClusterListener listener,
        Links links,
        LayoutHistory history) {
    NodeId self() {
        return config.self();
    }

    long incarnation() {
        return config.incarnation().number();
    }

    /// Whether the run is a former one of this node of which it has lost everything.
    boolean forgot(long run) {
        return config.incarnation().forgot(run);
    }

    Timing timing() {
        return config.timing();
    }

    long now() {
        return clock.nanos();
    }

    Layout layout() {
        return history.newest();
    }

    /// Whether this run takes part in the epoch.
    boolean takesPart(EpochInfo epoch) {
        return epoch.has(self(), incarnation());
    }

    /// Whether this run is a member of the newest layout.
    boolean isMember() {
        return layout().takesPart(self(), incarnation());
    }

    /// Whether this node votes about layouts. What a run on a disk that is lost has promised is not known
    /// any more: until a layout lists a run on this one it does not count.
    boolean inCouncil() {
        return layout().council().contains(self())
                && layout().node(self()).filter(m -> forgot(m.incarnation())).isEmpty();
    }
}
