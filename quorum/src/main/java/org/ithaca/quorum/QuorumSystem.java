package org.ithaca.quorum;

/// Write and seal quorums over the ranks `0` to `size() - 1`, every one of the first intersecting every one
/// of the second.
///
/// Immutable; may be shared between threads. Bits of ranks at and above [#size()] are ignored. Both
/// families are monotone: a set that contains a quorum counts as one.
public interface QuorumSystem {
    /// Most members a system can have: sets of them are bit masks of 64 bits.
    int MAX_SIZE = 64;

    /// Members, 1 to [#MAX_SIZE].
    int size();

    /// What this system was built from; `spec().over(size())` builds an equal one.
    QuorumSpec spec();

    /// Whether the set contains a write quorum: a value held by all of it is chosen.
    boolean writeQuorum(long ranks);

    /// Whether the set contains a seal quorum: once all of it is closed, no value can become chosen any
    /// more.
    boolean sealQuorum(long ranks);

    /// The largest `f` such that the ranks with `frontiers[r] >= f` contain a write quorum: everything
    /// below it is chosen.
    ///
    /// Allocates nothing. `frontiers` is indexed by rank and holds at least [#size()] exclusive upper
    /// bounds; what follows is ignored. Monotone in every frontier.
    long frontier(long[] frontiers);
}
