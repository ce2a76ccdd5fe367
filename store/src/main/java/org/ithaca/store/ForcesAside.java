package org.ithaca.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.ithaca.base.LogletId;
import org.jspecify.annotations.Nullable;

/// The large forces that another thread carries out for the disk thread, at most one a loglet: the disk takes what
/// comes next meanwhile, and is never without work.
///
/// Belongs to the disk thread.
final class ForcesAside {
    private final Consumer<Runnable> thread;
    private final Runnable wake;
    private final long least;
    private final Map<LogletId, FileSlotStore> underWay = new TreeMap<>();

    /// @param thread carries them out
    /// @param wake says that one has ended; called by `thread`
    /// @param least bytes of slots that are worth it
    ForcesAside(Consumer<Runnable> thread, Runnable wake, long least) {
        this.thread = thread;
        this.wake = wake;
        this.least = least;
    }

    /// Begins to force what was written of the loglet; false if that is too little, or not only slots.
    boolean begin(LogletId loglet, FileSlotStore slots) throws IOException {
        SegmentForce begun = slots.beginForce(least);
        if (begun == null) {
            return false;
        }
        underWay.put(loglet, slots);
        thread.accept(() -> {
            try {
                begun.run();
            } finally {
                wake.run();
            }
        });
        return true;
    }

    /// Whether there are none that were not taken by [#take].
    boolean none() {
        return underWay.isEmpty();
    }

    /// Of which loglets a force has ended.
    List<LogletId> ended() {
        List<LogletId> ended = new ArrayList<>(underWay.size());
        underWay.forEach((loglet, slots) -> {
            if (slots.forceDone()) {
                ended.add(loglet);
            }
        });
        return ended;
    }

    /// Where a force has ended, once; null if the loglet is gone.
    @Nullable
    FileSlotStore take(LogletId loglet) {
        return underWay.remove(loglet);
    }

    /// The loglet is gone.
    void forget(LogletId loglet) {
        underWay.remove(loglet);
    }

    /// Waits until all have [#ended].
    void await() {
        underWay.values().forEach(FileSlotStore::awaitForce);
    }
}
