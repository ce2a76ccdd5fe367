package org.ithaca.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ithaca.base.Bytes;
import org.ithaca.base.SplitMix;
import org.junit.jupiter.api.Test;

class PersistentMapTest {
    /// Few distinct strings whose 31-polynomial hashes collide on purpose: "Aa" and "BB" are one hash.
    private static Bytes key(SplitMix random) {
        StringBuilder text = new StringBuilder();
        int parts = 1 + random.below(6);
        for (int i = 0; i < parts; i++) {
            text.append(random.oneIn(2) ? "Aa" : "BB");
        }
        return Bytes.utf8(random.oneIn(2) ? text.toString() : "k" + random.below(500));
    }

    @Test
    void behavesAsAMapOverAnyHistory() {
        for (int seed = 0; seed < 200; seed++) {
            SplitMix random = new SplitMix(seed);
            PersistentMap map = PersistentMap.EMPTY;
            Map<Bytes, Bytes> model = new HashMap<>();
            for (int step = 0; step < 400; step++) {
                Bytes key = key(random);
                if (random.oneIn(3)) {
                    map = map.remove(key);
                    model.remove(key);
                } else {
                    Bytes value = Bytes.utf8("v" + step);
                    map = map.put(key, value);
                    model.put(key, value);
                }
                assertEquals(model.get(key), map.get(key));
                assertEquals(model.size(), map.size());
            }
            for (Map.Entry<Bytes, Bytes> entry : model.entrySet()) {
                assertEquals(entry.getValue(), map.get(entry.getKey()));
            }
            assertEquals(model, all(map, null));
            assertEquals(
                    model.entrySet().stream()
                            .mapToLong(e -> e.getKey().length() + e.getValue().length())
                            .sum(),
                    map.bytes());
        }
    }

    @Test
    void versionsDoNotDisturbEachOther() {
        PersistentMap before = PersistentMap.EMPTY;
        for (int i = 0; i < 1000; i++) {
            before = before.put(Bytes.utf8("k" + i), Bytes.utf8("old"));
        }
        PersistentMap after = before;
        for (int i = 0; i < 1000; i += 2) {
            after = after.remove(Bytes.utf8("k" + i)).put(Bytes.utf8("n" + i), Bytes.utf8("new"));
        }
        assertEquals(1000, all(before, null).size());
        assertEquals(1000, all(after, null).size());
        assertNull(after.get(Bytes.utf8("k0")));
        assertEquals(Bytes.utf8("old"), before.get(Bytes.utf8("k0")));
    }

    @Test
    void aScanResumesAfterAnyKeyPresentOrNot() {
        for (int seed = 0; seed < 100; seed++) {
            SplitMix random = new SplitMix(seed);
            PersistentMap map = PersistentMap.EMPTY;
            for (int i = 0; i < 200; i++) {
                map = map.put(key(random), Bytes.utf8("" + i));
            }
            List<Bytes> order = new ArrayList<>(all(map, null).keySet());
            for (int i = 0; i < order.size(); i++) {
                assertEquals(
                        order.subList(i + 1, order.size()),
                        List.copyOf(all(map, order.get(i)).keySet()));
                PersistentMap without = map.remove(order.get(i));
                assertEquals(
                        order.subList(i + 1, order.size()),
                        List.copyOf(all(without, order.get(i)).keySet()));
            }
        }
    }

    @Test
    void orderDependsOnContentOnly() {
        SplitMix random = new SplitMix(5);
        List<Bytes> keys = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            keys.add(key(random));
        }
        PersistentMap forward = PersistentMap.EMPTY;
        PersistentMap backward = PersistentMap.EMPTY.put(Bytes.utf8("gone"), Bytes.EMPTY);
        for (int i = 0; i < keys.size(); i++) {
            forward = forward.put(keys.get(i), Bytes.EMPTY);
            backward = backward.put(keys.get(keys.size() - 1 - i), Bytes.EMPTY);
        }
        backward = backward.remove(Bytes.utf8("gone"));
        assertEquals(
                List.copyOf(all(forward, null).keySet()),
                List.copyOf(all(backward, null).keySet()));
    }

    private static Map<Bytes, Bytes> all(PersistentMap map, @org.jspecify.annotations.Nullable Bytes after) {
        Map<Bytes, Bytes> found = new LinkedHashMap<>();
        map.scan(after, (key, value) -> {
            assertNull(found.put(key, value), "twice");
            return true;
        });
        return found;
    }
}
