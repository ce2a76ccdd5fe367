package org.ithaca.base;

/// Place of an entry in a log: 64 bits, never negative, strictly increasing along the log, with gaps.
///
/// A position is `start(epoch) + slot * 65,536 + index in the slot's batch`; only `cluster` converts.
/// Positions of one log can be compared; those of different logs cannot.
public record Position(long value) implements Comparable<Position> {
    /// Bits of a position that hold the index inside a slot's batch.
    public static final int INDEX_BITS = 16;

    /// Most entries one slot can hold.
    public static final int ENTRIES_PER_SLOT = 1 << INDEX_BITS;

    /// The place of the first entry a log can have.
    public static final Position START = new Position(0);

    public Position {
        if (value < 0) {
            throw new IllegalArgumentException("a position is not negative: " + value);
        }
    }

    /// The least position above this one.
    public Position next() {
        return new Position(value + 1);
    }

    @Override
    public int compareTo(Position other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
