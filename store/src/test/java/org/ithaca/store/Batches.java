package org.ithaca.store;

import org.ithaca.base.Bytes;
import org.ithaca.base.SplitMix;

/// Batches that a test can make again from a number.
final class Batches {
    private Batches() {}

    /// `length` bytes that depend on `seed` alone, often with runs of zeros as real content has.
    static Bytes of(long seed, int length) {
        SplitMix random = new SplitMix(seed);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            if (random.oneIn(40)) {
                i += random.below(30);
            } else {
                bytes[i] = (byte) random.nextLong();
            }
        }
        return Bytes.wrap(bytes);
    }
}
