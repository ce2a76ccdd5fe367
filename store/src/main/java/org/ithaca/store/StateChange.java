package org.ithaca.store;

import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.MalformedException;

/// One record of the state journal.
///
/// ```
/// put      1 u8 | key text | value bytes
/// remove   2 u8 | key text
/// bounds   3 u8 | log i32 | epoch i32 | first i64 | end i64
/// dropped  4 u8 | log i32 | epoch i32
/// ```
sealed interface StateChange {
    /// The key has this value.
    record Put(String key, Bytes value) implements StateChange {}

    /// The key has no value.
    record Remove(String key) implements StateChange {}

    /// The loglet is kept, within these bounds.
    record Kept(LogletId loglet, Bounds bounds) implements StateChange {}

    /// The loglet is not kept.
    record Dropped(LogletId loglet) implements StateChange {}

    /// The record's payload.
    default Bytes encode() {
        ByteWriter out = new ByteWriter();
        switch (this) {
            case Put(String key, Bytes value) -> out.u8(1).text(key).bytes(value);
            case Remove(String key) -> out.u8(2).text(key);
            case Kept(LogletId loglet, Bounds bounds) ->
                loglet(out.u8(3), loglet).i64(bounds.first()).i64(bounds.end());
            case Dropped(LogletId loglet) -> loglet(out.u8(4), loglet);
        }
        return out.shared();
    }

    /// Reads what [#encode] wrote.
    static StateChange decode(Bytes payload) {
        ByteReader in = new ByteReader(payload);
        int kind = in.u8();
        StateChange change = switch (kind) {
            case 1 -> new Put(in.text(), Bytes.wrap(in.bytes().toArray()));
            case 2 -> new Remove(in.text());
            case 3 -> new Kept(loglet(in), new Bounds(in.i64(), in.i64()));
            case 4 -> new Dropped(loglet(in));
            default -> throw new MalformedException("state change of kind " + kind);
        };
        in.end();
        return change;
    }

    private static ByteWriter loglet(ByteWriter out, LogletId loglet) {
        return out.i32(loglet.log().value()).i32(loglet.epoch());
    }

    private static LogletId loglet(ByteReader in) {
        return new LogletId(new LogId(in.i32()), in.i32());
    }
}
