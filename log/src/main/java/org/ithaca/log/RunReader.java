package org.ithaca.log;

import org.ithaca.base.Bytes;
import org.ithaca.base.MalformedException;
import org.ithaca.base.Position;

/// Walks along the runs of a batch or of a client's frame, reading headers only.
///
/// ```java
/// RunReader reader = new RunReader(batch);
/// while (reader.next()) {
///     use(reader.run());
/// }
/// ```
///
/// Bytes from a client go through [#validate] once, where they enter the cluster; from then on a checksum guards
/// them.
public final class RunReader {
    private final Bytes runs;
    private final RunView run;
    private int next;

    public RunReader(Bytes runs) {
        this.runs = runs;
        run = new RunView(runs);
    }

    /// Steps to the next run; false after the last.
    ///
    /// @throws MalformedException if what is left is not a whole run
    public boolean next() {
        int left = runs.length() - next;
        if (left == 0) {
            return false;
        }
        if (left < RunHeader.BYTES) {
            throw new MalformedException("a run header with " + left + " bytes left");
        }
        int count = runs.i32(next + RunHeader.COUNT);
        int length = runs.i32(next + RunHeader.LENGTH);
        if (length < 0 || length > left - RunHeader.BYTES) {
            throw new MalformedException("a run of " + length + " bytes with " + left + " left");
        }
        if (count < 1 || count > Position.ENTRIES_PER_SLOT || (long) count * Integer.BYTES > length) {
            throw new MalformedException("a run of " + count + " entries in " + length + " bytes");
        }
        run.moveTo(next, count, length);
        next += RunHeader.BYTES + length;
        return true;
    }

    /// The run stepped to, the same object each time.
    public RunView run() {
        return run;
    }

    /// Checks every field and every entry of runs that come from outside; returns how many runs there are.
    ///
    /// @throws MalformedException if anything is out of range: counts, sizes, sequences, level, kind
    public static int validate(Bytes runs) {
        RunReader reader = new RunReader(runs);
        int found = 0;
        while (reader.next()) {
            check(reader.run);
            found++;
        }
        return found;
    }

    private static void check(RunView run) {
        if (run.size() > Limits.MAX_RUN_BYTES) {
            throw new MalformedException("a run of " + run.size() + " bytes; at most " + Limits.MAX_RUN_BYTES);
        }
        Level level = run.level();
        long first = run.firstSequence();
        if (first < 1 || first > RunHeader.MAX_SEQUENCE) {
            throw new MalformedException("first sequence " + first + " at level " + level);
        }
        switch (run.kind()) {
            case DATA -> checkData(run);
            case OPEN -> checkOpen(run);
        }
        RunEntries entries = run.entries();
        boolean more = true;
        while (more) {
            more = entries.next();
        }
    }

    private static void checkData(RunView run) {
        if (run.session() < 1) {
            throw new MalformedException("a data run of session " + run.session());
        }
        if (run.ackedThrough() < 0 || run.ackedThrough() >= run.firstSequence()) {
            throw new MalformedException(
                    "answers up to " + run.ackedThrough() + " in a run from sequence " + run.firstSequence());
        }
    }

    private static void checkOpen(RunView run) {
        if (run.session() != 0 || run.count() != 1 || run.ackedThrough() != 0) {
            throw new MalformedException("an opening run of session " + run.session() + " with " + run.count()
                    + " entries, answers up to " + run.ackedThrough());
        }
    }
}
