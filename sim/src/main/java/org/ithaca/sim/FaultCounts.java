package org.ithaca.sim;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// How often each kind of fault was injected.
public final class FaultCounts {
    private final Map<FaultKind, Long> counts = new EnumMap<>(FaultKind.class);

    FaultCounts() {}

    void add(FaultKind kind) {
        counts.merge(kind, 1L, Long::sum);
    }

    void addAll(FaultCounts other) {
        other.counts.forEach((kind, count) -> counts.merge(kind, count, Long::sum));
    }

    public long of(FaultKind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /// All faults together.
    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /// The kinds that were injected at least once, with their counts, in the order of [FaultKind].
    public Map<FaultKind, Long> byKind() {
        return Collections.unmodifiableMap(counts);
    }
}
