package org.ithaca.client;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.log.RunEntries;
import org.ithaca.log.RunKind;
import org.ithaca.log.RunReader;
import org.ithaca.log.RunView;
import org.ithaca.log.SessionSuppressed;

/// Turns batches into the answer to a [Request.Read]: entries that count, from the position asked for.
///
/// Runs that open sessions and suppressed entries are left out. Runs that go whole are not looked into.
public final class EntriesBuilder {
    private final long from;
    private final List<Answer.Segment> segments = new ArrayList<>();
    private int entriesLeft;
    private long bytesLeft;
    private long next;

    /// @param from least position asked for
    /// @param maxEntries most entries
    /// @param maxBytes most bytes, sizes included; the first entry goes whatever its size
    public EntriesBuilder(long from, int maxEntries, int maxBytes) {
        this.from = from;
        this.entriesLeft = maxEntries;
        this.bytesLeft = maxBytes;
        this.next = from;
    }

    /// Adds what counts in the batch whose first entry is at `position`; batches come in order. False if it did
    /// not all fit: no further batch is to be added, and [#next] is the first entry left out.
    public boolean add(long position, Bytes batch, SessionSuppressed suppressed) {
        long at = position;
        for (RunReader reader = new RunReader(batch); reader.next(); ) {
            RunView run = reader.run();
            boolean counts = run.kind() == RunKind.DATA;
            int skip = counts ? skipped(at, run.count(), suppressed) : run.count();
            if (skip < run.count() && !addRun(at, run, skip)) {
                return false;
            }
            at += run.count();
        }
        next = Math.max(next, at);
        return true;
    }

    private int skipped(long at, int count, SessionSuppressed suppressed) {
        int before = (int) Math.clamp(from - at, 0L, (long) count);
        return Math.max(before, suppressed.prefix(at, count));
    }

    private boolean addRun(long at, RunView run, int skip) {
        Bytes entries = run.entryBytes();
        if (skip == 0 && run.count() <= entriesLeft && entries.length() <= bytesLeft) {
            addSegment(at, run.count(), entries);
            return true;
        }
        int fromByte = 0;
        int toByte = 0;
        int taken = 0;
        for (RunEntries cursor = run.entries(); cursor.next(); ) {
            int size = Integer.BYTES + cursor.length();
            if (cursor.index() < skip) {
                fromByte += size;
                toByte = fromByte;
            } else if (taken < entriesLeft && fits(toByte + size - fromByte, taken)) {
                toByte += size;
                taken++;
            } else {
                break;
            }
        }
        if (taken > 0) {
            addSegment(at + skip, taken, entries.slice(fromByte, toByte - fromByte));
        }
        next = at + skip + taken;
        return skip + taken == run.count();
    }

    private boolean fits(int bytes, int taken) {
        return bytes <= bytesLeft || (taken == 0 && segments.isEmpty());
    }

    private void addSegment(long position, int count, Bytes entries) {
        segments.add(new Answer.Segment(position, count, entries));
        entriesLeft -= count;
        bytesLeft -= entries.length();
    }

    /// Whether anything was added.
    public boolean isEmpty() {
        return segments.isEmpty();
    }

    /// Where to read on: the first position not looked at.
    public long next() {
        return next;
    }

    /// The answer. `deliveredFrontier` tells the client how far the log goes here.
    public Answer.Entries answer(long request, long deliveredFrontier) {
        return new Answer.Entries(request, segments, next, deliveredFrontier);
    }
}
