package org.ithaca.store;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import org.ithaca.base.Disk;
import org.ithaca.base.Hooks;
import org.jspecify.annotations.Nullable;

/// What to do while the disk has no room: a refused request waits, with all later ones of its subject, and is
/// tried again in every run; reads, and whatever gives room back, go past it. The core is told once when it
/// begins and once when it is over.
final class Room {
    private final Set<Object> subjects = new HashSet<>();
    private ArrayDeque<Request> waiting = new ArrayDeque<>();
    private @Nullable String refusal;
    private boolean full;

    /// Whether something was refused in this run.
    boolean wanted() {
        return refusal != null;
    }

    /// Whether something was refused in the last run.
    boolean full() {
        return full;
    }

    /// Begins a run: what waits is to be tried again, in this order.
    ArrayDeque<Request> retry() {
        ArrayDeque<Request> retried = waiting;
        waiting = new ArrayDeque<>();
        subjects.clear();
        refusal = null;
        return retried;
    }

    /// Whether an earlier request of the same subject waits; if so this one waits too.
    boolean mustWait(Request request) {
        boolean reads = request instanceof Request.Read || request instanceof Request.ReadCheckpoint;
        boolean waits = !reads && subjects.contains(request.subject());
        if (waits) {
            waiting.add(request);
        }
        return waits;
    }

    /// There was no room for the request.
    void refused(Request request, Disk.FullException why) {
        waiting.add(request);
        subjects.add(request.subject());
        refused(why);
    }

    /// There was no room for what a loglet keeps itself.
    void refused(Disk.FullException why) {
        refusal = why.getMessage();
    }

    /// Ends a run: says what changed.
    void report(Answers answers, Hooks hooks) {
        String why = refusal;
        if (why != null && !full) {
            full = true;
            hooks.reached("store.full");
            answers.add(listener -> listener.full("the disk of this node is full: " + why));
        } else if (why == null && full) {
            full = false;
            hooks.reached("store.room-again");
            answers.add(Storage.Listener::roomAgain);
        }
    }
}
