package org.ithaca.cluster;

import java.util.List;
import org.ithaca.base.LogId;
import org.ithaca.base.NodeId;
import org.ithaca.log.Plan;
import org.jspecify.annotations.Nullable;

/// What one node knows of the cluster at one moment, for people and metrics.
///
/// @param self the node that says so
/// @param version of the layout it has adopted
/// @param takesPart whether it is a member now
/// @param change what it is doing as initiator of a change, e.g. `SEALING 7`; empty if nothing
/// @param nodes every node of the layout
/// @param logs every log, by identity, whenever this node heard of it
public record ClusterStatus(
        NodeId self, long version, boolean takesPart, String change, List<NodeStatus> nodes, List<LogStatus> logs) {
    /// @param node as the layout names it
    /// @param member whether it takes part, or is away
    /// @param council whether it helps to decide the next layout
    /// @param linked whether this node has a link to it
    /// @param suspectedBy the council members known to suspect it
    public record NodeStatus(Member node, boolean member, boolean council, boolean linked, List<NodeId> suspectedBy) {}

    /// @param id of the log
    /// @param name of the log
    /// @param kind of the log
    /// @param epoch number of its newest epoch
    /// @param plan of that epoch
    /// @param writer where appends go; null for any member
    /// @param trimmedBelow nothing below is kept here
    /// @param delivered frontier here, as a position
    /// @param stable frontier as known here, as a position
    /// @param durable frontier as known here, as a position
    /// @param replicas frontiers of each member of the newest epoch, in slots of that epoch, as known here
    public record LogStatus(
            LogId id,
            String name,
            LogKind kind,
            int epoch,
            Plan plan,
            @Nullable NodeId writer,
            long trimmedBelow,
            long delivered,
            long stable,
            long durable,
            List<ReplicaStatus> replicas) {}

    /// @param node a member of an epoch
    /// @param received its received frontier, a slot
    /// @param durable its durable frontier, a slot
    public record ReplicaStatus(NodeId node, long received, long durable) {}
}
