package org.ithaca.cluster;

import java.util.List;
import org.ithaca.base.NodeId;

/// What a node must be told; the rest it learns.
///
/// @param clusterId name of the cluster, the same at every node
/// @param self this node
/// @param incarnation which run of this node this is, from [ClusterCore#beginIncarnation]
/// @param address `host:port` where others reach this node
/// @param initialMembers the founders in rank order, the same list at every founder; empty at a node that
/// joins a cluster that exists
/// @param initialCouncil empty for a council that follows the members; else a fixed one, of founders
/// @param contacts nodes a joining node asks first; founders need none
/// @param timing how long to wait for what
public record ClusterConfig(
        String clusterId,
        NodeId self,
        long incarnation,
        String address,
        List<Member> initialMembers,
        List<NodeId> initialCouncil,
        List<Member> contacts,
        Timing timing) {
    public ClusterConfig {
        initialMembers = List.copyOf(initialMembers);
        initialCouncil = List.copyOf(initialCouncil);
        contacts = List.copyOf(contacts);
    }

    /// A founder of a cluster whose council follows its members.
    public static ClusterConfig founder(String clusterId, NodeId self, String address, List<Member> initialMembers) {
        return new ClusterConfig(clusterId, self, 0, address, initialMembers, List.of(), List.of(), Timing.DEFAULT);
    }

    /// A node that joins a cluster that exists, once invited by [ClusterCore#addMember].
    public static ClusterConfig joiner(String clusterId, NodeId self, String address, List<Member> contacts) {
        return new ClusterConfig(clusterId, self, 0, address, List.of(), List.of(), contacts, Timing.DEFAULT);
    }

    /// The same for this run.
    public ClusterConfig at(long newIncarnation) {
        return new ClusterConfig(
                clusterId, self, newIncarnation, address, initialMembers, initialCouncil, contacts, timing);
    }

    /// The same with other waiting times.
    public ClusterConfig with(Timing newTiming) {
        return new ClusterConfig(
                clusterId, self, incarnation, address, initialMembers, initialCouncil, contacts, newTiming);
    }
}
