package org.ithaca.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ithaca.bench.Figure;
import org.junit.jupiter.api.Test;

/// Ithaca is compared with the best of the others, whatever "best" means for a value.
class BarTest {
    private static Bar bar(boolean most, double factor, boolean longest) {
        return new Bar(Workload.W2, Optional.of(true), Optional.of(Form.CLIENT), "x", most, factor, longest);
    }

    private static Figure figure(double... values) {
        return Figure.of(java.util.Arrays.stream(values).boxed().toList());
    }

    private static final Map<String, Figure> FIGURES = Map.of(
            "ithaca", figure(100, 120, 140), "slow", figure(10), "middle", figure(40, 50, 60), "quick", figure(60));

    @Test
    void aThroughputIsComparedWithTheHighest() {
        Bar bar = bar(false, 2, false);
        double ratio = bar.ratio(FIGURES).orElseThrow();
        assertEquals(2, ratio);
        assertTrue(bar.met(ratio));
        assertFalse(bar(false, 2.01, false).met(ratio));
    }

    @Test
    void aTimeIsComparedWithTheLowest() {
        Bar bar = bar(true, 12, false);
        double ratio = bar.ratio(FIGURES).orElseThrow();
        assertEquals(12, ratio);
        assertTrue(bar.met(ratio));
        assertFalse(bar(true, 11.9, false).met(ratio));
    }

    @Test
    void theLongestTrialCountsWhereAsked() {
        assertEquals(14, bar(true, 1, true).ratio(FIGURES).orElseThrow());
    }

    @Test
    void aloneThereIsNothingToCompare() {
        assertTrue(bar(true, 1, false).ratio(Map.of("ithaca", figure(1))).isEmpty());
        assertTrue(bar(true, 1, false).ratio(Map.of("quick", figure(1))).isEmpty());
    }

    @Test
    void aBarIsAskedAtItsLevelAndForm() {
        Bar bar = bar(false, 2, false);
        assertTrue(bar.asksOf(new Sample.Set(Workload.W2, true, Form.CLIENT)));
        assertFalse(bar.asksOf(new Sample.Set(Workload.W2, false, Form.CLIENT)));
        assertFalse(bar.asksOf(new Sample.Set(Workload.W2, true, Form.EMBEDDED)));
        assertFalse(bar.asksOf(new Sample.Set(Workload.W3, true, Form.CLIENT)));
        assertEquals(
                List.of(Workload.W1, Workload.W2),
                Workload.parse("w2,w1").stream()
                        .sorted(java.util.Comparator.comparing(Workload::key))
                        .toList());
    }
}
