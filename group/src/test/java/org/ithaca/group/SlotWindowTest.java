package org.ithaca.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.TreeMap;
import org.ithaca.base.Bytes;
import org.ithaca.base.SplitMix;
import org.ithaca.log.Limits;
import org.junit.jupiter.api.Test;

final class SlotWindowTest {
    /// The ring against a sorted map.
    @Test
    void behavesAsAMapOfSlots() {
        for (long seed = 0; seed < 100; seed++) {
            SplitMix random = new SplitMix(seed);
            RecordingPorts ports = new RecordingPorts();
            SlotWindow window = new SlotWindow(3);
            TreeMap<Long, Bytes> held = new TreeMap<>();
            long received = 0;
            for (int step = 0; step < 2000; step++) {
                long slot = window.received() + random.below(100) - 10;
                if (window.wants(slot, 8)) {
                    Bytes batch = Bytes.utf8("slot" + slot);
                    window.put(slot, batch, (int) slot);
                    held.put(slot, batch);
                    window.advance(ports);
                } else {
                    assertTrue(slot < received || held.containsKey(slot), "refused slot " + slot + ", seed " + seed);
                }
                while (held.containsKey(received)) {
                    received++;
                }
                assertEquals(received, window.received());
                if (random.oneIn(50)) {
                    window.release(window.floor() + random.below((int) (received - window.floor()) + 1));
                    held.headMap(window.floor()).clear();
                }
            }
            for (long slot = 0; slot < window.highest() + 5; slot++) {
                assertEquals(held.get(slot), window.held(slot), "slot " + slot + ", seed " + seed);
            }
            assertEquals(received, ports.stored.size());
        }
    }

    @Test
    void whatComesEarlyIsBoundedInBytesAndTheNextSlotStillFits() {
        SlotWindow window = new SlotWindow(1);
        Bytes large = Bytes.wrap(new byte[Limits.MAX_BATCH_BYTES]);
        long slot = 1;
        while (window.wants(slot, large.length())) {
            window.put(slot++, large, 0);
        }
        assertTrue(slot * large.length() < 2 * Limits.WINDOW_BYTES, "took " + slot + " batches");
        assertTrue(window.wants(0, large.length()));
    }
}
