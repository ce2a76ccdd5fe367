package org.ithaca.register;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.MalformedException;

/// What one server's row of registers holds: everything below `lowestUnwritten` is final, a value where
/// `values` has one and nil (closed without a value) elsewhere; everything from there on is unwritten.
///
/// Servers write in order, so these two say it all. Immutable.
///
/// ```
/// registers := lowestUnwritten i64 | count i32 | value{count} | count i32 | (set i64 | value i32){count}
/// value     := length i32 | bytes              each value once, however many registers hold it
/// ```
public record Registers(long lowestUnwritten, SortedMap<Long, Bytes> values) {
    /// A row nobody has written.
    public static final Registers EMPTY = new Registers(0, new TreeMap<>());

    public Registers {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        boolean inRange = lowestUnwritten >= 0 && lowestUnwritten <= RegisterMessage.MAX_SET + 1;
        boolean inOrder = values.isEmpty() || (values.firstKey() >= 0 && values.lastKey() < lowestUnwritten);
        if (!inRange || !inOrder) {
            throw new MalformedException("registers below " + lowestUnwritten + " cannot be " + values.keySet());
        }
    }

    /// This row with every unwritten register below `set` closed; `set` is above the lowest of them.
    Registers closedBelow(long set) {
        return new Registers(set, values);
    }

    /// This row with the value in register `set`, unwritten so far, and all below closed.
    Registers written(long set, Bytes value) {
        SortedMap<Long, Bytes> more = new TreeMap<>(values);
        more.put(set, value);
        return new Registers(set + 1, more);
    }

    void encode(ByteWriter out) {
        Map<Bytes, Integer> distinct = new LinkedHashMap<>();
        values.values().forEach(value -> distinct.putIfAbsent(value, distinct.size()));
        out.i64(lowestUnwritten).i32(distinct.size());
        distinct.keySet().forEach(out::bytes);
        out.i32(values.size());
        values.forEach((set, value) -> out.i64(set).i32(distinct.getOrDefault(value, -1)));
    }

    /// @throws MalformedException if the bytes are no registers
    static Registers decode(ByteReader in) {
        long lowest = in.i64();
        int distinct = in.count(Integer.MAX_VALUE, 4);
        List<Bytes> table = new ArrayList<>();
        for (int i = 0; i < distinct; i++) {
            table.add(in.bytes().compact());
        }
        int count = in.count(Integer.MAX_VALUE, 12);
        SortedMap<Long, Bytes> values = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            long set = in.i64();
            int index = in.i32();
            if (index < 0 || index >= distinct) {
                throw new MalformedException("value " + index + " of " + distinct);
            }
            values.put(set, table.get(index));
        }
        return new Registers(lowest, values);
    }
}
