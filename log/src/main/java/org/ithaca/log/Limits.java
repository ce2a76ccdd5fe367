package org.ithaca.log;

/// Sizes every part agrees on.
public final class Limits {
    /// Largest entry, in bytes: 8 MiB.
    public static final int MAX_ENTRY_BYTES = 8 << 20;

    /// Largest run and so largest single piece of a batch, headers included.
    public static final int MAX_RUN_BYTES = MAX_ENTRY_BYTES + 256;

    /// A batch takes no further run once it has this many bytes: 1 MiB.
    public static final int BATCH_TARGET_BYTES = 1 << 20;

    /// Largest batch, in bytes.
    public static final int MAX_BATCH_BYTES = BATCH_TARGET_BYTES + MAX_RUN_BYTES;

    /// Largest frame on any link, in bytes: 16 MiB.
    public static final int MAX_FRAME_BYTES = 16 << 20;

    /// Most slots a writer has under way that are not stable yet.
    public static final int WINDOW_SLOTS = 1024;

    /// Most bytes a writer has under way that are not stable yet: 32 MiB.
    public static final long WINDOW_BYTES = 32L << 20;

    /// Most logs of a cluster.
    public static final int MAX_LOGS = 1024;

    /// Most nodes of a cluster, members and those away.
    public static final int MAX_NODES = 64;

    private Limits() {}
}
