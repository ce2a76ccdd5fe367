package org.ithaca.cli;

import java.util.concurrent.TimeUnit;

/// The longest time between two acknowledgements of one log while appends were outstanding. Any thread.
final class DemoPauses {
    private long outstanding;
    private long since;
    private long longest;

    synchronized void sent() {
        if (outstanding++ == 0) {
            since = System.nanoTime();
        }
    }

    synchronized void answered() {
        long now = System.nanoTime();
        longest = Math.max(longest, now - since);
        since = now;
        outstanding--;
    }

    synchronized long outstanding() {
        return outstanding;
    }

    synchronized long longestMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longest);
    }
}
