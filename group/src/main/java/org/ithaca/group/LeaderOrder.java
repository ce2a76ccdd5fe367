package org.ithaca.group;

/// Rank 0 writes every slot; the others report to it alone, and it tells all what is stable (Multi-Paxos).
record LeaderOrder(long others) implements OrderPolicy {
    static final int LEADER = 0;

    @Override
    public boolean writes(int rank) {
        return rank == LEADER;
    }

    @Override
    public int writers() {
        return 1;
    }

    @Override
    public int owner(long slot) {
        return LEADER;
    }

    @Override
    public long firstOwned(int rank, long slot) {
        return slot;
    }

    @Override
    public boolean fills() {
        return false;
    }

    @Override
    public long hearers(int self) {
        return self == LEADER ? others : 1L << LEADER;
    }

    @Override
    public boolean tellsStable(int self) {
        return self == LEADER;
    }
}
