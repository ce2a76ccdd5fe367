package org.ithaca.store;

import org.ithaca.base.IthacaException;
import org.ithaca.base.LogletId;
import org.jspecify.annotations.Nullable;

/// Stands before the core's listener: memory and disk may be full independently, the core hears of the first to
/// become full and of the last to have room again. Belongs to the core's thread.
final class Gate implements Storage.Listener {
    private Storage.@Nullable Listener target;
    private boolean diskFull;
    private boolean memoryFull;

    void target(Storage.Listener listener) {
        target = listener;
    }

    @Override
    public void stored(LogletId loglet, long frontier) {
        target().stored(loglet, frontier);
    }

    @Override
    public void full(String message) {
        boolean already = diskFull || memoryFull;
        diskFull = true;
        if (!already) {
            target().full(message);
        }
    }

    @Override
    public void roomAgain() {
        diskFull = false;
        if (!memoryFull) {
            target().roomAgain();
        }
    }

    /// The loglets in memory are above their bound, or below it again.
    void memory(boolean full, String message) {
        if (full == memoryFull) {
            return;
        }
        memoryFull = full;
        if (full && !diskFull) {
            target().full(message);
        } else if (!full && !diskFull) {
            target().roomAgain();
        }
    }

    @Override
    public void failed(LogletId loglet, IthacaException why) {
        target().failed(loglet, why);
    }

    @Override
    public void broken(IthacaException why) {
        if (target == null) {
            throw why;
        }
        target.broken(why);
    }

    private Storage.Listener target() {
        if (target == null) {
            throw new IllegalStateException("the storage has answers and no listener: call listen() first");
        }
        return target;
    }
}
