package org.ithaca.cli;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.MalformedException;
import org.ithaca.base.Position;
import org.ithaca.client.Entry;
import org.ithaca.client.Log;
import org.ithaca.client.Page;
import org.ithaca.client.ReadLevel;
import org.ithaca.object.ReplicatedMap;

/// Reads one node's own copy of the log and of the map from end to end and compares it with the ledger.
///
/// Chunks of a file follow one another in the log, because one session appended them: one hash at a time
/// is enough. Belongs to one thread.
final class DemoReader {
    private static final int PAGE_ENTRIES = 4096;
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final int MAP_ATTEMPTS = 3;

    private final DemoTree tree;
    private final DemoLedger ledger;
    private final BitSet seen = new BitSet();
    private final MessageDigest digest = DemoWriter.sha256();
    private int file = -1;
    private int nextChunk;
    private long size;
    private long places;
    private int filesRight;
    private int duplicated;
    private int strange;
    private String firstWrong = "";

    DemoReader(DemoTree tree, DemoLedger ledger) {
        this.tree = tree;
        this.ledger = ledger;
    }

    /// What a node's copy was found to be.
    ///
    /// @param lost acknowledged entries that it lacks
    /// @param duplicated entries it has more than once
    /// @param wrong what else is wrong, for people; empty if nothing
    record Verdict(int lost, int duplicated, String wrong) {
        boolean good() {
            return lost == 0 && duplicated == 0 && wrong.isEmpty();
        }

        @Override
        public String toString() {
            return good() ? "agrees" : "WRONG: " + lost + " lost, " + duplicated + " duplicated. " + wrong;
        }
    }

    /// Where the copies end that are to be compared.
    record Ends(Position logStart, Position log, Position map) {}

    Verdict verify(Log log, Log mapLog, ReplicatedMap<String, DemoFile> map, Ends ends) {
        readLog(log, ends);
        for (int attempt = 1; attempt <= MAP_ATTEMPTS; attempt++) {
            awaitTail(mapLog, ends.map());
            int there = readMap(map);
            if (there == ledger.files()) {
                break;
            }
            // A node that was started again between two pages may have answered from an older prefix.
            if (attempt == MAP_ATTEMPTS) {
                wrong("the map has " + there + " files of " + ledger.files());
            }
        }
        if (filesRight != ledger.files()) {
            wrong(filesRight + " files of " + ledger.files() + " are right");
        }
        if (strange > 0) {
            wrong(strange + " entries nobody sent");
        }
        return new Verdict(ledger.missing(seen), duplicated, firstWrong);
    }

    private void readLog(Log log, Ends ends) {
        Position next = ends.logStart();
        CompletableFuture<Page> ahead = read(log, next);
        long progressAt = System.nanoTime();
        while (next.value() < ends.log().value()) {
            Page page = LogCommand.join(ahead);
            if (page.next().value() > next.value()) {
                progressAt = System.nanoTime();
            } else if (System.nanoTime() - progressAt > PATIENCE_NANOS) {
                wrong("its log ends at " + page.delivered() + ", not at " + ends.log());
                return;
            }
            next = page.next();
            ahead = read(log, next);
            page.entries().forEach(this::entry);
        }
        ahead.cancel(false);
    }

    private static CompletableFuture<Page> read(Log log, Position from) {
        return log.read(from, PAGE_ENTRIES, ReadLevel.STABLE, WAIT);
    }

    private void entry(Entry entry) {
        DemoChunk chunk;
        try {
            chunk = DemoChunk.of(entry.bytes());
        } catch (MalformedException e) {
            strange++;
            return;
        }
        int ordinal = ledger.ordinal(chunk.file(), chunk.chunk());
        if (ordinal < 0) {
            strange++;
        } else if (seen.get(ordinal)) {
            duplicated++;
        } else {
            seen.set(ordinal);
            chunk(chunk, entry.position());
        }
    }

    private void chunk(DemoChunk chunk, Position position) {
        if (chunk.chunk() == 0) {
            file = chunk.file();
            nextChunk = 0;
            size = 0;
            places = 0;
            digest.reset();
        }
        if (chunk.file() != file || chunk.chunk() != nextChunk) {
            wrong("chunk " + chunk.chunk() + " of " + tree.names().get(chunk.file()) + " is out of order");
            return;
        }
        Bytes bytes = chunk.bytes();
        digest.update(bytes.array(), bytes.offset(), bytes.length());
        size += bytes.length();
        places = DemoFile.mix(places, position.value());
        if (++nextChunk == ledger.chunks(file)) {
            if (ledger.same(file, size, Bytes.wrap(digest.digest()), places)) {
                filesRight++;
            } else {
                wrong(tree.names().get(file) + " differs in the log");
            }
        }
    }

    private void awaitTail(Log log, Position end) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (LogCommand.join(log.tail(ReadLevel.STABLE)).value() < end.value()) {
            if (System.nanoTime() > deadline) {
                throw IthacaException.notDone(
                        IthacaException.Code.TIMEOUT, "log '" + log.name() + "' does not get to " + end);
            }
            LogCommand.join(log.read(end, 1, ReadLevel.STABLE, WAIT));
        }
    }

    private int readMap(ReplicatedMap<String, DemoFile> map) {
        int there = 0;
        for (Map.Entry<String, DemoFile> entry : map.entrySet()) {
            int index = tree.index(entry.getKey());
            DemoFile value = entry.getValue();
            if (index < 0 || !ledger.same(index, value.size(), value.sha256(), value.places())) {
                wrong("the map is wrong about " + entry.getKey());
            }
            there++;
        }
        return there;
    }

    private void wrong(String what) {
        if (firstWrong.isEmpty()) {
            firstWrong = what;
        }
    }
}
