package org.ithaca.register;

import java.util.Arrays;

/// Visits every reachable state of a small model once, depth first; states are 64-bit numbers.
final class Explorer {
    /// A transition system.
    interface Model {
        long initial();

        /// Hands every state one step away to `next`.
        void successors(long state, Explorer next);

        /// Whether two different values are decided in the state, or in one that is certainly reachable
        /// from it.
        boolean broken(long state);
    }

    enum Result {
        HOLDS,
        BROKEN,
        BOUND_REACHED
    }

    private final Model model;
    private final int bound;
    private long[] seen = new long[1 << 12];
    private int count;
    private long[] stack = new long[1 << 10];
    private int depth;

    /// At most `bound` states are visited.
    Explorer(Model model, int bound) {
        this.model = model;
        this.bound = bound;
    }

    Result run() {
        Arrays.fill(seen, -1);
        offer(model.initial());
        while (depth > 0) {
            long state = stack[--depth];
            if (model.broken(state)) {
                return Result.BROKEN;
            }
            if (count > bound) {
                return Result.BOUND_REACHED;
            }
            model.successors(state, this);
        }
        return Result.HOLDS;
    }

    int states() {
        return count;
    }

    /// To be called by the model with each successor.
    void offer(long state) {
        if (add(state)) {
            if (depth == stack.length) {
                stack = Arrays.copyOf(stack, 2 * depth);
            }
            stack[depth++] = state;
        }
    }

    private boolean add(long state) {
        if (2 * count > seen.length) {
            long[] old = seen;
            seen = new long[2 * old.length];
            Arrays.fill(seen, -1);
            for (long one : old) {
                if (one != -1) {
                    seen[slot(one)] = one;
                }
            }
        }
        int slot = slot(state);
        if (seen[slot] == state) {
            return false;
        }
        seen[slot] = state;
        count++;
        return true;
    }

    private int slot(long state) {
        int slot = (int) (org.ithaca.base.SplitMix.mix(state) & (seen.length - 1));
        while (seen[slot] != -1 && seen[slot] != state) {
            slot = (slot + 1) & (seen.length - 1);
        }
        return slot;
    }
}
