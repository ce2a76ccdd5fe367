package org.ithaca.base;

/// Where random numbers come from: the machine in production, the seed in a simulation.
@FunctionalInterface
public interface Entropy {
    /// 64 fresh random bits.
    long nextLong();

    /// A number from 0 to `bound - 1`; `bound` is at least 1.
    default int below(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound " + bound);
        }
        return (int) Long.remainderUnsigned(nextLong(), bound);
    }

    /// True once in `n` on average.
    default boolean oneIn(int n) {
        return below(n) == 0;
    }
}
