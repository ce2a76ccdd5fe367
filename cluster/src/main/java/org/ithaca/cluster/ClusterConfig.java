package org.ithaca.cluster;

import java.util.List;
import org.ithaca.base.NodeId;

/// What a node must be told; the rest it learns.
///
/// @param clusterId name of the cluster, the same at every node
/// @param self this node
/// @param incarnation which run of this node this is, from [Incarnation#begin]
/// @param address `host:port` where others reach this node
/// @param initialMembers the founders in rank order, the same list at every founder; empty at a node that
///     joins a cluster that exists
/// @param initialCouncil empty for a council that follows the members; else a fixed one, of founders
/// @param contacts nodes a joining node asks first; founders need none
/// @param timing how long to wait for what
/// @param pieceBytes about how much one message carries when slots or a checkpoint are copied; at least 1
public record ClusterConfig(
        String clusterId,
        NodeId self,
        Incarnation incarnation,
        String address,
        List<Member> initialMembers,
        List<NodeId> initialCouncil,
        List<Member> contacts,
        Timing timing,
        int pieceBytes) {
    /// What the server uses.
    public static final int PIECE_BYTES = 1 << 20;
    /// Before it is known which run it is.
    public static final Incarnation NO_RUN = new Incarnation(0, 0);

    public ClusterConfig {
        if (pieceBytes < 1) {
            throw new IllegalArgumentException("pieces of " + pieceBytes + " bytes");
        }
        initialMembers = List.copyOf(initialMembers);
        initialCouncil = List.copyOf(initialCouncil);
        contacts = List.copyOf(contacts);
    }

    /// A founder of a cluster whose council follows its members.
    public static ClusterConfig founder(String clusterId, NodeId self, String address, List<Member> initialMembers) {
        return new ClusterConfig(
                clusterId, self, NO_RUN, address, initialMembers, List.of(), List.of(), Timing.DEFAULT, PIECE_BYTES);
    }

    /// A node that joins a cluster that exists, once invited by [ClusterCore#addMember].
    public static ClusterConfig joiner(String clusterId, NodeId self, String address, List<Member> contacts) {
        return new ClusterConfig(
                clusterId, self, NO_RUN, address, List.of(), List.of(), contacts, Timing.DEFAULT, PIECE_BYTES);
    }

    /// The same for this run.
    public ClusterConfig at(Incarnation newIncarnation) {
        return new ClusterConfig(
                clusterId, self, newIncarnation, address, initialMembers, initialCouncil, contacts, timing, pieceBytes);
    }

    /// The same with other waiting times and pieces.
    public ClusterConfig with(Timing newTiming, int newPieceBytes) {
        return new ClusterConfig(
                clusterId,
                self,
                incarnation,
                address,
                initialMembers,
                initialCouncil,
                contacts,
                newTiming,
                newPieceBytes);
    }
}
