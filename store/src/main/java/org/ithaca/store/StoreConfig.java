package org.ithaca.store;

/// Sizes of the files and bounds of a node's storage.
///
/// @param segmentBytes a segment file takes no further record once it has this many bytes; 1 KiB to 1 GiB
/// @param preallocateBytes most bytes filled with zeros ahead of small writes, so that a force need not grow the
///     file; 0 fills nothing
/// @param memoryBytes bytes held by all MEMORY loglets together above which [Storage.Listener#full] is reported
/// @param compactBytes the state journal is rewritten when it is longer than this and mostly obsolete
/// @param asideBytes a force of at least so many bytes of slots is carried out by a second thread, while what comes
///     next is written
public record StoreConfig(int segmentBytes, int preallocateBytes, long memoryBytes, int compactBytes, int asideBytes) {
    /// 64 MiB segments, 4 MiB ahead, 512 MiB of memory, a journal of 1 MiB, forces of 512 KiB aside.
    public static final StoreConfig DEFAULT = new StoreConfig(64 << 20, 4 << 20, 512L << 20, 1 << 20, 512 << 10);

    public StoreConfig {
        check(segmentBytes >= 1 << 10 && segmentBytes <= 1 << 30, "segmentBytes", segmentBytes);
        check(preallocateBytes >= 0 && preallocateBytes <= segmentBytes, "preallocateBytes", preallocateBytes);
        check(memoryBytes > 0, "memoryBytes", memoryBytes);
        check(compactBytes > 0, "compactBytes", compactBytes);
        check(asideBytes > 0, "asideBytes", asideBytes);
    }

    private static void check(boolean holds, String name, long value) {
        if (!holds) {
            throw new IllegalArgumentException(name + " " + value + " is out of range");
        }
    }
}
