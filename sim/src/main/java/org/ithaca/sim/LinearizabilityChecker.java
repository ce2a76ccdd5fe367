package org.ithaca.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Records what clients did to objects, and checks that there is an order in which the objects could have done it.
///
/// Operations on different keys are checked apart: a history is linearizable if the history of each object is (Herlihy
/// and
/// Wing 1990). The search is that of Wing and Gong (1993) with Lowe's memory of visited configurations (2017). Call
/// [#invoked] and [#completed] in the order things happen.
///
/// @param <S> states of the model
/// @param <O> operations of the model
public final class LinearizabilityChecker<S, O> {
    /// What was found about the history of one key.
    public enum Verdict {
        LINEARIZABLE,
        NOT_LINEARIZABLE,
        /// The search took more steps than allowed.
        UNDECIDED
    }

    /// One operation of a history.
    static final class Operation<O> {
        final int number;
        final String client;
        final O what;
        final long invokedAt;
        long completedAt = Long.MAX_VALUE;
        boolean refused;

        @Nullable
        Object result;

        Operation(int number, String client, O what, long invokedAt) {
            this.number = number;
            this.client = client;
            this.what = what;
            this.invokedAt = invokedAt;
        }

        boolean completed() {
            return completedAt != Long.MAX_VALUE;
        }

        @Override
        public String toString() {
            return String.format(
                    "[%d, %s] %s: %s%s",
                    invokedAt, completed() ? completedAt : "?", client, what, completed() ? " -> " + result : "");
        }
    }

    private final SequentialModel<S, O> model;
    private final int invariant;
    private final List<Operation<O>> operations = new ArrayList<>();
    private final Map<String, List<Operation<O>>> byKey = new TreeMap<>();
    private long time;
    private long stepLimit = 5_000_000;

    /// @param invariant number of the invariant to name when a history is wrong: 7 for reads, 11 for transactions
    public LinearizabilityChecker(SequentialModel<S, O> model, int invariant) {
        this.model = model;
        this.invariant = invariant;
    }

    /// Gives up on a key after so many steps of the search.
    public void stepLimit(long steps) {
        stepLimit = steps;
    }

    /// A client begins an operation on a key; the number names it in the calls below. An operation that is never
    /// completed nor
    /// refused may have happened at any later time, or not at all.
    public int invoked(String client, String key, O what) {
        Operation<O> operation = new Operation<>(operations.size(), client, what, time++);
        operations.add(operation);
        byKey.computeIfAbsent(key, name -> new ArrayList<>()).add(operation);
        return operation.number;
    }

    /// The operation was answered.
    public void completed(int number, @Nullable Object result) {
        Operation<O> operation = operations.get(number);
        operation.completedAt = time++;
        operation.result = result;
    }

    /// The operation had no effect and will have none.
    public void refused(int number) {
        operations.get(number).refused = true;
    }

    /// Operations recorded so far.
    public int size() {
        return operations.size();
    }

    /// The verdict on one key.
    public Verdict verdict(String key) {
        return search(key).run(stepLimit);
    }

    /// Checks every key. How many of them took too many steps to decide.
    public int check() {
        int undecided = 0;
        for (String key : byKey.keySet()) {
            LinearizabilitySearch<S, O> search = search(key);
            switch (search.run(stepLimit)) {
                case LINEARIZABLE -> {}
                case UNDECIDED -> undecided++;
                case NOT_LINEARIZABLE ->
                    throw new ViolationException(
                            invariant, "no order explains the operations on key " + key + ":" + search.explanation());
            }
        }
        return undecided;
    }

    private LinearizabilitySearch<S, O> search(String key) {
        List<Operation<O>> ofKey = byKey.getOrDefault(key, List.of());
        return new LinearizabilitySearch<>(
                model, ofKey.stream().filter(operation -> !operation.refused).toList());
    }
}
