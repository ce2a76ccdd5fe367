package org.ithaca.group;

import java.util.HashSet;
import java.util.List;
import org.ithaca.base.MalformedException;
import org.ithaca.base.NodeId;
import org.ithaca.quorum.QuorumSystem;

/// The members of an epoch by rank, and which of them this one is.
final class Members {
    private final List<NodeId> byRank;
    private final int self;

    Members(List<NodeId> byRank, NodeId self) {
        this.byRank = List.copyOf(byRank);
        this.self = this.byRank.indexOf(self);
        if (this.byRank.size() > QuorumSystem.MAX_SIZE
                || this.self < 0
                || new HashSet<>(byRank).size() != byRank.size()) {
            throw new IllegalArgumentException(self + " among members " + byRank);
        }
    }

    int count() {
        return byRank.size();
    }

    int self() {
        return self;
    }

    NodeId node(int rank) {
        return byRank.get(rank);
    }

    /// Everyone else, as a set of ranks.
    long others() {
        return (-1L >>> (Long.SIZE - count())) & ~(1L << self);
    }

    int rankOf(NodeId node) {
        return byRank.indexOf(node);
    }

    /// The rank of a member that is not this one.
    ///
    /// @throws MalformedException if the node is none
    int otherRank(NodeId from) {
        int rank = rankOf(from);
        if (rank < 0 || rank == self) {
            throw new MalformedException("an engine message from " + from + ", which is no other member of " + byRank);
        }
        return rank;
    }
}
