package org.ithaca.sim;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The way from one host to another: open or cut, fast or clogged.
final class Path {
    final String name;

    @Nullable
    CutMode cut;

    long clogStep;
    long clogDelay;
    long frames;
    long bytes;
    private List<Runnable> waiting = new ArrayList<>();

    Path(String name) {
        this.name = name;
    }

    /// Keeps `delivery` for when the path is open again.
    void hold(Runnable delivery) {
        waiting.add(delivery);
    }

    /// What was kept, in order; nothing is kept any more.
    List<Runnable> release() {
        List<Runnable> released = waiting;
        waiting = new ArrayList<>();
        return released;
    }
}
