package org.ithaca.cluster;

/// How long a node waits for what, in nanoseconds.
///
/// @param heartbeat between two heartbeats to the same node
/// @param silenceFloor a linked node is never suspected earlier than this after its last frame
/// @param silenceCap nor later than this, however irregular its frames were
/// @param retry between two attempts to get an answer
/// @param takeover added per council rank before a council member starts a change that others should have
/// started
/// @param grace a seal waits this long for answers that would improve on a quorum of worse ones
/// @param request until a request to change the cluster, or a confirmation of a read, is given up
public record Timing(
        long heartbeat, long silenceFloor, long silenceCap, long retry, long takeover, long grace, long request) {
    /// What the server uses.
    public static final Timing DEFAULT =
            new Timing(millis(150), millis(500), millis(5_000), millis(100), millis(250), millis(150), millis(10_000));

    private static long millis(long count) {
        return count * 1_000_000L;
    }
}
