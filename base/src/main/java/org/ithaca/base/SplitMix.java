package org.ithaca.base;

/// SplitMix64 (Steele, Lea, Flood 2014): a small seeded generator whose stream is the same on every machine
/// and JDK.
public final class SplitMix implements Entropy {
    private long state;

    public SplitMix(long seed) {
        state = seed;
    }

    @Override
    public long nextLong() {
        state += 0x9E3779B97F4A7C15L;
        return mix(state);
    }

    /// An independent generator, itself determined by this one's state.
    public SplitMix split() {
        return new SplitMix(nextLong());
    }

    /// The finalizer alone: a good 64-bit mix of `z`.
    public static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
