package org.ithaca.object;

import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.MalformedException;
import org.jspecify.annotations.Nullable;

/// What can be asked of a replicated map: mutators enter the log, accessors do not.
///
/// ```
/// operation := code u8 | fields
/// value?    := present u8 | [bytes]
/// ```
public sealed interface MapOperation {
    /// Sets a value; the result is the one before.
    record Put(Bytes key, Bytes value) implements MapOperation {}

    /// Sets a value if there is none; the result is the one that was there.
    record PutIfAbsent(Bytes key, Bytes value) implements MapOperation {}

    /// Removes; the result is the value that was there.
    record Remove(Bytes key) implements MapOperation {}

    /// Removes if the value is the expected one; the result is present if it did.
    record RemoveExactly(Bytes key, Bytes expected) implements MapOperation {}

    /// Sets a value if there is one; the result is the one before.
    record Replace(Bytes key, Bytes value) implements MapOperation {}

    /// Sets a value if the one there is the expected one; the result is present if it did.
    record ReplaceExactly(Bytes key, Bytes expected, Bytes value) implements MapOperation {}

    /// Removes everything.
    record Clear() implements MapOperation {}

    /// The value of a key.
    record Get(Bytes key) implements MapOperation {}

    /// How many entries there are, as 32 bits.
    record Size() implements MapOperation {}

    /// Entries in the map's own order after a key, up to about 256 KiB: `entry count i32 | (key bytes |
    /// value bytes)*`; none at the end.
    record Scan(@Nullable Bytes after, int limit) implements MapOperation {}

    /// The operation in bytes.
    default Bytes encode() {
        ByteWriter out = new ByteWriter();
        switch (this) {
            case Put(Bytes key, Bytes value) -> out.u8(1).bytes(key).bytes(value);
            case PutIfAbsent(Bytes key, Bytes value) -> out.u8(2).bytes(key).bytes(value);
            case Remove(Bytes key) -> out.u8(3).bytes(key);
            case RemoveExactly(Bytes key, Bytes expected) ->
                out.u8(4).bytes(key).bytes(expected);
            case Replace(Bytes key, Bytes value) -> out.u8(5).bytes(key).bytes(value);
            case ReplaceExactly(Bytes key, Bytes expected, Bytes value) ->
                out.u8(6).bytes(key).bytes(expected).bytes(value);
            case Clear() -> out.u8(7);
            case Get(Bytes key) -> out.u8(16).bytes(key);
            case Size() -> out.u8(17);
            case Scan(Bytes after, int limit) -> {
                out.u8(18).i32(limit);
                optional(out, after);
            }
        }
        return out.shared();
    }

    /// Reads an operation.
    ///
    /// @throws MalformedException if it is none
    static MapOperation decode(ByteReader in) {
        int code = in.u8();
        MapOperation operation = switch (code) {
            case 1 -> new Put(in.bytes(), in.bytes());
            case 2 -> new PutIfAbsent(in.bytes(), in.bytes());
            case 3 -> new Remove(in.bytes());
            case 4 -> new RemoveExactly(in.bytes(), in.bytes());
            case 5 -> new Replace(in.bytes(), in.bytes());
            case 6 -> new ReplaceExactly(in.bytes(), in.bytes(), in.bytes());
            case 7 -> new Clear();
            case 16 -> new Get(in.bytes());
            case 17 -> new Size();
            case 18 -> scan(in);
            default -> throw new MalformedException("map operation " + code + " is not known to this version");
        };
        in.end();
        return operation;
    }

    private static Scan scan(ByteReader in) {
        int limit = in.i32();
        return new Scan(optional(in), limit);
    }

    /// Writes a value that may be missing.
    static void optional(ByteWriter out, @Nullable Bytes value) {
        out.bool(value != null);
        if (value != null) {
            out.bytes(value);
        }
    }

    /// Reads a value that may be missing.
    static @Nullable Bytes optional(ByteReader in) {
        return in.bool() ? in.bytes() : null;
    }
}
