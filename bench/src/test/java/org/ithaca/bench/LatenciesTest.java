package org.ithaca.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static final long MICRO = 1_000;

    private final Latencies latencies = new Latencies(1000 * MICRO, 2000 * MICRO);

    private LatencySummary summary() {
        Histogram all = new Histogram(3);
        latencies.addTo(all);
        return LatencySummary.of(all);
    }

    @Test
    void onlyAcknowledgementsOfTheMeasuredTimeCount() {
        latencies.acknowledged(990 * MICRO, 999 * MICRO);
        latencies.acknowledged(990 * MICRO, 1000 * MICRO);
        latencies.acknowledged(1900 * MICRO, 2000 * MICRO);
        assertEquals(10, summary().most(), 0.1);
        assertEquals(3, latencies.seen());
    }

    @Test
    void percentilesAreInMicroseconds() {
        for (int i = 1; i <= 1000; i++) {
            latencies.acknowledged(1500 * MICRO - i * MICRO, 1500 * MICRO);
        }
        assertEquals(500, summary().p50(), 1);
        assertEquals(990, summary().p99(), 1);
        assertEquals(999, summary().p999(), 1);
        assertEquals(1000, summary().most(), 1);
    }

    @Test
    void theLongestGapLiesBetweenAcknowledgements() {
        latencies.acknowledged(0, 1100 * MICRO);
        latencies.acknowledged(0, 1600 * MICRO);
        latencies.acknowledged(0, 1999 * MICRO);
        assertEquals(500 * MICRO, latencies.longestGapNanos());
    }

    @Test
    void aGapThatLastsToTheEndCountsToo() {
        latencies.acknowledged(0, 1100 * MICRO);
        assertEquals(900 * MICRO, latencies.longestGapNanos());
    }

    @Test
    void withoutAnyAcknowledgementTheGapIsTheWholeTime() {
        assertEquals(1000 * MICRO, latencies.longestGapNanos());
        assertEquals(new LatencySummary(0, 0, 0, 0), summary());
    }
}
