package org.ithaca.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A leader that is silent is replaced by one that says it leads.
class LeaderWatchTest {
    @Test
    void theOneThatLeadsIsFound() throws InterruptedException {
        LeaderWatch watch = new LeaderWatch(3, member -> member == 1);
        watch.start();
        assertEquals(1, watch.leader());
    }

    @Test
    void afterSilenceAnotherOneIsAskedFor() throws InterruptedException {
        CountDownLatch askedAgain = new CountDownLatch(2);
        AtomicInteger leads = new AtomicInteger();
        LeaderWatch watch = new LeaderWatch(3, member -> {
            if (member == 2 && leads.get() == 2) {
                askedAgain.countDown();
            }
            return member == leads.get();
        });
        watch.start();
        leads.set(2);
        askedAgain.await();
        assertEquals(2, watch.leader());
    }
}
