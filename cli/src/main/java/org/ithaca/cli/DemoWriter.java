package org.ithaca.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.Position;
import org.ithaca.client.Log;
import org.ithaca.object.ReplicatedMap;
import org.jspecify.annotations.Nullable;

/// Appends the bytes of a tree to a log, many appends in flight, and puts each file into the map once all
/// its chunks have their positions.
///
/// What is under way is bounded by the client's window. *Threading.* One thread writes; any thread may ask
/// how far it is.
final class DemoWriter {
    private final DemoTree tree;
    private final Log log;
    private final ReplicatedMap<String, DemoFile> map;
    private final DemoLedger ledger;
    private final Runnable step;
    private final DemoPauses logPauses = new DemoPauses();
    private final DemoPauses mapPauses = new DemoPauses();
    private final LinkedBlockingQueue<Sent> complete = new LinkedBlockingQueue<>();
    private final byte[] buffer = new byte[DemoChunk.MOST_BYTES];
    private final AtomicLong bytesAcknowledged = new AtomicLong();
    private final AtomicLong bytesSent = new AtomicLong();
    private final AtomicInteger filesDone = new AtomicInteger();
    private volatile @Nullable Throwable failure;

    /// @param step called on the writing thread after each chunk was sent
    DemoWriter(DemoTree tree, Log log, ReplicatedMap<String, DemoFile> map, DemoLedger ledger, Runnable step) {
        this.tree = tree;
        this.log = log;
        this.map = map;
        this.ledger = ledger;
        this.step = step;
    }

    /// A file whose chunks are under way.
    private final class Sent {
        private final int file;
        private long[] positions = new long[1];
        private int chunks = -1;
        private int answered;
        private long size;
        private Bytes sha256 = Bytes.EMPTY;

        Sent(int file) {
            this.file = file;
        }

        synchronized void at(int chunk, Position position) {
            if (chunk >= positions.length) {
                positions = Arrays.copyOf(positions, Math.max(chunk + 1, 2 * positions.length));
            }
            positions[chunk] = position.value();
            answered++;
            check();
        }

        synchronized void end(int all, long bytes, byte[] hash) {
            chunks = all;
            size = bytes;
            sha256 = Bytes.wrap(hash);
            check();
        }

        private void check() {
            if (answered == chunks) {
                complete.add(this);
            }
        }

        synchronized DemoFile value() {
            return new DemoFile(
                    size, sha256, Arrays.stream(positions, 0, chunks).boxed().toList());
        }
    }

    /// Sends everything and waits until all of it is acknowledged, or something failed.
    void run() throws IOException, InterruptedException {
        int open = 0;
        for (int file = 0; file < tree.size() && failure == null; file++) {
            if (send(file)) {
                open++;
            }
            open -= putComplete();
        }
        while (open > 0 && failure == null) {
            Sent sent = complete.poll(100, TimeUnit.MILLISECONDS);
            if (sent != null) {
                put(sent);
                open--;
            }
            step.run();
        }
        while (mapPauses.outstanding() > 0 && failure == null) {
            Thread.sleep(1);
            step.run();
        }
    }

    private boolean send(int file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(tree.file(file))) {
            Sent sent = new Sent(file);
            long size = 0;
            int chunk = 0;
            int read = in.readNBytes(buffer, 0, buffer.length);
            do {
                digest.update(buffer, 0, read);
                append(sent, chunk++, read);
                size += read;
                read = read < buffer.length ? 0 : in.readNBytes(buffer, 0, buffer.length);
            } while (read > 0 && failure == null);
            byte[] hash = digest.digest();
            ledger.read(file, chunk, size, hash);
            sent.end(chunk, size, hash);
            return true;
        } catch (NoSuchFileException e) {
            ledger.skipped(file);
            return false;
        }
    }

    private void append(Sent sent, int chunk, int length) {
        ByteWriter entry = new ByteWriter(DemoChunk.HEADER_BYTES + length);
        entry.i32(sent.file).i32(chunk).raw(Bytes.wrap(buffer, 0, length));
        logPauses.sent();
        var _ = log.append(entry.shared()).whenComplete((position, error) -> {
            logPauses.answered();
            if (error != null) {
                failed(error);
            } else {
                bytesAcknowledged.addAndGet(length);
                ledger.acknowledged(sent.file, chunk);
                sent.at(chunk, position);
            }
        });
        bytesSent.addAndGet(length);
        step.run();
    }

    private int putComplete() {
        int put = 0;
        for (Sent sent = complete.poll(); sent != null; sent = complete.poll()) {
            put(sent);
            put++;
        }
        return put;
    }

    private void put(Sent sent) {
        DemoFile value = sent.value();
        ledger.placed(sent.file, value.places());
        mapPauses.sent();
        var _ = map.putAsync(tree.names().get(sent.file), value).whenComplete((_, error) -> {
            mapPauses.answered();
            if (error != null) {
                failed(error);
            } else {
                filesDone.incrementAndGet();
            }
        });
    }

    private void failed(Throwable error) {
        failure =
                error instanceof CompletionException wrapped && wrapped.getCause() != null ? wrapped.getCause() : error;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The first append or put that failed; null if none did.
    @Nullable
    Throwable failure() {
        return failure;
    }

    long bytesSent() {
        return bytesSent.get();
    }

    long bytesAcknowledged() {
        return bytesAcknowledged.get();
    }

    /// Files that are in the log and in the map.
    int filesDone() {
        return filesDone.get();
    }

    long inFlight() {
        return logPauses.outstanding() + mapPauses.outstanding();
    }

    long longestPauseMillis() {
        return Math.max(logPauses.longestMillis(), mapPauses.longestMillis());
    }
}
