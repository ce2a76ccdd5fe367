package org.ithaca.cli;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// When nodes that have ended are started again: at once if they ran for a while, else after pauses that double
/// from half a second to half a minute, so that a node that cannot run does not take the machine.
///
/// *Units.* Times are those of [System#nanoTime]. *Threading.* One thread.
final class Restarts {
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(30);
    private static final long GOOD_RUN = TimeUnit.SECONDS.toNanos(60);

    private final long[] startedAt;
    private final long[] pause;

    /// @param nodes how many there are, all started now
    Restarts(int nodes, long now) {
        startedAt = new long[nodes];
        pause = new long[nodes];
        Arrays.fill(startedAt, now);
    }

    /// Whether a node that is not running is to be started now; if so, it counts as started.
    boolean due(int node, long now) {
        long since = now - startedAt[node];
        if (since < GOOD_RUN && since < pause[node]) {
            return false;
        }
        pause[node] = since < GOOD_RUN ? Math.clamp(2 * pause[node], FIRST_PAUSE, LONGEST_PAUSE) : 0;
        startedAt[node] = now;
        return true;
    }
}
