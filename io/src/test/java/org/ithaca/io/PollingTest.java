package org.ithaca.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.SelectStrategy;
import org.junit.jupiter.api.Test;

class PollingTest {
    private static final long SPIN = 100;

    private long now = 1_000_000;
    private final Polling polling = new Polling(false, SPIN, () -> now);

    @Test
    void aLoopThatHasSleptSleepsAgain() throws Exception {
        turnAfter(SPIN + 1);
        assertEquals(SelectStrategy.SELECT, polling.calculateStrategy(() -> 7, false));
    }

    @Test
    void afterAShortPauseItPolls() throws Exception {
        turnAfter(SPIN);
        now += SPIN;
        assertEquals(7, polling.calculateStrategy(() -> 7, false));
    }

    @Test
    void aPauseThatGetsLongEndsInSleep() throws Exception {
        turnAfter(SPIN);
        now += SPIN + 1;
        assertEquals(SelectStrategy.SELECT, polling.calculateStrategy(() -> 7, false));
    }

    @Test
    void howLongTheTurnItselfTakesDoesNotMatter() throws Exception {
        polling.calculateStrategy(() -> 0, false);
        now += SPIN;
        polling.begins();
        now += 100 * SPIN;
        polling.worked();
        assertEquals(7, polling.calculateStrategy(() -> 7, false));
    }

    @Test
    void aTurnTheLoopMadeForItselfIsNoSignOfBusyTimes() throws Exception {
        turnAfter(10 * SPIN);
        polling.calculateStrategy(() -> 0, true);
        polling.begins();
        polling.worked();
        assertEquals(SelectStrategy.SELECT, polling.calculateStrategy(() -> 7, false));
    }

    @Test
    void aLoopThatCarriesMuchSleepsUntilItCarriesLittleAgain() throws Exception {
        for (int turn = 0; turn < 20; turn++) {
            polling.carried(1 << 20);
            turnAfter(1);
        }
        assertEquals(SelectStrategy.SELECT, polling.calculateStrategy(() -> 7, false));
        for (int turn = 0; turn < 200; turn++) {
            polling.carried(100);
            turnAfter(1);
        }
        assertEquals(7, polling.calculateStrategy(() -> 7, false));
    }

    @Test
    void withTasksItNeverSleeps() throws Exception {
        turnAfter(10 * SPIN);
        assertEquals(7, polling.calculateStrategy(() -> 7, true));
    }

    @Test
    void withoutTimeToPollItSleepsAlways() throws Exception {
        Polling never = new Polling(false, 0, () -> now);
        never.begins();
        never.worked();
        assertEquals(SelectStrategy.SELECT, never.calculateStrategy(() -> 7, false));
    }

    private void turnAfter(long pause) throws Exception {
        polling.calculateStrategy(() -> 0, false);
        now += pause;
        polling.begins();
        polling.worked();
    }
}
