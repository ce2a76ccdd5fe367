package org.ithaca.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HandOffTest {
    @Test
    void onlyTheFirstItemWakes() {
        HandOff<Integer> queue = new HandOff<>();
        assertTrue(queue.give(1));
        assertFalse(queue.give(2));
        HandOff.Node<Integer> node = queue.takeAll();
        assertEquals(1, node.item);
        assertEquals(2, node.next.item);
        assertNull(node.next.next);
        assertNull(queue.takeAll());
        assertTrue(queue.give(3));
    }

    @Test
    void itemsArriveInOrderAndOnceBetweenThreads() throws InterruptedException {
        int count = 300_000;
        HandOff<Integer> queue = new HandOff<>();
        Thread giver = new Thread(() -> {
            for (int i = 0; i < count; i++) {
                queue.give(i);
            }
        });
        giver.start();
        int next = 0;
        while (next < count) {
            for (HandOff.Node<Integer> node = queue.takeAll(); node != null; node = node.next) {
                assertEquals(next++, node.item);
            }
        }
        giver.join();
        assertTrue(queue.isEmpty());
    }
}
