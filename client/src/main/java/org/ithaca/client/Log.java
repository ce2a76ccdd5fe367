package org.ithaca.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.ithaca.base.Bytes;
import org.ithaca.base.LogId;
import org.ithaca.base.Position;

/// A totally ordered, replicated sequence of entries: what every reader sees is a prefix of one and the same
/// sequence.
///
/// ```java
/// Log orders = ithaca.log("orders");
/// Position at = orders.append(bytes).join();
/// for (Entry entry : orders.read(Position.START, 100).join().entries()) { ... }
/// ```
///
/// *Exactly once.* An append that is answered is in the log once, whatever failed and was sent again on the way.
/// One that fails with [IthacaException.Outcome#NOT_DONE] is not in it and never will be; with
/// [IthacaException.Outcome#UNKNOWN] it is in it once or not at all, and may still appear. Appends of one `Log`
/// object by one thread take effect in their order.
///
/// *Threading.* Any thread may call anything. Futures are completed on the client's own thread: an action that
/// depends on one must not block; hand longer work to another executor (`thenApplyAsync`). A call never blocks,
/// with one exception: appends wait for room in the window ([ClientOptions#overload]).
public interface Log {
    /// The name it was opened by.
    String name();

    /// Its identity in the cluster.
    LogId id();

    /// Appends an entry. A large one is not copied: as always with [Bytes], nobody may ever write to its array. Arrays
    /// that are used again belong into [#append(byte\[\])].
    ///
    /// @return its position, once it is as safe as the level says ([ClientOptions#level]). Fails with
    ///     [IthacaException]: TOO_LARGE above 8 MiB, OVERLOADED without room, TIMEOUT or UNAVAILABLE at the
    ///     deadline, SESSION_EXPIRED, CLOSED
    CompletableFuture<Position> append(Bytes entry);

    /// Appends an entry, which is copied before the call returns.
    default CompletableFuture<Position> append(byte[] entry) {
        return append(Bytes.copyOf(entry));
    }

    /// Appends an entry and tells a callback in place of a future, for entries that are small and many. The errors are
    /// those of [#append(Bytes)].
    void append(Bytes entry, AppendCallback callback);

    /// Appends entries one after the other. They are not one unit: each is in the log or not, and entries of
    /// others may lie between them.
    ///
    /// @return their positions, in order; fails as the first of them that failed
    CompletableFuture<List<Position>> appendAll(List<Bytes> entries);

    /// Appends an entry to a log of objects and gives what the objects answered when they applied it.
    CompletableFuture<Bytes> invoke(Bytes entry);

    /// Asks the objects of a log without appending anything.
    ///
    /// @return their answer. LINEARIZABLE sees every append that was acknowledged to anyone before this call
    CompletableFuture<Bytes> query(Bytes question, ReadLevel level);

    /// Reads at most `maxEntries` entries from `from` on, LINEARIZABLE, without waiting for more to come.
    default CompletableFuture<Page> read(Position from, int maxEntries) {
        return read(from, maxEntries, ReadLevel.LINEARIZABLE, Duration.ZERO);
    }

    /// Reads entries from a position on.
    ///
    /// @param from least position wanted
    /// @param maxEntries most entries, 1 or more; a page may have fewer although more exist
    /// @param level what must be seen
    /// @param wait how long to wait for an entry if there is none, at most a minute
    /// @return a page, empty only if there was no entry. Fails with [IthacaException]: TRIMMED, CORRUPT, TIMEOUT,
    ///     UNAVAILABLE
    CompletableFuture<Page> read(Position from, int maxEntries, ReadLevel level, Duration wait);

    /// Where the log ends: above every entry acknowledged to anyone before the call (LINEARIZABLE), or delivered
    /// at the node asked (STABLE).
    CompletableFuture<Position> tail(ReadLevel level);

    /// Walks along the log from a position, blocking for what is not there yet.
    LogCursor follow(Position from);

    /// Forgets the log below a position; whole slots go, sooner or later. Reads below fail with TRIMMED afterwards.
    CompletableFuture<Void> trim(Position below);
}
