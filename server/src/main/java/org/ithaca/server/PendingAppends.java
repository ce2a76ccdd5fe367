package org.ithaca.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.ithaca.base.Bytes;
import org.ithaca.base.Link;
import org.ithaca.log.BatchBuilder;
import org.ithaca.log.Level;
import org.ithaca.log.RunView;
import org.jspecify.annotations.Nullable;

/// The runs this node admitted and has not answered: first those still waiting for room in the window, then
/// those that have a position and wait to be delivered.
///
/// Runs keep the order in which they were admitted, so the next delivered run of this node is always the
/// oldest here.
final class PendingAppends {
    /// One admitted run.
    static final class Run {
        final long session;
        final long first;
        final int count;
        final Level level;
        /// The request that carried it, and the link it came by.
        final long request;
        final Link link;

        private final int index;
        private boolean answered;

        private Run(RunView run, int index, long request, Link link) {
            session = run.session();
            first = run.firstSequence();
            count = run.count();
            level = run.level();
            this.index = index;
            this.request = request;
            this.link = link;
        }

        /// Whether it has been acknowledged already.
        boolean answered() {
            return answered;
        }

        void answer() {
            answered = true;
        }
    }

    /// Runs that share a slot.
    private static final class Group {
        private final List<Run> runs = new ArrayList<>();
        private final Bytes batch;
        private long position = -1;
        private boolean certain;
        private int next;

        private Group(Bytes batch, List<Run> admitted) {
            this.batch = batch;
            runs.addAll(admitted);
        }
    }

    private final BatchBuilder builder = new BatchBuilder();
    private final List<Run> open = new ArrayList<>();
    private final ArrayDeque<Group> waiting = new ArrayDeque<>();
    private final ArrayDeque<Group> placed = new ArrayDeque<>();
    private long waitingBytes;
    private int opening;

    /// Takes an admitted run into the batch that is being built.
    void admit(RunView run, long request, Link link) {
        if (!builder.fits(run)) {
            close();
        }
        open.add(new Run(run, builder.append(run), request, link));
        waitingBytes += run.size();
        opening += run.session() == 0 ? 1 : 0;
    }

    /// Runs under way that open a session.
    int opening() {
        return opening;
    }

    /// Bytes admitted that have no position yet.
    long waitingBytes() {
        return waitingBytes;
    }

    /// The next batch to be appended, or null; held until it is [#placed].
    @Nullable
    Bytes next() {
        if (waiting.isEmpty() && !builder.isEmpty()) {
            close();
        }
        Group group = waiting.peekFirst();
        return group == null ? null : group.batch;
    }

    /// The batch of [#next] was appended at `position`.
    ///
    /// @param certain whether this node alone writes there, so that no run of another member can come first
    void placed(long position, boolean certain) {
        Group group = waiting.removeFirst();
        group.position = position;
        group.certain = certain;
        waitingBytes -= group.batch.length();
        group.batch.release();
        placed.addLast(group);
    }

    /// The run of this node at `position`, which is then no longer pending; null if the run there is
    /// another node's.
    @Nullable
    Run delivered(long position) {
        Group group = placed.peekFirst();
        if (group == null) {
            return null;
        }
        Run run = group.runs.get(group.next);
        if (group.position + run.index != position) {
            return null;
        }
        opening -= run.session == 0 ? 1 : 0;
        if (++group.next == group.runs.size()) {
            placed.removeFirst();
        }
        return run;
    }

    /// Everything below `position` was skipped, a checkpoint having covered it: what lies there will not be
    /// delivered here. Its clients ask again and are answered from the checkpoint.
    void skipped(long position) {
        while (!placed.isEmpty() && placed.getFirst().position < position) {
            placed.removeFirst();
        }
        countOpening();
    }

    private void countOpening() {
        opening = (int) placed.stream()
                .flatMap(group -> group.runs.subList(group.next, group.runs.size()).stream())
                .filter(run -> run.session == 0)
                .count();
    }

    /// Shows each run not yet answered that was placed for certain and whose position lies below
    /// `frontier`, with that position.
    void below(long frontier, PositionedRun sink) {
        for (Group group : placed) {
            if (group.position >= frontier) {
                return;
            }
            for (int i = group.next; group.certain && i < group.runs.size(); i++) {
                Run run = group.runs.get(i);
                if (!run.answered) {
                    sink.run(run, group.position + run.index);
                }
            }
        }
    }

    /// Sees a run and where it is.
    interface PositionedRun {
        void run(Run run, long position);
    }

    /// Drops what has no position, and what has one at or above `end`; each unanswered run is shown once.
    void drop(long end, Consumer<Run> dropped) {
        while (!placed.isEmpty() && placed.getLast().position >= end) {
            Group group = placed.removeLast();
            group.runs.stream().filter(run -> !run.answered).forEach(dropped);
        }
        waiting.forEach(group -> group.runs.forEach(dropped));
        waiting.forEach(group -> group.batch.release());
        open.forEach(dropped);
        waiting.clear();
        open.clear();
        builder.take().release();
        waitingBytes = 0;
        countOpening();
    }

    private void close() {
        waiting.addLast(new Group(builder.take(), open));
        open.clear();
    }
}
