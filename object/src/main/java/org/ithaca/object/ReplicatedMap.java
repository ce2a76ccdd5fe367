package org.ithaca.object;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentMap;
import org.ithaca.base.ByteReader;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.MalformedException;
import org.ithaca.client.Ithaca;
import org.ithaca.client.Log;
import org.ithaca.client.ReadLevel;
import org.ithaca.cluster.LogKind;
import org.jspecify.annotations.Nullable;

/// A map that every member of the cluster holds, behind the JDK's own interface.
///
/// ```java
/// ConcurrentMap<String, Long> stock = ReplicatedMap.open(ithaca, "stock", Codec.TEXT, Codec.LONG);
/// stock.merge("apples", 3L, Long::sum);
/// ```
///
/// Every change is an entry of an object log, takes effect exactly once, and is durable when the call
/// returns (as the log's plan says). Single operations are linearizable; so are the compound ones of
/// [ConcurrentMap], which retry on conflict. Iteration is weakly consistent: it sees each key that is there
/// throughout. Null is no key and no value.
///
/// *Errors.* [IthacaException], told apart by its outcome. *Threading.* Any thread; the plain methods
/// block, those that end in `Async` do not.
///
/// @param <K> keys, compared by their coded bytes
/// @param <V> values, compared by their coded bytes
public final class ReplicatedMap<K, V> extends AbstractMap<K, V> implements ConcurrentMap<K, V> {
    /// The log that holds a cluster's objects unless another is named.
    public static final String DEFAULT_LOG = "objects";

    private static final int PAGE = 1000;

    private final Log log;
    private final String name;
    private final Codec<K> keys;
    private final Codec<V> values;
    private final ReadLevel level;

    private ReplicatedMap(Log log, String name, Codec<K> keys, Codec<V> values, ReadLevel level) {
        this.log = log;
        this.name = name;
        this.keys = keys;
        this.values = values;
        this.level = level;
    }

    /// The map of this name in the default log of objects, which is made with the default plan if there is
    /// none. Blocks.
    ///
    /// @throws IthacaException as [Ithaca#log(String, LogKind, Plan)]
    public static <K, V> ReplicatedMap<K, V> open(Ithaca ithaca, String name, Codec<K> keys, Codec<V> values) {
        return in(ithaca.log(DEFAULT_LOG, LogKind.OBJECTS, Ithaca.DEFAULT_PLAN), name, keys, values);
    }

    /// The map of this name in a log of objects.
    public static <K, V> ReplicatedMap<K, V> in(Log log, String name, Codec<K> keys, Codec<V> values) {
        return new ReplicatedMap<>(log, name, keys, values, ReadLevel.LINEARIZABLE);
    }

    /// The same map, read at another level. STABLE reads are answered by one member from its own copy.
    public ReplicatedMap<K, V> reading(ReadLevel newLevel) {
        return new ReplicatedMap<>(log, name, keys, values, newLevel);
    }

    /// The value of a key, or null.
    public CompletableFuture<@Nullable V> getAsync(K key) {
        return ask(new MapOperation.Get(keys.encode(key))).thenApply(this::value);
    }

    /// Sets a value; gives the one before, or null.
    public CompletableFuture<@Nullable V> putAsync(K key, V value) {
        return change(new MapOperation.Put(keys.encode(key), values.encode(value)));
    }

    /// Removes a key; gives the value before, or null.
    public CompletableFuture<@Nullable V> removeAsync(K key) {
        return change(new MapOperation.Remove(keys.encode(key)));
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable V get(Object key) {
        return join(getAsync((K) key));
    }

    @Override
    public boolean containsKey(Object key) {
        return get(key) != null;
    }

    @Override
    public @Nullable V put(K key, V value) {
        return join(putAsync(key, value));
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable V remove(Object key) {
        return join(removeAsync((K) key));
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        return join(change(new MapOperation.PutIfAbsent(keys.encode(key), values.encode(value))));
    }

    @Override
    public @Nullable V replace(K key, V value) {
        return join(change(new MapOperation.Replace(keys.encode(key), values.encode(value))));
    }

    @Override
    public boolean replace(K key, V oldValue, V newValue) {
        return test(
                new MapOperation.ReplaceExactly(keys.encode(key), values.encode(oldValue), values.encode(newValue)));
    }

    @Override
    @SuppressWarnings("unchecked")
    public boolean remove(Object key, Object value) {
        return test(new MapOperation.RemoveExactly(keys.encode((K) key), values.encode((V) value)));
    }

    @Override
    public void clear() {
        join(invoke(new MapOperation.Clear()));
    }

    @Override
    public int size() {
        return new ByteReader(join(ask(new MapOperation.Size()))).i32();
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<K, V>> iterator() {
                return new Entries();
            }

            @Override
            public int size() {
                return ReplicatedMap.this.size();
            }
        };
    }

    private CompletableFuture<@Nullable V> change(MapOperation operation) {
        return invoke(operation).thenApply(this::value);
    }

    private boolean test(MapOperation operation) {
        return new ByteReader(join(invoke(operation))).bool();
    }

    private @Nullable V value(Bytes result) {
        Bytes value = MapOperation.optional(new ByteReader(result));
        return value == null ? null : values.decode(value);
    }

    private CompletableFuture<Bytes> invoke(MapOperation operation) {
        return log.invoke(address(operation)).thenApply(ReplicatedMap::result);
    }

    private CompletableFuture<Bytes> ask(MapOperation question) {
        return log.query(address(question), level).thenApply(ReplicatedMap::result);
    }

    /// What an answer holds. A member that could make no sense of the operation has changed nothing.
    private static Bytes result(Bytes answer) {
        try {
            return ObjectHost.result(answer);
        } catch (MalformedException e) {
            throw IthacaException.notDone(IthacaException.Code.INVALID, String.valueOf(e.getMessage()));
        }
    }

    private Bytes address(MapOperation operation) {
        return ObjectHost.address(ObjectType.MAP, name, operation.encode());
    }

    private static <T extends @Nullable Object> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IthacaException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /// Walks over the map page by page.
    private final class Entries implements Iterator<Entry<K, V>> {
        private final Deque<Entry<K, V>> page = new ArrayDeque<>();
        private @Nullable Bytes after;
        private boolean end;
        private @Nullable K last;

        @Override
        public boolean hasNext() {
            if (page.isEmpty() && !end) {
                fetch();
            }
            return !page.isEmpty();
        }

        private void fetch() {
            ByteReader in = new ByteReader(join(ask(new MapOperation.Scan(after, PAGE))));
            int count = in.count(PAGE, 8);
            end = count == 0;
            for (int i = 0; i < count; i++) {
                Bytes key = in.bytes();
                after = key;
                page.add(new Change(keys.decode(key), values.decode(in.bytes())));
            }
        }

        @Override
        public Entry<K, V> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Entry<K, V> entry = page.removeFirst();
            last = entry.getKey();
            return entry;
        }

        @Override
        public void remove() {
            if (last == null) {
                throw new IllegalStateException("next() comes first");
            }
            ReplicatedMap.this.remove(last);
            last = null;
        }
    }

    /// An entry whose value can be set.
    private final class Change extends SimpleEntry<K, V> {
        private static final long serialVersionUID = 1L;

        Change(K key, V value) {
            super(key, value);
        }

        @Override
        public V setValue(V value) {
            put(getKey(), value);
            return super.setValue(value);
        }
    }
}
