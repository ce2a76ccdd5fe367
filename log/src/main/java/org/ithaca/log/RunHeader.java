package org.ithaca.log;

import org.ithaca.base.ByteWriter;

/// The header in front of a run's entries, big-endian.
///
/// ```
///  0          8               16             24      25     26      30       34
///  +----------+---------------+--------------+-------+------+-------+--------+---------------------------+
///  | session  | firstSequence | ackedThrough | level | kind | count | length | (size i32, bytes) x count |
///  | i64      | i64           | i64          | u8    | u8   | i32   | i32    | length bytes in all       |
///  +----------+---------------+--------------+-------+------+-------+--------+---------------------------+
/// ```
///
/// `length` counts the entries with their sizes, without this header.
///
/// @param session the session, 1 or more; 0 for an OPEN run
/// @param firstSequence sequence of the first entry, counted from 1; for an OPEN run any number the client likes,
///     sent back with the answer
/// @param ackedThrough the client has the answers of all sequences up to this one
/// @param level when the run is acknowledged
/// @param kind what it carries
public record RunHeader(long session, long firstSequence, long ackedThrough, Level level, RunKind kind) {
    /// Size of the header.
    public static final int BYTES = 34;

    /// Largest sequence; no client gets there.
    public static final long MAX_SEQUENCE = 1L << 62;

    static final int SESSION = 0;
    static final int FIRST_SEQUENCE = 8;
    static final int ACKED_THROUGH = 16;
    static final int LEVEL = 24;
    static final int KIND = 25;
    static final int COUNT = 26;
    static final int LENGTH = 30;

    /// The header of a run that opens a session; `token` comes back as the answer's first sequence.
    public static RunHeader open(long token, Level level) {
        return new RunHeader(0, token, 0, level, RunKind.OPEN);
    }

    /// Writes the header of `count` entries that take `length` bytes with their sizes.
    public void encode(ByteWriter out, int count, int length) {
        out.i64(session).i64(firstSequence).i64(ackedThrough);
        out.u8(level.code()).u8(kind.code()).i32(count).i32(length);
    }
}
