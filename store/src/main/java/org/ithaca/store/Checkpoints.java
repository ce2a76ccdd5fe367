package org.ithaca.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.ithaca.base.Bytes;
import org.ithaca.base.Disk;
import org.ithaca.base.LogId;
import org.jspecify.annotations.Nullable;

/// The checkpoints of all logs: files `checkpoints/<log>/<position>.ckpt`, one a log once the lower ones
/// are deleted.
///
/// A new one is written as `<position>.tmp`, forced as it grows, renamed when complete, and only then are
/// those of lower positions deleted, be they complete or still being written. The newest is the complete
/// one of the highest position. One found damaged is renamed to `<position>.damaged`, for people to look
/// at, and counts as none.
final class Checkpoints {
    static final String ROOT = "checkpoints";
    private static final String SUFFIX = ".ckpt";
    private static final String NEW_SUFFIX = ".tmp";
    private static final String DAMAGED_SUFFIX = ".damaged";

    private final Environment environment;
    private final Map<LogId, CheckpointReader> newest = new HashMap<>();
    private final Map<LogId, NavigableMap<Long, CheckpointWriter>> writing = new HashMap<>();
    /// The highest position published since the start: what is lower is passed over.
    private final Map<LogId, Long> published = new HashMap<>();

    private Checkpoints(Environment environment) {
        this.environment = environment;
    }

    /// Finds what there is and removes what was never completed.
    static Checkpoints recover(Environment environment) throws IOException {
        Checkpoints checkpoints = new Checkpoints(environment);
        for (String log : environment.disk().list(ROOT)) {
            checkpoints.recover(new LogId(Integer.parseInt(log)));
        }
        return checkpoints;
    }

    private void recover(LogId log) throws IOException {
        NavigableMap<Long, CheckpointReader> found = new TreeMap<>();
        for (String file : disk().list(directory(log))) {
            String path = directory(log) + "/" + file;
            if (file.endsWith(NEW_SUFFIX)) {
                disk().delete(path);
            } else if (file.endsWith(SUFFIX)) {
                CheckpointReader reader = CheckpointReader.open(disk(), path, log.value());
                if (reader == null) {
                    setAside(log, path);
                } else {
                    found.put(reader.position(), reader);
                }
            }
        }
        if (!found.isEmpty()) {
            newest.put(log, found.pollLastEntry().getValue());
        }
        for (CheckpointReader old : found.values()) {
            delete(old);
        }
    }

    /// Adds a piece to the checkpoint below `position`. `offset` 0 begins it anew; the pieces of one below
    /// a newer one are passed over.
    ///
    /// @throws Disk.FullException if there is no room: give the same piece again
    void write(LogId log, long position, long offset, Bytes piece, boolean last) throws IOException {
        if (position < published.getOrDefault(log, 0L)) {
            environment.hooks().reached("store.checkpoint-passed-over");
            return;
        }
        CheckpointWriter writer =
                offset == 0 ? begin(log, position) : writers(log).get(position);
        if (writer == null || writer.size() != offset) {
            String is = writer == null ? "was not begun" : "goes on at " + writer.size();
            throw new IllegalStateException(
                    log + ": a piece at " + offset + " of the checkpoint below " + position + ", which " + is);
        }
        writer.write(piece, last);
    }

    private CheckpointWriter begin(LogId log, long position) throws IOException {
        CheckpointWriter before = writers(log).get(position);
        if (before != null && before.complete()) {
            publish(log, before);
        }
        giveUp(writers(log).remove(position));
        disk().createDirectories(directory(log));
        CheckpointWriter writer = new CheckpointWriter(disk(), path(log, position, NEW_SUFFIX), log.value(), position);
        writers(log).put(position, writer);
        return writer;
    }

    private void giveUp(@Nullable CheckpointWriter writer) throws IOException {
        if (writer != null) {
            writer.close();
            disk().delete(writer.path());
        }
    }

    private NavigableMap<Long, CheckpointWriter> writers(LogId log) {
        return writing.computeIfAbsent(log, ignored -> new TreeMap<>());
    }

    /// Makes durable what was written, and complete checkpoints the newest ones of their logs.
    void force() throws IOException {
        for (Map.Entry<LogId, NavigableMap<Long, CheckpointWriter>> log : writing.entrySet()) {
            for (CheckpointWriter writer : List.copyOf(log.getValue().values())) {
                if (writer.complete()) {
                    publish(log.getKey(), writer);
                } else {
                    writer.force();
                }
            }
        }
    }

    private void publish(LogId log, CheckpointWriter writer) throws IOException {
        writer.force();
        writer.close();
        String path = path(log, writer.position(), SUFFIX);
        disk().rename(writer.path(), path);
        disk().forceDirectory(directory(log));
        published.put(log, writer.position());
        NavigableMap<Long, CheckpointWriter> replaced = writers(log).headMap(writer.position(), true);
        replaced.remove(writer.position());
        for (CheckpointWriter lower : new ArrayList<>(replaced.values())) {
            giveUp(lower);
        }
        replaced.clear();
        replace(log, path);
    }

    private void replace(LogId log, String path) throws IOException {
        CheckpointReader reader = CheckpointReader.open(disk(), path, log.value());
        CheckpointReader before = reader == null ? null : newest.put(log, reader);
        if (before != null && before.path().equals(path)) {
            before.close();
        } else if (before != null) {
            delete(before);
        }
    }

    /// The newest complete checkpoint of a log; null if there is none.
    @Nullable
    CheckpointReader newest(LogId log) {
        return newest.get(log);
    }

    /// The newest checkpoint of a log turned out damaged: it is there for people only from now on.
    void setAside(LogId log) throws IOException {
        CheckpointReader damaged = newest.remove(log);
        if (damaged != null) {
            damaged.close();
            setAside(log, damaged.path());
        }
    }

    private void setAside(LogId log, String path) throws IOException {
        environment.hooks().reached("store.checkpoint-damaged");
        disk().rename(path, path.substring(0, path.length() - SUFFIX.length()) + DAMAGED_SUFFIX);
        disk().forceDirectory(directory(log));
    }

    private void delete(CheckpointReader old) throws IOException {
        old.close();
        disk().delete(old.path());
    }

    private Disk disk() {
        return environment.disk();
    }

    private static String path(LogId log, long position, String suffix) {
        return directory(log) + "/" + position + suffix;
    }

    private static String directory(LogId log) {
        return ROOT + "/" + log.value();
    }

    void close() throws IOException {
        for (CheckpointReader reader : newest.values()) {
            reader.close();
        }
        for (NavigableMap<Long, CheckpointWriter> writers : writing.values()) {
            for (CheckpointWriter writer : writers.values()) {
                writer.close();
            }
        }
    }
}
