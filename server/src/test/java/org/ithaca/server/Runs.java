package org.ithaca.server;

import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.log.Level;
import org.ithaca.log.RunHeader;
import org.ithaca.log.RunKind;
import org.ithaca.log.RunReader;
import org.ithaca.log.RunView;
import org.ithaca.log.RunWriter;

/// Runs as clients make them.
final class Runs {
    private Runs() {}

    static Bytes data(long session, long first, int count, Level level) {
        RunWriter entries = new RunWriter(64);
        for (int i = 0; i < count; i++) {
            entries.add(Bytes.utf8("e" + (first + i)));
        }
        return entries.run(new RunHeader(session, first, 0, level, RunKind.DATA));
    }

    static Bytes data(long session, long first, int count) {
        return data(session, first, count, Level.DURABLE);
    }

    static Bytes of(long session, long first, Bytes... some) {
        RunWriter entries = new RunWriter(64);
        for (Bytes entry : some) {
            entries.add(entry);
        }
        return entries.run(new RunHeader(session, first, 0, Level.DURABLE, RunKind.DATA));
    }

    static Bytes open(long token) {
        return new RunWriter(8).add(Bytes.EMPTY).run(RunHeader.open(token, Level.DURABLE));
    }

    static RunView view(Bytes run) {
        RunReader reader = new RunReader(run);
        reader.next();
        return reader.run();
    }

    static Bytes both(Bytes one, Bytes other) {
        return new ByteWriter().raw(one).raw(other).copy();
    }
}
