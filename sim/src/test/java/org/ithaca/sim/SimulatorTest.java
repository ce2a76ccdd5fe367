package org.ithaca.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.Defect;
import org.ithaca.base.SplitMix;
import org.junit.jupiter.api.Test;

class SimulatorTest {
    @Test
    void eventsHappenInTheOrderOfTimeAndThenOfInsertion() {
        SplitMix random = new SplitMix(4);
        Simulator world = new Simulator(1);
        List<long[]> planned = new ArrayList<>();
        List<long[]> happened = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            long[] event = {random.below(300), i};
            SimTimer timer = world.at(event[0], () -> {
                assertEquals(event[0], world.nowNanos());
                happened.add(event);
            });
            if (random.oneIn(5)) {
                timer.cancel();
            } else {
                planned.add(event);
            }
        }
        planned.sort(Comparator.<long[]>comparingLong(e -> e[0]).thenComparingLong(e -> e[1]));
        world.runFor(200);
        assertEquals(200, world.nowNanos());
        assertTrue(happened.stream().allMatch(e -> e[0] <= 200));
        while (world.step()) {
            assertTrue(world.nowNanos() > 200);
        }
        assertEquals(planned, happened);
        assertEquals(planned.size(), world.executed());
    }

    @Test
    void runsUntilSomethingHoldsOrTimeIsUp() {
        Simulator world = new Simulator(1);
        int[] count = new int[1];
        for (int i = 0; i < 10; i++) {
            world.after(i, () -> count[0]++);
        }
        assertTrue(world.runUntil(() -> count[0] == 3, 100));
        assertEquals(3, count[0]);
        assertFalse(world.runUntil(() -> count[0] == 50, 100));
        assertEquals(10, count[0]);
    }

    @Test
    void aWorldThatRunsInCirclesIsStopped() {
        Simulator world = new Simulator(1);
        world.eventLimit(100);
        Runnable[] again = new Runnable[1];
        again[0] = () -> world.after(0, again[0]);
        again[0].run();
        assertThrows(IllegalStateException.class, () -> world.runFor(1));
    }

    @Test
    void streamsDependOnSeedAndPurposeAlone() {
        Simulator world = new Simulator(1);
        long first = world.random("a").nextLong();
        world.random("b").nextLong();
        assertEquals(first, world.random("a").nextLong());
        assertEquals(first, new Simulator(1).random("a").nextLong());
        assertNotEquals(first, new Simulator(1).random("b").nextLong());
        assertNotEquals(first, new Simulator(2).random("a").nextLong());
    }

    @Test
    void theTraceTellsHistoriesApartAndKeepsTheLastEvents() {
        Simulator one = new Simulator(1);
        Simulator two = new Simulator(1);
        StringBuilder all = new StringBuilder();
        one.trace().copyTo(all);
        for (int i = 0; i < 10_000; i++) {
            one.note("n1", "did", i, 0, 0);
            two.note("n1", "did", i, 0, 0);
        }
        assertEquals(one.trace().hash(), two.trace().hash());
        one.note("n1", "did", 1, 2, 3);
        two.note("n1", "did", 1, 3, 2);
        assertNotEquals(one.trace().hash(), two.trace().hash());
        assertEquals(10_001, all.toString().lines().count());
        assertTrue(all.toString().endsWith(one.trace().tail(5)));
        assertEquals(5, one.trace().tail(5).lines().count());
    }

    @Test
    void hooksRememberWhatWasPlantedAndReached() {
        SimHooks hooks = new Simulator(1).hooks();
        hooks.plant(Defect.DEDUPE_OFF);
        hooks.reached("x.y");
        hooks.reached("x.y");
        assertTrue(hooks.planted(Defect.DEDUPE_OFF));
        assertFalse(hooks.planted(Defect.END_IGNORED));
        assertEquals(2L, hooks.probes().get("x.y"));
    }

    @Test
    void theHashOfBytesSeesEveryByteAndNotWhereTheyLie() {
        SplitMix random = new SplitMix(3);
        byte[] bytes = new byte[37];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextLong();
        }
        long hash = Trace.hashOf(Bytes.copyOf(bytes));
        byte[] larger = new byte[50];
        System.arraycopy(bytes, 0, larger, 6, bytes.length);
        assertEquals(hash, Trace.hashOf(Bytes.wrap(larger, 6, bytes.length)));
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 1;
            assertNotEquals(hash, Trace.hashOf(Bytes.copyOf(bytes)));
            bytes[i] ^= 1;
        }
    }
}
