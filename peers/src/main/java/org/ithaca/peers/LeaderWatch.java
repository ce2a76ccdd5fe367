package org.ithaca.peers;

import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Remembers who leads, for clients that must address the leader themselves. While no acknowledgement has
/// come for a moment, a thread of its own looks for another leader: a peer's pause is to be its own, and not
/// the time limit of a request.
final class LeaderWatch {
    private static final long LOOK_MILLIS = 50;
    private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final int members;
    private final IntPredicate leads;
    private volatile int leader;
    private volatile long heard = System.nanoTime();

    /// @param leads asks a member whether it leads; may block, and is called on the watching thread
    LeaderWatch(int members, IntPredicate leads) {
        this.members = members;
        this.leads = leads;
    }

    /// Waits until somebody leads, then watches.
    void start() throws InterruptedException {
        while (!found(-1)) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        Thread.ofPlatform().daemon().name("peers-leader").start(this::watch);
    }

    private boolean found(int not) {
        int[] now = IntStream.range(0, members)
                .filter(member -> member != not)
                .filter(leads)
                .limit(1)
                .toArray();
        if (now.length > 0) {
            leader = now[0];
        }
        return now.length > 0;
    }

    private void watch() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                // The one that leads so far is asked last: it may be the one that does not answer.
                if (System.nanoTime() - heard > STALL_NANOS && !found(leader)) {
                    found(-1);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Something was acknowledged.
    void heard() {
        heard = System.nanoTime();
    }

    /// Who led when somebody was last asked.
    int leader() {
        return leader;
    }
}
