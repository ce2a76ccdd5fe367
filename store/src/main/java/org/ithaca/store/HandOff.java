package org.ithaca.store;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Hands items from one thread to another: one atomic exchange an item to give, one for all items to take.
final class HandOff<T> {
    /// A chain of items, at first the latest first, then turned.
    static final class Node<T> {
        final T item;

        @Nullable
        Node<T> next;

        Node(T item) {
            this.item = item;
        }
    }

    private final AtomicReference<@Nullable Node<T>> latest = new AtomicReference<>();

    /// Gives an item; true if there was none waiting: the moment to wake the taker.
    boolean give(T item) {
        Node<T> node = new Node<>(item);
        Node<T> before;
        do {
            before = latest.get();
            node.next = before;
        } while (!latest.compareAndSet(before, node));
        return before == null;
    }

    boolean isEmpty() {
        return latest.get() == null;
    }

    /// Takes all that is waiting, the earliest first; null if nothing is.
    @Nullable
    Node<T> takeAll() {
        Node<T> node = latest.getAndSet(null);
        Node<T> turned = null;
        while (node != null) {
            Node<T> next = node.next;
            node.next = turned;
            turned = node;
            node = next;
        }
        return turned;
    }
}
