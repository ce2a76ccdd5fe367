package org.ithaca.log;

import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.Position;
import org.jspecify.annotations.Nullable;

/// Puts runs together, one after the other, into the batch that will fill the owner's next slot.
///
/// Small runs are copied. A large one is a batch by itself and shares the memory it came in: what a slot costs is
/// little beside a copy of it.
public final class BatchBuilder {
    /// From this size on a run is a batch by itself.
    static final int LARGE_RUN_BYTES = 64 << 10;

    private static final int LEAST_CAPACITY = 4 << 10;

    private ByteWriter runs = new ByteWriter(LEAST_CAPACITY);
    private @Nullable Bytes large;
    private int entries;

    /// Whether the run may still go into this batch: an empty one takes any valid run.
    public boolean fits(RunView run) {
        return entries == 0 || (!full() && !isLarge(run) && entries + run.count() <= Position.ENTRIES_PER_SLOT);
    }

    /// Much smaller than the memory it came in, it would keep that alive: then it is copied as well.
    private static boolean isLarge(RunView run) {
        Bytes bytes = run.bytes();
        return bytes.length() >= LARGE_RUN_BYTES && bytes.sharedLength() <= 4L * bytes.length();
    }

    /// Adds the run to the end; returns the index, in the batch, of its first entry.
    ///
    /// @throws IllegalStateException unless it [#fits]
    public int append(RunView run) {
        if (!fits(run)) {
            throw new IllegalStateException("the batch has " + entries + " entries and " + runs.length() + " bytes");
        }
        int index = entries;
        if (isLarge(run)) {
            large = run.bytes().retain();
        } else {
            runs.raw(run.bytes());
        }
        entries += run.count();
        return index;
    }

    /// Whether it takes no more runs: it has reached [Limits#BATCH_TARGET_BYTES] or the most entries a slot can
    /// hold, or is a large run.
    public boolean full() {
        return large != null || runs.length() >= Limits.BATCH_TARGET_BYTES || entries >= Position.ENTRIES_PER_SLOT;
    }

    public boolean isEmpty() {
        return entries == 0;
    }

    /// Entries so far.
    public int entries() {
        return entries;
    }

    /// The batch, to be changed no more, with one hold that is the caller's; this builder starts afresh. Its
    /// checksum is [Bytes#crc32c()].
    public Bytes take() {
        Bytes alone = large;
        if (alone != null) {
            large = null;
            entries = 0;
            return alone;
        }
        Bytes batch = runs.shared();
        int capacity = Math.clamp(batch.length() + (batch.length() >> 2), LEAST_CAPACITY, Limits.BATCH_TARGET_BYTES);
        runs = new ByteWriter(capacity);
        entries = 0;
        return batch;
    }
}
