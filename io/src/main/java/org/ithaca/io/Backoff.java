package org.ithaca.io;

import org.ithaca.base.Entropy;

/// Pauses between attempts: doubling at every fourth up to a cap, which takes some seconds, each shortened at random
/// by up to a half so that many who lost the same peer do not come back as one. A process that is being started is
/// found soon after it listens; one that stays away is not asked often.
final class Backoff {
    private static final int ATTEMPTS_A_STEP = 4;

    private final Entropy entropy;
    private final int first;
    private final int longest;
    private int next;
    private int attempts;

    Backoff(TcpLimits limits, Entropy entropy) {
        this.entropy = entropy;
        first = limits.firstPauseMillis();
        longest = limits.longestPauseMillis();
        next = first;
    }

    /// The pause before the next attempt, in milliseconds.
    int pauseMillis() {
        int whole = next;
        if (++attempts % ATTEMPTS_A_STEP == 0) {
            next = Math.min(longest, next * 2);
        }
        int half = whole / 2;
        return whole - half + entropy.below(half + 1);
    }

    /// The next pause is the longest one: trying soon again is of no use.
    void slowDown() {
        next = longest;
    }

    /// What was tried went well for a while.
    void reset() {
        attempts = 0;
        next = first;
    }
}
