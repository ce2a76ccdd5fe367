package org.ithaca.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
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

    private static final int MOST = 1 << 16;

    private final Map<Long, List<Copy>> bySession = new HashMap<>();
    private int size;

    /// Whether no further copy should be kept: clients ask again and again while nothing is delivered.
    boolean full() {
        return size >= MOST;
    }

    void add(RunView run, long request, Link link) {
        bySession
                .computeIfAbsent(run.session(), any -> new ArrayList<>())
                .add(new Copy(link, request, run.session(), run.firstSequence(), run.count()));
        size++;
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
        remove(copies, copy -> {
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

    /// The log has forgotten the session: nothing more of it will be delivered.
    void forgotten(long session, Consumer<Copy> refused) {
        List<Copy> copies = bySession.isEmpty() ? null : bySession.remove(session);
        if (copies != null) {
            size -= copies.size();
            copies.forEach(refused);
        }
    }

    private void remove(List<Copy> copies, Predicate<Copy> which) {
        int before = copies.size();
        copies.removeIf(which);
        size -= before - copies.size();
    }

    /// None of what they copy will be delivered any more.
    void drop(Consumer<Copy> dropped) {
        bySession.values().forEach(copies -> copies.forEach(dropped));
        bySession.clear();
        size = 0;
    }

    void closed(Link link) {
        bySession.values().removeIf(copies -> {
            remove(copies, copy -> copy.link.equals(link));
            return copies.isEmpty();
        });
    }
}
