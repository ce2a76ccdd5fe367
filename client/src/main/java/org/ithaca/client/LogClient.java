package org.ithaca.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.Position;
import org.ithaca.cluster.Layout;
import org.ithaca.log.Level;
import org.ithaca.log.Limits;
import org.ithaca.log.RunEntries;
import org.jspecify.annotations.Nullable;

/// A [Log] over the cluster.
final class LogClient implements Log {
    private static final int PAGE_BYTES = 1 << 20;

    private final ClientHost host;
    private final String name;
    private final LogId id;
    private final AppendWindow window;
    private volatile @Nullable Natural natural;

    /// The level of the log's plan in one version of the layout.
    private record Natural(long version, Level level) {}

    LogClient(ClientHost host, String name, LogId id) {
        this.host = host;
        this.name = name;
        this.id = id;
        this.window = new AppendWindow(host, this::drain);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public LogId id() {
        return id;
    }

    @Override
    public CompletableFuture<Position> append(Bytes entry) {
        Completion.ForPosition future = new Completion.ForPosition();
        append(entry, future);
        return future;
    }

    @Override
    public void append(Bytes entry, AppendCallback callback) {
        append(entry, new Completion.ForCallback(callback));
    }

    @Override
    public CompletableFuture<List<Position>> appendAll(List<Bytes> entries) {
        List<CompletableFuture<Position>> futures =
                entries.stream().map(this::append).toList();
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .thenApply(all -> futures.stream().map(CompletableFuture::join).toList());
    }

    @Override
    public CompletableFuture<Bytes> invoke(Bytes entry) {
        Completion.ForResult future = new Completion.ForResult();
        append(entry, future);
        return future;
    }

    private void append(Bytes entry, Completion completion) {
        if (entry.length() > Limits.MAX_ENTRY_BYTES) {
            completion.failed(IthacaException.notDone(
                    IthacaException.Code.TOO_LARGE,
                    "an entry of " + entry.length() + " bytes; at most " + Limits.MAX_ENTRY_BYTES));
            return;
        }
        window.add(entry, level(), completion);
    }

    private Level level() {
        Level chosen = host.options().level();
        return chosen != null ? chosen : naturalLevel(host.layout());
    }

    /// Looked up once a layout: it is wanted for every entry.
    private Level naturalLevel(Layout layout) {
        Natural known = natural;
        if (known == null || known.version() != layout.version()) {
            known = new Natural(layout.version(), ClientHost.naturalLevel(layout, id));
            natural = known;
        }
        return known.level();
    }

    private void drain() {
        for (PendingRun run : window.take()) {
            host.core().append(id, run.toRun());
        }
    }

    @Override
    public CompletableFuture<Bytes> query(Bytes question, ReadLevel level) {
        return host.read(
                id,
                Duration.ZERO,
                request -> new Request.Query(request, id, level, question),
                Answer.Result.class,
                Answer.Result::result);
    }

    @Override
    public CompletableFuture<Page> read(Position from, int maxEntries, ReadLevel level, Duration wait) {
        if (maxEntries < 1) {
            throw new IllegalArgumentException("a page of " + maxEntries + " entries");
        }
        int millis = (int) Math.clamp(wait.toMillis(), 0L, (long) RequestCodec.MOST_WAIT_MILLIS);
        return host.read(
                id,
                wait,
                request -> new Request.Read(request, id, from.value(), maxEntries, PAGE_BYTES, millis, level),
                Answer.Entries.class,
                LogClient::page);
    }

    private static Page page(Answer.Entries answer) {
        List<Entry> entries = new ArrayList<>();
        for (Answer.Segment segment : answer.segments()) {
            for (RunEntries cursor = RunEntries.of(segment.entries(), segment.count()); cursor.next(); ) {
                entries.add(new Entry(new Position(segment.position() + cursor.index()), cursor.entry()));
            }
        }
        return new Page(entries, new Position(answer.next()), new Position(answer.delivered()));
    }

    @Override
    public CompletableFuture<Position> tail(ReadLevel level) {
        return host.read(
                id,
                Duration.ZERO,
                request -> new Request.Tail(request, id, level),
                Answer.TailAt.class,
                answer -> new Position(answer.position()));
    }

    @Override
    public LogCursor follow(Position from) {
        return new LogCursor(this, from, ReadLevel.STABLE);
    }

    @Override
    public CompletableFuture<Void> trim(Position below) {
        return host.change(request -> new Request.Trim(request, id, below.value()))
                .thenAccept(done -> {});
    }
}
