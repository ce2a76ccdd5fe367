package org.ithaca.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogletId;
import org.jspecify.annotations.Nullable;

/// Stands before the core's listener: memory and disk may be full independently, the core hears of the first to
/// become full and of the last to have room again. What happens before there is a listener waits for it.
/// Belongs to the core's thread.
final class Gate implements Storage.Listener {
    private final List<Consumer<Storage.Listener>> early = new ArrayList<>();
    private Storage.@Nullable Listener target;
    private boolean diskFull;
    private boolean memoryFull;

    void target(Storage.Listener listener) {
        target = listener;
        early.forEach(event -> event.accept(listener));
        early.clear();
    }

    @Override
    public void stored(LogletId loglet, long frontier) {
        tell(core -> core.stored(loglet, frontier));
    }

    @Override
    public void full(String message) {
        boolean already = diskFull || memoryFull;
        diskFull = true;
        if (!already) {
            tell(core -> core.full(message));
        }
    }

    @Override
    public void roomAgain() {
        diskFull = false;
        if (!memoryFull) {
            tell(Storage.Listener::roomAgain);
        }
    }

    /// The loglets in memory are above their bound, or below it again.
    void memory(boolean full, String message) {
        if (full == memoryFull) {
            return;
        }
        memoryFull = full;
        if (full && !diskFull) {
            tell(core -> core.full(message));
        } else if (!full && !diskFull) {
            tell(Storage.Listener::roomAgain);
        }
    }

    @Override
    public void failed(LogletId loglet, IthacaException why) {
        tell(core -> core.failed(loglet, why));
    }

    @Override
    public void broken(IthacaException why) {
        if (target == null) {
            throw why;
        }
        target.broken(why);
    }

    private void tell(Consumer<Storage.Listener> event) {
        if (target == null) {
            early.add(event);
        } else {
            event.accept(target);
        }
    }
}
