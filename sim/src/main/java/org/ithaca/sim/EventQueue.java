package org.ithaca.sim;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A binary heap of timers: the earliest first, and of those of one moment the one put in first.
final class EventQueue {
    private @Nullable SimTimer[] heap = new @Nullable SimTimer[256];
    private int size;

    int size() {
        return size;
    }

    @Nullable
    SimTimer peek() {
        return size == 0 ? null : heap[0];
    }

    void add(SimTimer timer) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            SimTimer above = heap[parent];
            if (above == null || !timer.before(above)) {
                break;
            }
            heap[at] = above;
            at = parent;
        }
        heap[at] = timer;
    }

    @Nullable
    SimTimer poll() {
        if (size == 0) {
            return null;
        }
        SimTimer first = heap[0];
        SimTimer last = heap[--size];
        heap[size] = null;
        if (size > 0 && last != null) {
            sink(last);
        }
        return first;
    }

    private void sink(SimTimer timer) {
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            SimTimer least = child < size ? heap[child] : null;
            if (least == null) {
                break;
            }
            SimTimer right = child + 1 < size ? heap[child + 1] : null;
            if (right != null && right.before(least)) {
                least = right;
                child++;
            }
            if (!least.before(timer)) {
                break;
            }
            heap[at] = least;
            at = child;
        }
        heap[at] = timer;
    }
}
