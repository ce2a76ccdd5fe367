package org.ithaca.client;

import org.ithaca.base.ByteReader;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.MalformedException;
import org.ithaca.log.Plan;

/// Fields that several frames have, read with their limits.
final class Wire {
    /// Longest name or address, in bytes of UTF-8.
    static final int MOST_NAME_BYTES = 255;

    /// Longest message of an error, in bytes of UTF-8.
    static final int MOST_MESSAGE_BYTES = 8 << 10;

    /// Longest plan, in bytes.
    static final int MOST_PLAN_BYTES = 16 << 10;

    private Wire() {}

    static LogId log(ByteReader in) {
        int value = in.i32();
        if (value < 0) {
            throw new MalformedException("log " + value);
        }
        return new LogId(value);
    }

    static long position(ByteReader in) {
        long value = in.i64();
        if (value < 0) {
            throw new MalformedException("position " + value);
        }
        return value;
    }

    static String name(ByteReader in) {
        return text(in, MOST_NAME_BYTES);
    }

    static String text(ByteReader in, int mostBytes) {
        return in.raw(in.count(mostBytes, 1)).utf8();
    }

    /// A plan, which ends its frame.
    static Plan plan(ByteReader in) {
        if (in.remaining() > MOST_PLAN_BYTES) {
            throw new MalformedException("a plan of " + in.remaining() + " bytes; at most " + MOST_PLAN_BYTES);
        }
        try {
            return Plan.decode(in);
        } catch (IthacaException e) {
            throw new MalformedException("not a plan: " + e.getMessage());
        }
    }
}
