package org.ithaca.object;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.MalformedException;
import org.jspecify.annotations.Nullable;

/// A replicated map's state at one member. Keys and values are bytes; results are `value?` of
/// [MapOperation].
final class MapObject implements ReplicatedObject {
    private static final int PIECE_BYTES = 256 << 10;

    private static final Bytes NONE = result(null);
    private static final Bytes DONE = result(Bytes.EMPTY);

    private PersistentMap state = PersistentMap.EMPTY;

    @Override
    public Bytes apply(long position, ByteReader operation) {
        return switch (MapOperation.decode(operation)) {
            case MapOperation.Put(Bytes key, Bytes value) -> put(key, value, state.get(key));
            case MapOperation.PutIfAbsent(Bytes key, Bytes value) -> {
                Bytes before = state.get(key);
                yield before == null ? put(key, value, null) : result(before);
            }
            case MapOperation.Replace(Bytes key, Bytes value) -> {
                Bytes before = state.get(key);
                yield before == null ? NONE : put(key, value, before);
            }
            case MapOperation.ReplaceExactly(Bytes key, Bytes expected, Bytes value) -> {
                boolean same = holds(key, expected);
                if (same) {
                    put(key, value, null);
                }
                yield same ? DONE : NONE;
            }
            case MapOperation.Remove(Bytes key) -> {
                Bytes before = state.get(key);
                state = state.remove(key);
                yield result(before);
            }
            case MapOperation.RemoveExactly(Bytes key, Bytes expected) -> {
                boolean same = holds(key, expected);
                state = same ? state.remove(key) : state;
                yield same ? DONE : NONE;
            }
            case MapOperation.Clear() -> {
                state = PersistentMap.EMPTY;
                yield NONE;
            }
            case MapOperation.Get _, MapOperation.Size _, MapOperation.Scan _ ->
                throw new MalformedException("an accessor does not belong in the log");
        };
    }

    @Override
    public Bytes query(ByteReader question) {
        return switch (MapOperation.decode(question)) {
            case MapOperation.Get(Bytes key) -> result(state.get(key));
            case MapOperation.Size() -> new ByteWriter(4).i32(state.size()).shared();
            case MapOperation.Scan(Bytes after, int limit) -> scan(state, after, Math.max(1, limit));
            default -> throw new MalformedException("a mutator is no question: append it to the log");
        };
    }

    @Override
    public Iterator<Bytes> image() {
        return new Pieces(state);
    }

    @Override
    public void restore(ByteReader piece) {
        for (int left = piece.count(Integer.MAX_VALUE, 8); left > 0; left--) {
            state = state.put(piece.bytes().compact(), piece.bytes().compact());
        }
        piece.end();
    }

    private boolean holds(Bytes key, Bytes expected) {
        Bytes value = state.get(key);
        return value != null && value.equals(expected);
    }

    private Bytes put(Bytes key, Bytes value, @Nullable Bytes before) {
        state = state.put(key.compact(), value.compact());
        return result(before);
    }

    private static Bytes result(@Nullable Bytes value) {
        ByteWriter out = new ByteWriter(value == null ? 1 : value.length() + 5);
        MapOperation.optional(out, value);
        return out.shared();
    }

    private static Bytes scan(PersistentMap map, @Nullable Bytes after, int limit) {
        ByteWriter out = new ByteWriter(1024).i32(0);
        int[] count = {0};
        map.scan(after, (key, value) -> {
            out.bytes(key).bytes(value);
            return ++count[0] < limit && out.length() < PIECE_BYTES;
        });
        return out.patchI32(0, count[0]).shared();
    }

    /// An image, scanned piece by piece.
    private static final class Pieces implements Iterator<Bytes> {
        private final PersistentMap image;
        private @Nullable Bytes after;
        private int left;

        Pieces(PersistentMap image) {
            this.image = image;
            left = image.size();
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public Bytes next() {
            if (left == 0) {
                throw new NoSuchElementException();
            }
            Bytes piece = scan(image, after, Integer.MAX_VALUE);
            ByteReader in = new ByteReader(piece);
            int count = in.i32();
            for (int i = 0; i < count; i++) {
                after = in.bytes();
                in.bytes();
            }
            left -= count;
            return piece;
        }
    }
}
