package org.ithaca.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Nodes that end at once must not be started in a tight loop: three of them took both processors.
class RestartsTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aNodeThatEndsAtOnceIsStartedLaterAndLater() {
        Restarts restarts = new Restarts(1, 0);
        List<Long> starts = new ArrayList<>();
        for (long now = 0; now < 150 * SECOND; now += SECOND / 4) {
            if (restarts.due(0, now)) {
                starts.add(now / SECOND);
            }
        }
        assertEquals(List.of(0L, 0L, 1L, 3L, 7L, 15L, 31L, 61L, 91L, 121L), starts);
    }

    @Test
    void aNodeThatRanForAMinuteIsStartedAtOnce() {
        Restarts restarts = new Restarts(2, 0);
        for (long now = 0; now < 20 * SECOND; now += SECOND / 10) {
            restarts.due(1, now);
        }
        assertFalse(restarts.due(1, 21 * SECOND));
        assertTrue(restarts.due(0, 21 * SECOND), "the other node's failures do not count");
        assertTrue(restarts.due(1, 100 * SECOND), "it ran for more than a minute");
        assertTrue(restarts.due(1, 100 * SECOND + 1), "and that was its first early end since");
    }
}
