package org.ithaca.base;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// One epoch of one log, and so the engine instance that serves it: epochs of a log count 0, 1, 2, ...
public record LogletId(LogId log, int epoch) implements Comparable<LogletId> {
    private static final Comparator<LogletId> ORDER =
            Comparator.comparing(LogletId::log).thenComparingInt(LogletId::epoch);

    public LogletId {
        if (epoch < 0) {
            throw new IllegalArgumentException("an epoch is not negative: " + epoch);
        }
    }

    // Written out as in NodeId.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LogletId id && epoch == id.epoch && log.equals(id.log);
    }

    @Override
    public int hashCode() {
        return 31 * log.hashCode() + epoch;
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
