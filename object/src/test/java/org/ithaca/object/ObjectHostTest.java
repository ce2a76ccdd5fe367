package org.ithaca.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.ithaca.base.ByteReader;
import org.ithaca.base.Bytes;
import org.ithaca.base.MalformedException;
import org.ithaca.base.SplitMix;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObjectHostTest {
    private final ObjectHost host = new ObjectHost();
    private long position;

    private @Nullable String apply(MapOperation operation) {
        return value(host.apply(position++, ObjectHost.address(ObjectType.MAP, "m", operation.encode())));
    }

    private static @Nullable String value(Bytes answer) {
        Bytes value = MapOperation.optional(new ByteReader(ObjectHost.result(answer)));
        return value == null ? null : value.utf8();
    }

    private static Bytes b(String text) {
        return Bytes.utf8(text);
    }

    private static MapOperation operation(SplitMix random) {
        Bytes key = b("k" + random.below(5));
        Bytes value = b("v" + random.below(3));
        Bytes other = b("v" + random.below(3));
        return switch (random.below(7)) {
            case 0 -> new MapOperation.Put(key, value);
            case 1 -> new MapOperation.PutIfAbsent(key, value);
            case 2 -> new MapOperation.Remove(key);
            case 3 -> new MapOperation.RemoveExactly(key, value);
            case 4 -> new MapOperation.Replace(key, value);
            case 5 -> new MapOperation.ReplaceExactly(key, other, value);
            default -> random.oneIn(20) ? new MapOperation.Clear() : new MapOperation.Put(key, other);
        };
    }

    private static @Nullable String model(Map<String, String> map, MapOperation operation) {
        return switch (operation) {
            case MapOperation.Put(Bytes k, Bytes v) -> map.put(k.utf8(), v.utf8());
            case MapOperation.PutIfAbsent(Bytes k, Bytes v) -> map.putIfAbsent(k.utf8(), v.utf8());
            case MapOperation.Remove(Bytes k) -> map.remove(k.utf8());
            case MapOperation.RemoveExactly(Bytes k, Bytes v) -> map.remove(k.utf8(), v.utf8()) ? "" : null;
            case MapOperation.Replace(Bytes k, Bytes v) -> map.replace(k.utf8(), v.utf8());
            case MapOperation.ReplaceExactly(Bytes k, Bytes o, Bytes v) ->
                map.replace(k.utf8(), o.utf8(), v.utf8()) ? "" : null;
            case MapOperation.Clear() -> {
                map.clear();
                yield null;
            }
            default -> throw new AssertionError();
        };
    }

    @Test
    void theMapDoesWhatAMapOfTheJdkDoes() {
        SplitMix random = new SplitMix(11);
        Map<String, String> model = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            MapOperation operation = operation(random);
            assertEquals(model(model, operation), apply(operation), operation.toString());
        }
    }

    @Test
    void anImageStaysAsItWasAndRestoresToTheSameState() {
        SplitMix random = new SplitMix(3);
        for (int i = 0; i < 20_000; i++) {
            apply(new MapOperation.Put(b("key" + i), b("x".repeat(random.below(100)))));
        }
        Iterator<Bytes> image = host.image();
        List<Bytes> pieces = new ArrayList<>();
        while (image.hasNext()) {
            pieces.add(image.next());
            apply(new MapOperation.Put(b("later" + pieces.size()), b("")));
            apply(new MapOperation.Remove(b("key" + pieces.size())));
        }
        ObjectHost other = new ObjectHost();
        pieces.forEach(other::restore);
        Bytes size = other.query(ObjectHost.address(ObjectType.MAP, "m", new MapOperation.Size().encode()));
        assertEquals(20_000, new ByteReader(ObjectHost.result(size)).i32());
        Bytes get = ObjectHost.address(ObjectType.MAP, "m", new MapOperation.Get(b("key1")).encode());
        assertEquals(true, value(other.query(get)) != null);
    }

    @Test
    void whatMakesNoSenseIsAnsweredAndChangesNothing() {
        apply(new MapOperation.Put(b("a"), b("1")));
        SplitMix random = new SplitMix(9);
        Bytes good = ObjectHost.address(ObjectType.MAP, "m", new MapOperation.Put(b("a"), b("2")).encode());
        for (int cut = 0; cut < good.length(); cut++) {
            Bytes answer = host.apply(position++, good.slice(0, cut));
            assertThrows(MalformedException.class, () -> ObjectHost.result(answer));
        }
        for (int i = 0; i < 2000; i++) {
            byte[] noise = new byte[random.below(40)];
            for (int j = 0; j < noise.length; j++) {
                noise[j] = (byte) random.nextLong();
            }
            host.apply(position++, Bytes.wrap(noise));
        }
        Bytes accessor = ObjectHost.address(ObjectType.MAP, "m", new MapOperation.Size().encode());
        Bytes answer = host.apply(position++, accessor);
        assertThrows(MalformedException.class, () -> ObjectHost.result(answer));
        assertEquals(
                "1", value(host.query(ObjectHost.address(ObjectType.MAP, "m", new MapOperation.Get(b("a")).encode()))));
    }
}
