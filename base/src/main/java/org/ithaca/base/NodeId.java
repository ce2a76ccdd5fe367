package org.ithaca.base;

import org.jspecify.annotations.Nullable;

/// Identity of a process in one cluster: 0 to 65,535, chosen by the operator, never reused for another
/// disk.
public record NodeId(int value) implements Comparable<NodeId> {
    /// Largest legal identity.
    public static final int MAX = 0xFFFF;

    public NodeId {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException("a node id is 0 to " + MAX + ", not " + value);
        }
    }

    // What the JVM makes for records it makes at the first use: it took 8 ms of a node's start.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NodeId id && value == id.value;
    }

    @Override
    public int hashCode() {
        return value;
    }

    @Override
    public int compareTo(NodeId other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "n" + value;
    }
}
