package org.ithaca.io;

import java.util.ArrayList;
import java.util.List;

/// The ends of local links at one loop that have frames to hand over when the turn ends. Belongs to that loop.
final class LocalFlush {
    private final NodeLoop loop;
    private List<LocalLink> dirty = new ArrayList<>();
    private List<LocalLink> flushing = new ArrayList<>();

    /// From any thread.
    LocalFlush(NodeLoop loop) {
        this.loop = loop;
        loop.execute(() -> loop.onFlush(this::flush));
    }

    NodeLoop loop() {
        return loop;
    }

    /// The end has frames to hand over.
    void later(LocalLink link) {
        dirty.add(link);
        loop.touch();
    }

    private void flush() {
        List<LocalLink> now = dirty;
        dirty = flushing;
        flushing = now;
        now.forEach(LocalLink::handOver);
        now.clear();
    }
}
