package org.ithaca.cluster;

import java.util.function.Consumer;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.store.Storage;

/// Which run of a node this is.
///
/// A node that begins with an empty directory begins its count at the time of day, so that a node whose
/// disk was lost or wiped never takes an earlier run of itself for its present one: what that run had
/// promised and stored is gone.
///
/// @param number of this run, above that of every earlier one; 1 to 2^31 - 1
/// @param first number of the first run on what this node has stored
public record Incarnation(long number, long first) {
    private static final String KEY = "cluster/incarnation";
    /// The beginning of 2025, in seconds since 1970.
    private static final long TIME_ZERO = 1_735_689_600;

    /// Makes the number of this run durable, and then hands it over: the hello of the network and
    /// [ClusterConfig#at] need it.
    ///
    /// @param wallMillis time of day, in milliseconds since 1970; need not be exact
    public static void begin(Storage storage, long wallMillis, Consumer<Incarnation> begun) {
        Bytes last = storage.recovered().state().get(KEY);
        Incarnation next = last == null ? first(wallMillis) : decode(last).next();
        Bytes stored = new ByteWriter(16).i64(next.number).i64(next.first).copy();
        storage.put(KEY, stored, () -> begun.accept(next));
    }

    private static Incarnation first(long wallMillis) {
        long number = Math.clamp(wallMillis / 1000 - TIME_ZERO, 1, Integer.MAX_VALUE >> 1);
        return new Incarnation(number, number);
    }

    private static Incarnation decode(Bytes stored) {
        ByteReader in = new ByteReader(stored);
        return new Incarnation(in.i64(), in.i64());
    }

    private Incarnation next() {
        return new Incarnation(number + 1, first);
    }

    /// Whether this node once ran under the number and has lost what it stored then. 0 stands for no run.
    boolean forgot(long run) {
        return run > 0 && run < first;
    }
}
