package org.ithaca.sim;

import java.util.List;

/// The cluster a [FaultPlan] acts on, and how far the plan may go with it.
public interface Faultable {
    /// The machines of the nodes, running or not, in an order that depends on the seed alone.
    List<SimHost> nodes();

    /// Boots the node's program again on its machine, from what its disk holds.
    void start(SimHost node);

    /// Kills the node's process.
    default void kill(SimHost node) {
        node.kill();
    }

    /// Takes the power of the node's machine away.
    default void powerLoss(SimHost node) {
        node.powerLoss();
    }

    /// Most nodes that may be down at once. All of them is fine where what must survive is on disk.
    default int mayBeDown() {
        return nodes().size();
    }

    /// Whether the node may be stopped now. Where entries are in memory only: not before those that lost their memory
    /// have caught up.
    default boolean mayStop(SimHost node) {
        return true;
    }

    /// Most nodes whose disks may lose or damage forced bytes in one history; beyond what the quorums tolerate, data is
    /// rightly lost.
    default int mayBeDamaged() {
        return (nodes().size() - 1) / 2;
    }

    /// Whether a bit of this file may flip.
    default boolean mayDamage(SimHost node, String path) {
        return true;
    }

    /// Asks for one more member; whether that was possible.
    default boolean join() {
        return false;
    }

    /// Asks for one member less; whether that was possible.
    default boolean leave() {
        return false;
    }
}
