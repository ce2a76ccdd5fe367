package org.ithaca.log;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.MalformedException;

/// A [SessionTable] as pieces of a checkpoint.
///
/// ```
/// piece      := version u8 = 1 | part u8 | HEAD 0 or SESSIONS 1 or SUPPRESSED 2
/// HEAD       := playedTo i64
/// SESSIONS   := (id i64 | session) to the end, least recently used first
/// session    := last i64 | acked i64 | ranges i32 | range{ranges}
/// range      := first i64 | count i32 | position i64 | hasResults bool | (size i32 | bytes){count} if it has
/// SUPPRESSED := ranges i32 | (from i64 | to i64){ranges}
/// ```
final class SessionPieces {
    private static final int VERSION = 1;
    private static final int HEAD = 0;
    private static final int SESSIONS = 1;
    private static final int SUPPRESSED = 2;

    private final int pieceBytes;
    private final List<Bytes> pieces = new ArrayList<>();
    private final ByteWriter open = new ByteWriter(1024);

    SessionPieces(int pieceBytes) {
        this.pieceBytes = pieceBytes;
    }

    void head(long playedTo) {
        pieces.add(begin(new ByteWriter(), HEAD).i64(playedTo).copy());
    }

    void session(long id, SessionState state) {
        if (open.length() == 0) {
            begin(open, SESSIONS);
        }
        state.encode(open.i64(id));
        if (open.length() >= pieceBytes) {
            close();
        }
    }

    void suppressed(SessionSuppressed ranges) {
        int most = Math.max(1, pieceBytes / 16);
        long from = 0;
        while (from != Long.MAX_VALUE) {
            ByteWriter out = begin(new ByteWriter(), SUPPRESSED);
            from = ranges.encode(out, from, most);
            pieces.add(out.copy());
        }
    }

    List<Bytes> done() {
        close();
        return pieces;
    }

    private void close() {
        if (open.length() > 0) {
            pieces.add(open.copy());
            open.reset();
        }
    }

    private static ByteWriter begin(ByteWriter out, int part) {
        return out.u8(VERSION).u8(part);
    }

    static void decode(Bytes piece, SessionTable table) {
        ByteReader in = new ByteReader(piece);
        int version = in.u8();
        if (version != VERSION) {
            throw new MalformedException("session table of version " + version);
        }
        int part = in.u8();
        switch (part) {
            case HEAD -> table.restorePlayedTo(in.i64());
            case SESSIONS -> {
                while (in.remaining() > 0) {
                    table.restoreSession(in.i64(), SessionState.decode(in, table.limits()));
                }
            }
            case SUPPRESSED -> table.suppressed().decode(in);
            default -> throw new MalformedException("part " + part + " of a session table");
        }
        in.end();
    }
}
