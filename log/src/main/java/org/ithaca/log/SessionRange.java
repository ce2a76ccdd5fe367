package org.ithaca.log;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.Position;
import org.jspecify.annotations.Nullable;

/// Consecutive sequences of one session at consecutive positions, with their results if the host gave any.
final class SessionRange {
    private static final Bytes[] NONE = new Bytes[0];

    final long first;
    final long position;
    private int count;
    private @Nullable Bytes[] results = NONE;
    private long resultBytes;

    SessionRange(long first, int count, long position) {
        this.first = first;
        this.count = count;
        this.position = position;
    }

    int count() {
        return count;
    }

    /// One above the last sequence.
    long end() {
        return first + count;
    }

    long resultBytes() {
        return resultBytes;
    }

    /// Takes in what follows directly in sequence and position, within one slot, unless results are there already.
    boolean extend(long nextFirst, int more, long nextPosition) {
        boolean sameSlot = position >> Position.INDEX_BITS == nextPosition >> Position.INDEX_BITS;
        boolean follows = nextFirst == end() && nextPosition == position + count && sameSlot && results.length == 0;
        if (follows) {
            count += more;
        }
        return follows;
    }

    /// Sets a result; returns by how many bytes the results grew.
    long result(long sequence, Bytes result) {
        if (results.length == 0) {
            results = new Bytes[count];
        }
        int index = (int) (sequence - first);
        Bytes before = results[index];
        long grown = (long) result.length() - (before == null ? 0 : before.length());
        results[index] = result.compact();
        resultBytes += grown;
        return grown;
    }

    /// Reports the part from sequence `from` to below `to`, which must overlap this range.
    void report(long from, long to, SessionAnswers answers) {
        int skip = (int) (Math.max(from, first) - first);
        int until = (int) (Math.min(to, end()) - first);
        answers.answered(first + skip, until - skip, position + skip, resultsOf(skip, until));
    }

    private List<Bytes> resultsOf(int from, int to) {
        if (results.length == 0) {
            return List.of();
        }
        Bytes[] part = new Bytes[to - from];
        for (int i = from; i < to; i++) {
            Bytes result = results[i];
            part[i - from] = result == null ? Bytes.EMPTY : result;
        }
        return Collections.unmodifiableList(Arrays.asList(part));
    }

    void encode(ByteWriter out) {
        out.i64(first).i32(count).i64(position).bool(results.length > 0);
        if (results.length > 0) {
            resultsOf(0, count).forEach(out::bytes);
        }
    }

    static SessionRange decode(ByteReader in) {
        long first = in.i64();
        int count = in.count(Position.ENTRIES_PER_SLOT, 0);
        SessionRange range = new SessionRange(first, count, in.i64());
        if (in.bool()) {
            for (int i = 0; i < count; i++) {
                range.result(first + i, in.bytes());
            }
        }
        return range;
    }
}
