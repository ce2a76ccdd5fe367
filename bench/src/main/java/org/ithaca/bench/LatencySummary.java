package org.ithaca.bench;

import org.HdrHistogram.Histogram;

/// Latencies of many operations, in microseconds; all 0 if there was none.
public record LatencySummary(double p50, double p99, double p999, double most) {
    static LatencySummary of(Histogram nanos) {
        return new LatencySummary(
                nanos.getValueAtPercentile(50) / 1e3,
                nanos.getValueAtPercentile(99) / 1e3,
                nanos.getValueAtPercentile(99.9) / 1e3,
                nanos.getMaxValue() / 1e3);
    }
}
