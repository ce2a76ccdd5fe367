package org.ithaca.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.Position;
import org.ithaca.base.SplitMix;
import org.ithaca.client.AppendCallback;
import org.ithaca.client.Log;
import org.ithaca.client.LogCursor;
import org.ithaca.client.Page;
import org.ithaca.client.ReadLevel;
import org.junit.jupiter.api.Test;

class ReplicatedMapTest {
    private final FakeLog log = new FakeLog();
    private final ReplicatedMap<String, Long> map = ReplicatedMap.in(log, "m", Codec.TEXT, Codec.LONG);

    /// One member's objects behind a log of one client.
    private static final class FakeLog implements Log {
        private final ObjectHost host = new ObjectHost();
        private long position;
        private Runnable beforeNextInvoke = () -> {};

        @Override
        public CompletableFuture<Bytes> invoke(Bytes entry) {
            Runnable before = beforeNextInvoke;
            beforeNextInvoke = () -> {};
            before.run();
            return CompletableFuture.completedFuture(host.apply(position++, entry));
        }

        @Override
        public CompletableFuture<Bytes> query(Bytes question, ReadLevel level) {
            return CompletableFuture.completedFuture(host.query(question));
        }

        @Override
        public String name() {
            return "objects";
        }

        @Override
        public LogId id() {
            return new LogId(1);
        }

        @Override
        public CompletableFuture<Position> append(Bytes entry) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void append(Bytes entry, AppendCallback callback) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<List<Position>> appendAll(List<Bytes> entries) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Page> read(Position from, int maxEntries, ReadLevel level, Duration wait) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Position> tail(ReadLevel level) {
            throw new UnsupportedOperationException();
        }

        @Override
        public LogCursor follow(Position from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Void> trim(Position below) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void singleOperationsAnswerLikeAMap() {
        assertNull(map.put("a", 1L));
        assertEquals(1L, map.put("a", 2L));
        assertEquals(2L, map.putIfAbsent("a", 3L));
        assertNull(map.putIfAbsent("b", 4L));
        assertNull(map.replace("c", 5L));
        assertEquals(2L, map.replace("a", 6L));
        assertFalse(map.replace("a", 2L, 7L));
        assertTrue(map.replace("a", 6L, 7L));
        assertFalse(map.remove("a", 6L));
        assertTrue(map.remove("a", 7L));
        assertNull(map.remove("a"));
        assertEquals(4L, map.remove("b"));
        assertTrue(map.isEmpty());
        map.put("z", 1L);
        map.clear();
        assertEquals(0, map.size());
    }

    @Test
    void compoundOperationsFollowTheInterface() {
        assertEquals(3L, map.merge("a", 3L, Long::sum));
        assertEquals(5L, map.merge("a", 2L, Long::sum));
        assertNull(map.merge("a", 2L, (x, y) -> null));
        assertFalse(map.containsKey("a"));
        assertEquals(9L, map.computeIfAbsent("b", key -> 9L));
        assertEquals(9L, map.computeIfAbsent("b", key -> 10L));
        assertEquals(18L, map.computeIfPresent("b", (key, old) -> old * 2));
        assertNull(map.computeIfPresent("b", (key, old) -> null));
        assertEquals(1L, map.compute("c", (key, old) -> old == null ? 1L : old + 1));
        assertEquals(2L, map.compute("c", (key, old) -> old == null ? 1L : old + 1));
        assertEquals(7L, map.getOrDefault("none", 7L));
        map.replaceAll((key, value) -> value + 1);
        assertEquals(Map.of("c", 3L), map);
    }

    @Test
    void aConflictIsTriedAgain() {
        map.put("a", 1L);
        log.beforeNextInvoke = () -> map.put("a", 10L);
        assertEquals(11L, map.merge("a", 1L, Long::sum));
        log.beforeNextInvoke = () -> map.remove("a");
        assertEquals(1L, map.merge("a", 1L, Long::sum));
    }

    @Test
    void iterationSeesEveryEntryAcrossPagesAndRemovesThroughTheIterator() {
        Map<String, Long> model = new HashMap<>();
        for (long i = 0; i < 2500; i++) {
            map.put("k" + i, i);
            model.put("k" + i, i);
        }
        assertEquals(model, new HashMap<>(map));
        assertEquals(2500, map.size());
        map.values().removeIf(value -> value % 2 == 0);
        model.values().removeIf(value -> value % 2 == 0);
        assertEquals(model, new HashMap<>(map));
        map.entrySet().forEach(entry -> entry.setValue(entry.getValue() + 1));
        model.replaceAll((key, value) -> value + 1);
        assertEquals(model, new HashMap<>(map));
        Iterator<String> keys = map.keySet().iterator();
        assertThrows(IllegalStateException.class, keys::remove);
        keys.next();
        keys.remove();
        assertThrows(IllegalStateException.class, keys::remove);
        map.clear();
        assertThrows(
                NoSuchElementException.class, () -> map.entrySet().iterator().next());
    }

    @Test
    void randomHistoriesAgreeWithTheJdk() {
        SplitMix random = new SplitMix(3);
        Map<String, Long> model = new HashMap<>();
        for (int i = 0; i < 5000; i++) {
            String key = "k" + random.below(20);
            long value = random.below(5);
            switch (random.below(6)) {
                case 0 -> assertEquals(model.put(key, value), map.put(key, value));
                case 1 -> assertEquals(model.remove(key), map.remove(key));
                case 2 -> assertEquals(model.putIfAbsent(key, value), map.putIfAbsent(key, value));
                case 3 -> assertEquals(model.replace(key, value, value + 1), map.replace(key, value, value + 1));
                case 4 -> assertEquals(model.remove(key, value), map.remove(key, value));
                default -> assertEquals(model.merge(key, 1L, Long::sum), map.merge(key, 1L, Long::sum));
            }
            assertEquals(model.get(key), map.get(key));
        }
        assertEquals(model, new HashMap<>(map));
    }

    @Test
    void whatAMemberCannotReadIsAnErrorWithoutEffect() {
        ReplicatedMap<String, Long> nameless = ReplicatedMap.in(log, "", Codec.TEXT, Codec.LONG);
        IthacaException thrown = assertThrows(IthacaException.class, () -> nameless.put("a", 1L));
        assertEquals(IthacaException.Outcome.NOT_DONE, thrown.outcome());
        assertThrows(IthacaException.class, nameless::size);
    }
}
