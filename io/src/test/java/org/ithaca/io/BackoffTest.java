package org.ithaca.io;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.SplitMix;
import org.junit.jupiter.api.Test;

/// Pauses between attempts to connect: short while the other process may just be starting.
class BackoffTest {
    private static final TcpLimits LIMITS = TcpLimits.DEFAULT;

    @Test
    void pausesDoubleAtEveryFourthAttemptUpToTheLongest() {
        Backoff backoff = new Backoff(LIMITS, new SplitMix(1));
        List<Integer> pauses = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            pauses.add(backoff.pauseMillis());
        }
        for (int i = 0; i < pauses.size(); i++) {
            int whole = Math.min(LIMITS.longestPauseMillis(), LIMITS.firstPauseMillis() << Math.min(20, i / 4));
            int pause = pauses.get(i);
            assertTrue(pause >= whole - whole / 2 && pause <= whole, "attempt " + i + " after " + pause);
        }
    }

    @Test
    void afterSuccessTheyBeginAnew() {
        Backoff backoff = new Backoff(LIMITS, new SplitMix(1));
        backoff.slowDown();
        assertTrue(backoff.pauseMillis() >= LIMITS.longestPauseMillis() / 2);
        backoff.reset();
        for (int i = 0; i < 4; i++) {
            assertTrue(backoff.pauseMillis() <= LIMITS.firstPauseMillis());
        }
    }
}
