package org.ithaca.base;

import java.util.Comparator;

/// One epoch of one log, and so the engine instance that serves it: epochs of a log count 0, 1, 2, ...
public record LogletId(LogId log, int epoch) implements Comparable<LogletId> {
    private static final Comparator<LogletId> ORDER =
            Comparator.comparing(LogletId::log).thenComparingInt(LogletId::epoch);

    public LogletId {
        if (epoch < 0) {
            throw new IllegalArgumentException("an epoch is not negative: " + epoch);
        }
    }

    @Override
    public int compareTo(LogletId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return log + "/e" + epoch;
    }
}
