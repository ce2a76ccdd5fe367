package org.ithaca.client;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.log.Level;
import org.ithaca.log.RunWriter;

/// Entries gathered by callers until the client's thread takes them, and who waits for each.
final class PendingRun implements AppendListener {
    private final AppendWindow window;
    private final long deadlineNanos;
    private final Level level;
    private final RunWriter entries;
    private final List<Completion> completions = new ArrayList<>();

    PendingRun(AppendWindow window, int capacity, Level level, long deadlineNanos) {
        this.window = window;
        this.level = level;
        this.deadlineNanos = deadlineNanos;
        this.entries = new RunWriter(capacity);
    }

    void add(Bytes entry, Completion completion) {
        entries.add(entry);
        completions.add(completion);
    }

    boolean fits(int entryBytes) {
        return entries.fits(entryBytes);
    }

    Level level() {
        return level;
    }

    int length() {
        return entries.length();
    }

    int copiedLength() {
        return entries.copiedLength();
    }

    /// The run for the core; nothing is added any more.
    AppendRun toRun() {
        return new AppendRun(entries, level, deadlineNanos, this);
    }

    @Override
    public void appended(int index, int count, long position, List<Bytes> results) {
        for (int i = 0; i < count; i++) {
            completions.get(index + i).appended(position + i, results.isEmpty() ? Bytes.EMPTY : results.get(i));
        }
    }

    @Override
    public void failed(IthacaException error) {
        completions.forEach(completion -> completion.failed(error));
    }

    @Override
    public void released() {
        window.release(entries.count(), entries.length());
    }
}
