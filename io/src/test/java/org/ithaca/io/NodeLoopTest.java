package org.ithaca.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NodeLoopTest {
    private static final long SECOND = 1_000_000_000L;

    private static NodeLoop start() {
        return NodeLoop.start(LoopOptions.named("test"));
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertTrue(latch.await(20, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource(LoopOptions.Transport.class)
    void tasksOfManyThreadsRunOnOneThreadInTheirOrder(LoopOptions.Transport transport) throws InterruptedException {
        int threads = 4;
        int each = 20_000;
        try (NodeLoop loop = NodeLoop.start(LoopOptions.named("test").withTransport(transport))) {
            assertFalse(loop.onThread());
            int[] next = new int[threads];
            AtomicInteger wrong = new AtomicInteger();
            CountDownLatch done = new CountDownLatch(threads * each);
            for (int t = 0; t < threads; t++) {
                int thread = t;
                Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < each; i++) {
                        int number = i;
                        loop.execute(() -> {
                            if (next[thread]++ != number || !loop.onThread()) {
                                wrong.incrementAndGet();
                            }
                            done.countDown();
                        });
                    }
                });
            }
            await(done);
            assertEquals(0, wrong.get());
        }
    }

    @Test
    void tasksThatWaitTogetherShareATurnOfLimitedLength() throws InterruptedException {
        try (NodeLoop loop = start()) {
            List<Integer> perTurn = new ArrayList<>();
            int[] ran = new int[1];
            CountDownLatch gate = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(1);
            loop.execute(() -> {
                loop.onTurnEnd(() -> {
                    perTurn.add(ran[0]);
                    ran[0] = 0;
                });
                gate.countDown();
            });
            await(gate);
            CountDownLatch hold = new CountDownLatch(1);
            loop.execute(() -> awaitUnchecked(hold));
            for (int i = 0; i < 3000; i++) {
                loop.execute(() -> ran[0]++);
            }
            loop.execute(done::countDown);
            hold.countDown();
            await(done);
            CompletableFuture<List<Integer>> seen = new CompletableFuture<>();
            loop.execute(() -> {
                perTurn.add(ran[0]);
                seen.complete(List.copyOf(perTurn));
            });
            List<Integer> counts = seen.join();
            assertEquals(3000, counts.stream().mapToInt(Integer::intValue).sum());
            assertTrue(counts.stream().allMatch(count -> count <= 1024), counts.toString());
            assertTrue(counts.size() <= 6, counts.toString());
        }
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            await(latch);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anIdleLoopHasNoTurns() throws InterruptedException {
        try (NodeLoop loop = start()) {
            AtomicInteger turns = new AtomicInteger();
            CountDownLatch rung = new CountDownLatch(1);
            Alarm alarm = loop.alarm(rung::countDown);
            loop.execute(() -> {
                loop.onTurnEnd(turns::incrementAndGet);
                alarm.wakeAt(loop.clock().nanos() + SECOND / 5);
            });
            await(rung);
            CompletableFuture<Integer> seen = new CompletableFuture<>();
            loop.execute(() -> seen.complete(turns.get()));
            assertTrue(seen.join() <= 2, "the task and the alarm, not " + seen.join());
        }
    }

    @Test
    void anAlarmRingsOnceAtTheTimeLastAskedFor() throws InterruptedException {
        try (NodeLoop loop = start()) {
            List<Long> rings = new ArrayList<>();
            CountDownLatch end = new CountDownLatch(1);
            Alarm alarm = loop.alarm(() -> rings.add(loop.clock().nanos()));
            Alarm last = loop.alarm(end::countDown);
            long[] asked = new long[1];
            loop.execute(() -> {
                long now = loop.clock().nanos();
                alarm.wakeAt(now + 3600 * SECOND);
                alarm.wakeAt(now + SECOND / 100);
                alarm.wakeAt(now + SECOND / 10);
                asked[0] = now + SECOND / 10;
                last.wakeAt(now + SECOND / 4);
            });
            await(end);
            assertEquals(1, rings.size());
            assertTrue(rings.getFirst() >= asked[0]);
        }
    }

    @Test
    void anAlarmPutOffForEverDoesNotRing() throws InterruptedException {
        try (NodeLoop loop = start()) {
            AtomicInteger rings = new AtomicInteger();
            CountDownLatch end = new CountDownLatch(1);
            Alarm alarm = loop.alarm(rings::incrementAndGet);
            Alarm last = loop.alarm(end::countDown);
            loop.execute(() -> {
                alarm.wakeAt(loop.clock().nanos() + SECOND / 20);
                alarm.wakeAt(Alarm.NEVER);
                last.wakeAt(loop.clock().nanos() + SECOND / 10);
            });
            await(end);
            assertEquals(0, rings.get());
        }
    }

    @Test
    void anAlarmAtTheBeginningOfTimeRingsAtOnceAndCanBeSetAgain() throws InterruptedException {
        try (NodeLoop loop = start()) {
            CountDownLatch rings = new CountDownLatch(2);
            AtomicReference<Alarm> alarm = new AtomicReference<>();
            alarm.set(loop.alarm(() -> {
                rings.countDown();
                alarm.get().wakeAt(loop.clock().nanos() + SECOND / 100);
            }));
            loop.execute(() -> alarm.get().wakeAt(Long.MIN_VALUE));
            await(rings);
        }
    }

    @Test
    void anAlarmInThePastRingsAtOnceAndMayBeSetByItself() throws InterruptedException {
        try (NodeLoop loop = start()) {
            CountDownLatch rings = new CountDownLatch(5);
            AtomicReference<Alarm> alarm = new AtomicReference<>();
            alarm.set(loop.alarm(() -> {
                rings.countDown();
                alarm.get().wakeAt(loop.clock().nanos() - 1);
            }));
            loop.execute(() -> alarm.get().wakeAt(0));
            await(rings);
        }
    }

    @Test
    void anErrorOfTheCoreStopsTheLoopAndIsTold() throws InterruptedException {
        AtomicReference<Throwable> heard = new AtomicReference<>();
        CountDownLatch told = new CountDownLatch(1);
        NodeLoop loop = NodeLoop.start(LoopOptions.named("test"), failure -> {
            heard.set(failure);
            told.countDown();
        });
        IllegalStateException bug = new IllegalStateException("a bug");
        AtomicInteger later = new AtomicInteger();
        CountDownLatch hold = new CountDownLatch(1);
        loop.execute(() -> awaitUnchecked(hold));
        loop.execute(() -> {
            throw bug;
        });
        loop.execute(later::incrementAndGet);
        hold.countDown();
        await(told);
        assertSame(bug, heard.get());
        assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
        loop.close();
        assertEquals(0, later.get());
    }

    @Test
    void aClosedLoopSaysSo() {
        NodeLoop loop = start();
        loop.close();
        loop.close();
        assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
    }

    @Test
    void aLoopThatPollsWorksAsWell() throws InterruptedException {
        try (NodeLoop loop = NodeLoop.start(LoopOptions.named("test").withSpinNanos(200_000))) {
            for (int i = 0; i < 200; i++) {
                CountDownLatch done = new CountDownLatch(1);
                loop.execute(done::countDown);
                await(done);
            }
        }
    }
}
