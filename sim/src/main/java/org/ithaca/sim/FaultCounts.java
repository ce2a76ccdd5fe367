package org.ithaca.sim;

import java.util.EnumMap;
import java.util.Map;

/// How often each kind of fault was injected.
public final class FaultCounts {
    private static final FaultKind[] KINDS = FaultKind.values();

    private final long[] counts = new long[KINDS.length];

    void add(FaultKind kind) {
        counts[kind.ordinal()]++;
    }

    void addAll(FaultCounts other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    public long of(FaultKind kind) {
        return counts[kind.ordinal()];
    }

    /// All faults together.
    public long total() {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    /// The kinds that were injected at least once, with their counts, in the order of [FaultKind].
    public Map<FaultKind, Long> byKind() {
        Map<FaultKind, Long> seen = new EnumMap<>(FaultKind.class);
        for (FaultKind kind : KINDS) {
            if (of(kind) > 0) {
                seen.put(kind, of(kind));
            }
        }
        return seen;
    }
}
