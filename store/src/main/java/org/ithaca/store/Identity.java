package org.ithaca.store;

import org.ithaca.base.NodeId;

/// Whose data a directory holds: kept in it, so that a node never starts on another one's promises.
///
/// @param cluster name of the cluster: letters, digits, `.`, `-` and `_`, 1 to 100
/// @param node the node of it
public record Identity(String cluster, NodeId node) {
    public Identity {
        if (!cluster.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException("a cluster's name is 1 to 100 of A-Z a-z 0-9 . _ -, not: " + cluster);
        }
    }

    @Override
    public String toString() {
        return node + " of cluster " + cluster;
    }
}
