package org.ithaca.log.contract;

import org.ithaca.base.SplitMix;

/// What the network and the disks of a [ContractCluster] do to the loglets.
///
/// @param lossOneIn one frame in so many is lost; 0 for none
/// @param doubleOneIn one frame in so many arrives twice; 0 for none
/// @param delayNanos a frame takes up to this long, each another time, so that frames overtake; at least 1
/// @param diskNanos a slot is stored after up to this long; at least 1
public record Faults(int lossOneIn, int doubleOneIn, long delayNanos, long diskNanos) {
    /// Every frame arrives once, in order, after the same short time.
    public static final Faults NONE = new Faults(0, 0, 1, 1);

    /// Frames are lost, doubled and reordered.
    public static final Faults HARSH = new Faults(8, 8, 5_000_000, 8_000_000);

    boolean loses(SplitMix random) {
        return lossOneIn > 0 && random.oneIn(lossOneIn);
    }

    boolean doubles(SplitMix random) {
        return doubleOneIn > 0 && random.oneIn(doubleOneIn);
    }

    long delay(SplitMix random) {
        return 100_000L + random.below((int) delayNanos);
    }

    long disk(SplitMix random) {
        return 100_000L + random.below((int) diskNanos);
    }
}
