package org.ithaca.base;

import org.jspecify.annotations.Nullable;

/// Identity of one log of a cluster; given when the log is created, never reused.
public record LogId(int value) implements Comparable<LogId> {
    public LogId {
        if (value < 0) {
            throw new IllegalArgumentException("a log id is not negative: " + value);
        }
    }

    // Written out as in NodeId.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LogId id && value == id.value;
    }

    @Override
    public int hashCode() {
        return value;
    }

    @Override
    public int compareTo(LogId other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "log" + value;
    }
}
