package org.ithaca.sim;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.ithaca.sim.LinearizabilityChecker.Operation;
import org.ithaca.sim.LinearizabilityChecker.Verdict;
import org.jspecify.annotations.Nullable;

/// Looks for an order of the operations on one object that agrees with their times and results.
///
/// The calls and returns stand in a doubly linked list in the order of time; entry `i < n` is the call of operation
/// `i`,
/// `n + i` its return, `2n` the head. An operation may be next if its call is reached before any return. Taking it
/// lifts both its entries out; coming to a return means going back. A configuration, the set of operations taken
/// with the state, is visited once.
final class LinearizabilitySearch<S, O> {
    private static final class Configuration<S> {
        private final long[] taken;
        private final S state;
        private final int hash;

        Configuration(long[] taken, S state) {
            this.taken = taken;
            this.state = state;
            hash = 31 * Arrays.hashCode(taken) + state.hashCode();
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Configuration<?> that
                    && hash == that.hash
                    && Arrays.equals(taken, that.taken)
                    && state.equals(that.state);
        }
    }

    private record Taken<S>(int operation, S before) {}

    private final SequentialModel<S, O> model;
    private final List<Operation<O>> operations;
    private final int[] next;
    private final int[] previous;
    /// For an operation without an answer, the one before it that asks for the same: it goes first, if any does.
    private final int[] twin;

    private final int head;
    private final long[] taken;
    private final Set<Configuration<S>> visited = new HashSet<>();
    private final ArrayDeque<Taken<S>> path = new ArrayDeque<>();
    private int deepest = -1;
    private int stuckAt;

    LinearizabilitySearch(SequentialModel<S, O> model, List<Operation<O>> operations) {
        this.model = model;
        this.operations = operations;
        int count = operations.size();
        head = 2 * count;
        next = new int[head + 1];
        previous = new int[head + 1];
        taken = new long[(count + 63) / 64];
        twin = twins(operations);
        int[] entries = IntStream.range(0, head)
                .filter(entry -> entry < count || operations.get(entry - count).completed())
                .boxed()
                .sorted((a, b) -> Long.compare(time(a), time(b)))
                .mapToInt(Integer::intValue)
                .toArray();
        int last = head;
        for (int entry : entries) {
            next[last] = entry;
            previous[entry] = last;
            last = entry;
        }
        next[last] = head;
        previous[head] = last;
    }

    private static <O> int[] twins(List<Operation<O>> operations) {
        int[] twin = new int[operations.size()];
        Map<O, Integer> last = new HashMap<>();
        for (int i = 0; i < twin.length; i++) {
            Operation<O> operation = operations.get(i);
            Integer before = operation.completed() ? null : last.put(operation.what, i);
            twin[i] = before == null ? -1 : before;
        }
        return twin;
    }

    private long time(int entry) {
        int count = operations.size();
        return entry < count ? operations.get(entry).invokedAt : operations.get(entry - count).completedAt;
    }

    Verdict run(long stepLimit) {
        int count = operations.size();
        long unexplained = operations.stream().filter(Operation::completed).count();
        S state = model.initial();
        int entry = next[head];
        for (long step = 0; unexplained > 0; step++) {
            if (step > stepLimit) {
                return Verdict.UNDECIDED;
            }
            SequentialModel.Step<S> taking = entry < count ? step(entry, state) : null;
            if (taking != null) {
                path.push(new Taken<>(entry, state));
                state = taking.state();
                lift(entry);
                unexplained -= operations.get(entry).completed() ? 1 : 0;
                entry = next[head];
            } else if (entry < count) {
                entry = next[entry];
            } else if (path.isEmpty()) {
                noteStuck(entry);
                return Verdict.NOT_LINEARIZABLE;
            } else {
                noteStuck(entry);
                Taken<S> undone = path.pop();
                state = undone.before;
                lower(undone.operation);
                unexplained += operations.get(undone.operation).completed() ? 1 : 0;
                entry = next[undone.operation];
            }
        }
        return Verdict.LINEARIZABLE;
    }

    /// What taking the operation now leads to; null if it cannot be next, or that was tried.
    private SequentialModel.@Nullable Step<S> step(int entry, S state) {
        Operation<O> operation = operations.get(entry);
        if (twin[entry] >= 0 && (taken[twin[entry] >> 6] >>> twin[entry] & 1) == 0) {
            return null;
        }
        SequentialModel.Step<S> step = model.apply(state, operation.what);
        boolean fits = operation.completed()
                ? Objects.equals(step.result(), operation.result)
                : !step.state().equals(state);
        if (!fits) {
            return null;
        }
        taken[entry >> 6] |= 1L << entry;
        boolean fresh = visited.add(new Configuration<>(taken.clone(), step.state()));
        if (!fresh) {
            taken[entry >> 6] &= ~(1L << entry);
        }
        return fresh ? step : null;
    }

    private void lift(int operation) {
        unlink(operation);
        if (operations.get(operation).completed()) {
            unlink(operations.size() + operation);
        }
    }

    private void lower(int operation) {
        taken[operation >> 6] &= ~(1L << operation);
        if (operations.get(operation).completed()) {
            link(operations.size() + operation);
        }
        link(operation);
    }

    private void unlink(int entry) {
        next[previous[entry]] = next[entry];
        previous[next[entry]] = previous[entry];
    }

    private void link(int entry) {
        next[previous[entry]] = entry;
        previous[next[entry]] = entry;
    }

    private void noteStuck(int entry) {
        if (path.size() > deepest && entry >= operations.size() && entry < head) {
            deepest = path.size();
            stuckAt = entry - operations.size();
        }
    }

    /// The operation nothing explains, and those around it.
    String explanation() {
        StringBuilder text = new StringBuilder();
        for (int i = Math.max(0, stuckAt - 12); i < Math.min(operations.size(), stuckAt + 4); i++) {
            text.append(System.lineSeparator())
                    .append(i == stuckAt ? " -> " : "    ")
                    .append(operations.get(i));
        }
        return text.toString();
    }
}
