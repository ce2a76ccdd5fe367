package org.ithaca.sim;

/// How well a [SimNetwork] behaves. Times in nanoseconds; rates are so many frames in 10,000.
///
/// @param minDelay least time a frame takes
/// @param spread   a frame takes up to so much more, evenly drawn
/// @param longDelay rate of frames that take up to 200 times as long; those behind them wait
/// @param loss rate of frames that vanish while their link stays open
/// @param duplicate rate of frames that arrive twice
/// @param reorder rate of frames that may be overtaken by later ones
/// @param turnDelay a process takes up to so long from an arrival to its next turn: what comes meanwhile is one burst
/// @param linkTimeout until a link is given up whose other end is silent although frames are under way to it
/// @param dialTimeout until an attempt to open a link is given up
public record NetworkOptions(
        long minDelay,
        long spread,
        int longDelay,
        int loss,
        int duplicate,
        int reorder,
        long turnDelay,
        long linkTimeout,
        long dialTimeout) {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;

    /// A good local network: 50 to 150 microseconds, no faults.
    public static NetworkOptions lan() {
        return new NetworkOptions(50 * MICRO, 100 * MICRO, 0, 0, 0, 0, 20 * MICRO, 4_000 * MILLI, 1_000 * MILLI);
    }

    /// These options without faults: the same delays, nothing lost, doubled, reordered or late.
    public NetworkOptions healed() {
        return new NetworkOptions(minDelay, spread, 0, 0, 0, 0, turnDelay, linkTimeout, dialTimeout);
    }

    /// These options with other rates of faults.
    public NetworkOptions faulty(int longDelayRate, int lossRate, int duplicateRate, int reorderRate) {
        return new NetworkOptions(
                minDelay,
                spread,
                longDelayRate,
                lossRate,
                duplicateRate,
                reorderRate,
                turnDelay,
                linkTimeout,
                dialTimeout);
    }
}
