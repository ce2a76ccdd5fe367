package org.ithaca.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.ithaca.bench.AppendResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The driver of a load: its window, what it counts, what it takes for failed.
class LoadRunTest {
    /// Acknowledges when it is polled, the oldest first.
    private static final class Polled implements Link {
        private final Queue<Long> underWay = new ArrayDeque<>();
        private final boolean failing;
        private int most;
        private long sent;
        private final Set<Long> tokens = new HashSet<>();
        private @Nullable LoadRun run;

        Polled(boolean failing) {
            this.failing = failing;
        }

        @Override
        public boolean send(Work work, byte[] payload, long token) {
            underWay.add(token);
            tokens.add(token);
            sent++;
            most = Math.max(most, underWay.size());
            return true;
        }

        @Override
        public boolean polls() {
            return true;
        }

        @Override
        public int poll() {
            Long token = underWay.poll();
            if (token == null || run == null) {
                return 0;
            }
            if (failing) {
                run.failed(token);
            } else {
                run.done(token);
            }
            return 1;
        }

        @Override
        public void close() {}
    }

    private static AppendResult run(Polled link, String order) throws InterruptedException {
        LoadRun run = new LoadRun(link, LoadOrder.parse(order));
        link.run = run;
        return run.run(line -> {});
    }

    @Test
    void aClosedLoopKeepsItsWindowFull() throws InterruptedException {
        Polled link = new Polled(false);
        AppendResult result = run(link, "work=APPEND bytes=10 window=7 rate=0 warmup=0 measured=200 pids=");
        assertEquals(7, link.most);
        assertTrue(result.appends() > 7);
        assertEquals(0, result.failures());
    }

    @Test
    void ofManyOutstandingAllAreCountedAndSomeAreTimed() throws InterruptedException {
        Polled link = new Polled(false);
        AppendResult result = run(link, "work=APPEND bytes=10 window=64 rate=0 warmup=0 measured=100 pids=");
        long timed = link.tokens.stream().filter(token -> (token & 1) != 0).count();
        assertEquals((link.sent + 3) / 4, timed);
        assertEquals(link.sent, link.tokens.size(), "keys are chosen by tokens");
        assertTrue(result.appends() > 64 && result.appends() <= link.sent);
        assertEquals(0, result.failures());
    }

    @Test
    void failuresAreNotCountedAsDone() throws InterruptedException {
        AppendResult result = run(new Polled(true), "work=APPEND bytes=10 window=7 rate=0 warmup=0 measured=100 pids=");
        assertEquals(0, result.appends());
        assertTrue(result.failures() > 7);
    }

    @Test
    void anOpenLoopSendsWhatIsDue() throws InterruptedException {
        AppendResult result =
                run(new Polled(false), "work=APPEND bytes=10 window=1000 rate=1000 warmup=0 measured=500 pids=");
        assertTrue(result.appends() > 100 && result.appends() <= 520, () -> "appends " + result.appends());
    }

    /// The thread that watches the load looks every 100 ms: what it found after the end once counted as a pause.
    @Test
    void theTimeAfterALoadWasEndedIsNoPause() throws InterruptedException {
        long began = System.nanoTime();
        Polled link = new Polled(false);
        LoadRun run = new LoadRun(
                link, LoadOrder.parse("work=APPEND bytes=10 window=1 rate=0 warmup=0 measured=60000 pids="));
        link.run = run;
        AtomicLong stopped = new AtomicLong();
        Thread stopper = Thread.ofVirtual().start(() -> {
            LockSupport.parkNanos(1_000_000);
            run.stop();
            stopped.set(System.nanoTime());
        });
        AppendResult result = run.run(line -> {});
        stopper.join();
        assertTrue(result.longestGapMillis() <= (stopped.get() - began) / 1e6, "the gap lies within the load");
    }
}
