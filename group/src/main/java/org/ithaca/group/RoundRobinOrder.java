package org.ithaca.group;

/// Slot `s` belongs to rank `s mod members`; everyone tells everyone what it holds (Derecho, Mencius).
record RoundRobinOrder(int writers, long others) implements OrderPolicy {
    @Override
    public boolean writes(int rank) {
        return true;
    }

    @Override
    public int owner(long slot) {
        return (int) (slot % writers);
    }

    @Override
    public long firstOwned(int rank, long slot) {
        return slot + Math.floorMod(rank - slot, (long) writers);
    }

    @Override
    public boolean fills() {
        return true;
    }

    @Override
    public long hearers(int self) {
        return others;
    }

    @Override
    public boolean tellsStable(int self) {
        return false;
    }
}
