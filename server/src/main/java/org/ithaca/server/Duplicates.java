package org.ithaca.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.ithaca.base.Link;
import org.ithaca.log.RunView;

/// Copies of runs that are under way already: each is answered when its session has been delivered that
/// far.
final class Duplicates {
    /// A copy that waits.
    record Copy(Link link, long request, long session, long first, int count) {
        private long last() {
            return first + count - 1;
        }
    }

    private final Map<Long, List<Copy>> bySession = new HashMap<>();

    void add(RunView run, long request, Link link) {
        bySession
                .computeIfAbsent(run.session(), any -> new ArrayList<>())
                .add(new Copy(link, request, run.session(), run.firstSequence(), run.count()));
    }

    /// The session was delivered up to `last`.
    void delivered(long session, long last, Consumer<Copy> answered) {
        if (bySession.isEmpty()) {
            return;
        }
        List<Copy> copies = bySession.get(session);
        if (copies == null) {
            return;
        }
        copies.removeIf(copy -> {
            boolean done = copy.last() <= last;
            if (done) {
                answered.accept(copy);
            }
            return done;
        });
        if (copies.isEmpty()) {
            bySession.remove(session);
        }
    }

    /// None of what they copy will be delivered any more.
    void drop(Consumer<Copy> dropped) {
        bySession.values().forEach(copies -> copies.forEach(dropped));
        bySession.clear();
    }

    void closed(Link link) {
        bySession.values().removeIf(copies -> {
            copies.removeIf(copy -> copy.link.equals(link));
            return copies.isEmpty();
        });
    }
}
