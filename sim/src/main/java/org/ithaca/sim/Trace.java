package org.ithaca.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Locale;
import org.ithaca.base.Bytes;
import org.ithaca.base.SplitMix;
import org.jspecify.annotations.Nullable;

/// What happened in a world, in order: as a hash of everything, and as text of the last events.
///
/// A record is a moment, a subject and a verb with up to three numbers, so that noting one formats nothing. Two runs of
/// one seed differ in their hashes as soon as they differ in one event.
public final class Trace {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ODD = 0x9E3779B97F4A7C15L;
    private static final int KEPT = 1 << 13;

    private final long[] numbers = new long[KEPT * 4];
    private final String[] words = new String[KEPT * 2];
    private long count;
    private long hash = 0x1744ACAL;
    private @Nullable Appendable sink;

    Trace() {}

    /// Notes that at `nanos` `subject` did `verb`, with the numbers that tell this event from others like it.
    public void note(long nanos, String subject, String verb, long a, long b, long c) {
        hash = SplitMix.mix(hash ^ nanos);
        hash = SplitMix.mix(hash + subject.hashCode() * 31L + verb.hashCode());
        hash = SplitMix.mix(hash ^ a ^ Long.rotateLeft(b * ODD, 21) ^ Long.rotateLeft(c * ODD, 42));
        int at = (int) (count & (KEPT - 1));
        words[at * 2] = subject;
        words[at * 2 + 1] = verb;
        numbers[at * 4] = nanos;
        numbers[at * 4 + 1] = a;
        numbers[at * 4 + 2] = b;
        numbers[at * 4 + 3] = c;
        count++;
        if (sink != null) {
            write(sink, at);
        }
    }

    /// The hash of all events so far.
    public long hash() {
        return hash;
    }

    /// Events noted so far.
    public long count() {
        return count;
    }

    /// Writes every event from now on to `sink` as well, one a line.
    public void copyTo(Appendable target) {
        sink = target;
    }

    /// The last events as text, at most `lines` of them, the oldest first.
    public String tail(int lines) {
        StringBuilder text = new StringBuilder();
        for (long i = Math.max(0, count - Math.min(lines, KEPT)); i < count; i++) {
            write(text, (int) (i & (KEPT - 1)));
        }
        return text.toString();
    }

    private void write(Appendable target, int at) {
        try {
            target.append(String.format(
                    Locale.ROOT,
                    "%14.6f %-12s %-14s %d %d %x%n",
                    numbers[at * 4] / 1e9,
                    words[at * 2],
                    words[at * 2 + 1],
                    numbers[at * 4 + 1],
                    numbers[at * 4 + 2],
                    numbers[at * 4 + 3]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A quick 64-bit hash of bytes, the same on every machine. Not for anything but traces and checkers.
    public static long hashOf(Bytes bytes) {
        Bytes content = bytes.onHeap();
        byte[] array = content.array();
        int at = content.offset();
        int end = at + content.length();
        long mixed = bytes.length() * 0x9E3779B97F4A7C15L;
        for (; at + 8 <= end; at += 8) {
            mixed = (mixed ^ (long) LONG.get(array, at)) * 0xBF58476D1CE4E5B9L;
            mixed ^= mixed >>> 29;
        }
        for (; at < end; at++) {
            mixed = (mixed ^ array[at]) * 0x94D049BB133111EBL;
        }
        return SplitMix.mix(mixed);
    }
}
