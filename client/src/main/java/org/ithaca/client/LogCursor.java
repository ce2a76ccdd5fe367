package org.ithaca.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Position;
import org.jspecify.annotations.Nullable;

/// Walks along a log, reading ahead by one page. Belongs to one thread at a time; never to the client's own.
public final class LogCursor {
    private static final int PAGE_ENTRIES = 4096;
    private static final Duration WAIT = Duration.ofMillis(500);

    private final Log log;
    private final ReadLevel level;
    private final ArrayDeque<Entry> read = new ArrayDeque<>();
    private Position next;
    private @Nullable CompletableFuture<Page> ahead;

    LogCursor(Log log, Position from, ReadLevel level) {
        this.log = log;
        this.next = from;
        this.level = level;
    }

    /// The next entry, waiting for it as long as it takes.
    ///
    /// @throws IthacaException if the log cannot be read; the cursor stays where it is and may be tried again
    public Entry next() {
        while (read.isEmpty()) {
            turnPage();
        }
        return read.removeFirst();
    }

    /// The entries up to where the log ends now, at most as many as one page has; empty at the end.
    ///
    /// @throws IthacaException if the log cannot be read; the cursor stays where it is and may be tried again
    public List<Entry> poll() {
        if (read.isEmpty()) {
            turnPage();
        }
        List<Entry> entries = List.copyOf(read);
        read.clear();
        return entries;
    }

    private void turnPage() {
        CompletableFuture<Page> coming = ahead == null ? ask() : ahead;
        ahead = null;
        Page page = await(coming);
        read.addAll(page.entries());
        next = page.next();
        if (!page.entries().isEmpty()) {
            ahead = ask();
        }
    }

    private CompletableFuture<Page> ask() {
        return log.read(next, PAGE_ENTRIES, level, WAIT);
    }

    private static Page await(CompletableFuture<Page> coming) {
        try {
            return coming.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof IthacaException cause ? cause : e;
        }
    }
}
