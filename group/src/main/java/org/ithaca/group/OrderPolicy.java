package org.ithaca.group;

import org.ithaca.log.Plan;

/// Who may write which slot, and who must hear of whose progress.
sealed interface OrderPolicy permits LeaderOrder, RoundRobinOrder {
    static OrderPolicy of(Plan.Order order, Members members) {
        return switch (order) {
            case LEADER -> new LeaderOrder(members.others());
            case ROUND_ROBIN -> new RoundRobinOrder(members.count(), members.others());
        };
    }

    /// Whether this rank owns slots.
    boolean writes(int rank);

    /// How many ranks own slots.
    int writers();

    /// The rank that alone may write the slot.
    int owner(long slot);

    /// The least slot at or above `slot` that `rank`, a writer, owns; the next ones follow at distance [#writers].
    long firstOwned(int rank, long slot);

    /// Whether slots below others' must be filled with nulls by a writer that has nothing to say.
    boolean fills();

    /// The ranks that hear this member's row whenever it has news.
    long hearers(int self);

    /// Whether this member's news is what it found stable, rather than what it holds.
    boolean tellsStable(int self);
}
