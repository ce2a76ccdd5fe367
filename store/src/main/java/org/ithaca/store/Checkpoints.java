package org.ithaca.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ithaca.base.Bytes;
import org.ithaca.base.Disk;
import org.ithaca.base.LogId;
import org.jspecify.annotations.Nullable;

/// The checkpoints of all logs: files `checkpoints/<log>/<name>.ckpt`, one a log once the older ones are deleted.
///
/// A new one is written as `<name>.tmp`, forced as it grows, renamed when complete, and only then are older ones
/// deleted. The newest is the complete one of the highest sequence.
final class Checkpoints {
    static final String ROOT = "checkpoints";
    private static final String SUFFIX = ".ckpt";
    private static final String NEW_SUFFIX = ".tmp";

    private final Environment environment;
    private final Map<LogId, CheckpointReader> newest = new HashMap<>();
    private final Map<LogId, CheckpointWriter> writing = new HashMap<>();
    private final Map<LogId, CheckpointWriter> finished = new HashMap<>();

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
        List<CheckpointReader> older = new ArrayList<>();
        CheckpointReader best = null;
        for (String file : disk().list(directory(log))) {
            String path = directory(log) + "/" + file;
            CheckpointReader found = file.endsWith(SUFFIX)
                    ? CheckpointReader.open(
                            disk(), path, file.substring(0, file.length() - SUFFIX.length()), log.value())
                    : null;
            if (file.endsWith(NEW_SUFFIX)) {
                disk().delete(path);
            } else if (found == null) {
                environment.hooks().reached("store.checkpoint-damaged");
            } else if (best == null || found.sequence() > best.sequence()) {
                older.addAll(best == null ? List.of() : List.of(best));
                best = found;
            } else {
                older.add(found);
            }
        }
        if (best != null) {
            newest.put(log, best);
        }
        for (CheckpointReader old : older) {
            delete(old);
        }
    }

    /// Adds a piece to the checkpoint being written; one of another name is given up for it.
    ///
    /// @throws Disk.FullException if there is no room: give the same piece again
    void write(LogId log, String name, Bytes piece, boolean last) throws IOException {
        CheckpointWriter writer = writing.get(log);
        if (writer != null && !writer.name().equals(name)) {
            writer.close();
            disk().delete(writer.path());
            writer = null;
        }
        if (writer == null) {
            writer = begin(log, name);
        }
        writer.write(piece, last);
        if (last) {
            writing.remove(log);
            finished.put(log, writer);
        }
    }

    private CheckpointWriter begin(LogId log, String name) throws IOException {
        writing.remove(log);
        if (finished.containsKey(log)) {
            force();
        }
        disk().createDirectories(directory(log));
        CheckpointReader before = newest.get(log);
        long sequence = before == null ? 1 : before.sequence() + 1;
        String path = directory(log) + "/" + name + NEW_SUFFIX;
        CheckpointWriter writer = new CheckpointWriter(disk(), path, name, log.value(), sequence);
        writing.put(log, writer);
        return writer;
    }

    /// Makes durable what was written, and complete checkpoints the newest ones of their logs.
    void force() throws IOException {
        for (CheckpointWriter writer : writing.values()) {
            writer.force();
        }
        List<LogId> complete = new ArrayList<>(finished.keySet());
        for (LogId log : complete) {
            CheckpointWriter writer = finished.get(log);
            if (writer != null) {
                publish(log, writer);
                finished.remove(log);
            }
        }
    }

    private void publish(LogId log, CheckpointWriter writer) throws IOException {
        writer.force();
        writer.close();
        String path = directory(log) + "/" + writer.name() + SUFFIX;
        disk().rename(writer.path(), path);
        disk().forceDirectory(directory(log));
        CheckpointReader reader = CheckpointReader.open(disk(), path, writer.name(), log.value());
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

    private void delete(CheckpointReader old) throws IOException {
        old.close();
        disk().delete(old.path());
    }

    private Disk disk() {
        return environment.disk();
    }

    private static String directory(LogId log) {
        return ROOT + "/" + log.value();
    }

    void close() throws IOException {
        for (CheckpointReader reader : newest.values()) {
            reader.close();
        }
        for (CheckpointWriter writer : writing.values()) {
            writer.close();
        }
    }
}
