package org.ithaca.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ithaca.base.Bytes;
import org.ithaca.base.Disk;
import org.ithaca.base.LogletId;
import org.ithaca.base.MalformedException;
import org.jspecify.annotations.Nullable;

/// The node's small state, and which loglets it keeps: an append-only file `state.log` of [StateChange]s of which
/// the latest wins.
///
/// When most of it is obsolete it is written anew beside itself, forced, and renamed over the old one. Damage
/// anywhere but in a torn tail is refused: the promises of a node stand here.
final class StateJournal {
    static final String PATH = "state.log";
    private static final String NEW_PATH = "state.log.new";

    /// Room kept for changes that give room back, so that a full disk does not stop them.
    private static final int RESERVE_BYTES = 32 << 10;

    /// Least growth at a time.
    private static final int STEP_BYTES = 64 << 10;

    private final Environment environment;
    private final Map<String, Bytes> values = new TreeMap<>();
    private final Map<LogletId, Bounds> loglets = new TreeMap<>();
    private RecordFile file;
    private long next;
    private long durable;
    private long marked;
    private long compactAbove;

    private StateJournal(Environment environment, RecordFile file) {
        this.environment = environment;
        this.file = file;
        compactAbove = environment.config().compactBytes();
    }

    /// Makes an empty journal, durably.
    static StateJournal create(Environment environment) throws IOException {
        RecordFile file = RecordFile.create(environment.disk(), NEW_PATH, header(environment));
        StateJournal journal = new StateJournal(environment, file);
        journal.adopt();
        return journal;
    }

    /// Reads the journal.
    ///
    /// @throws org.ithaca.base.IthacaException if it is damaged: see [StoreErrors#corrupt]
    static StateJournal recover(Environment environment) throws IOException {
        if (!environment.disk().exists(PATH)) {
            throw StoreErrors.corrupt(PATH, "it is missing");
        }
        environment.disk().delete(NEW_PATH);
        FileHeader header = RecordFile.readHeader(environment.disk(), PATH);
        if (header == null || header.type() != FileHeader.Type.STATE) {
            throw StoreErrors.corrupt(PATH, "both copies of its header are damaged");
        }
        RecordFile file = RecordFile.open(environment.disk(), PATH, header);
        try {
            StateJournal journal = new StateJournal(environment, file);
            journal.load();
            return journal;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static FileHeader header(Environment environment) {
        return new FileHeader(
                FileHeader.Type.STATE, -1, -1, 0, environment.entropy().nextLong());
    }

    private void load() throws IOException {
        TailRule rule = new TailRule(0, Long.MAX_VALUE);
        List<Bytes> changes = new ArrayList<>();
        boolean clean = RecordScan.run(file.file(), file.codec(), new RecordScan.Visitor() {
            @Override
            public void record(RecordHeader header, long offset, @Nullable Bytes payload) {
                rule.record(header, offset, payload);
                if (payload != null && header.kind() == RecordKind.CONTENT && header.number() == changes.size()) {
                    changes.add(Bytes.wrap(payload.toArray()));
                }
            }

            @Override
            public void gap(long offset) {
                rule.gap(offset);
            }
        });
        TailRule.Verdict verdict = rule.decide(0);
        if (!verdict.damaged().isEmpty() || verdict.end() > changes.size()) {
            throw StoreErrors.corrupt(PATH, "a record that was forced is damaged");
        }
        changes.subList(0, (int) verdict.end()).forEach(this::apply);
        next = verdict.end();
        resume(verdict, clean);
    }

    private void resume(TailRule.Verdict verdict, boolean clean) throws IOException {
        boolean cut = verdict.cut() || !clean;
        if (cut) {
            environment.hooks().reached("store.torn-state-cut");
        }
        file.resume(verdict.provenAt(), verdict.offset(), cut);
        durable = next;
        mark();
    }

    private void apply(Bytes payload) {
        try {
            apply(StateChange.decode(payload));
        } catch (MalformedException e) {
            throw StoreErrors.corrupt(PATH, "a record has a right checksum and a wrong form: " + e.getMessage());
        }
    }

    private void apply(StateChange change) {
        switch (change) {
            case StateChange.Put(String key, Bytes value) -> values.put(key, value.compact());
            case StateChange.Remove(String key) -> values.remove(key);
            case StateChange.Kept(LogletId loglet, Bounds bounds) -> loglets.put(loglet, bounds);
            case StateChange.Dropped(LogletId loglet) -> loglets.remove(loglet);
        }
    }

    /// The latest value of each key.
    Map<String, Bytes> values() {
        return values;
    }

    /// The loglets kept, with their bounds.
    Map<LogletId, Bounds> loglets() {
        return loglets;
    }

    /// Writes a change; durable after [#force].
    ///
    /// @throws Disk.FullException if there is no room for it, and nothing changed
    void write(StateChange change) throws IOException {
        Bytes payload = change.encode();
        RecordHeader header = new RecordHeader(RecordKind.CONTENT, next, durable, payload.length(), payload.crc32c());
        if (change instanceof StateChange.Put && file.spare() < header.footprint() + RESERVE_BYTES) {
            file.reserve(header.footprint() + RESERVE_BYTES + STEP_BYTES);
        }
        file.stage(header, payload);
        file.flush();
        next++;
        apply(change);
    }

    /// Makes all changes written durable.
    void force() throws IOException {
        if (file.dirty()) {
            file.force();
        }
        durable = next;
        if (file.tail() > compactAbove) {
            compact();
        }
    }

    /// Notes in the file how far it was forced; see [FileSlotStore#mark].
    void mark() throws IOException {
        if (marked == durable || durable != next) {
            return;
        }
        try {
            stageMark(file);
            file.flush();
            marked = durable;
        } catch (Disk.FullException e) {
            environment.hooks().reached("store.no-room-to-mark");
        }
    }

    private void stageMark(RecordFile target) {
        target.stage(new RecordHeader(RecordKind.MARK, next, next, 0, 0));
    }

    /// Writes the latest values alone into a new file and puts it in the place of this one.
    private void compact() throws IOException {
        RecordFile old = file;
        try {
            file = RecordFile.create(environment.disk(), NEW_PATH, header(environment));
            next = 0;
            values.forEach((key, value) -> stage(new StateChange.Put(key, value)));
            loglets.forEach((loglet, bounds) -> stage(new StateChange.Kept(loglet, bounds)));
            file.flush();
            file.force();
            stageMark(file);
            adopt();
            old.close();
            environment.hooks().reached("store.state-compacted");
        } catch (Disk.FullException e) {
            giveUpCompaction(old);
        }
    }

    private void stage(StateChange change) {
        Bytes payload = change.encode();
        file.stage(new RecordHeader(RecordKind.CONTENT, next++, 0, payload.length(), payload.crc32c()), payload);
    }

    private void giveUpCompaction(RecordFile old) throws IOException {
        if (file != old) {
            file.close();
            file = old;
        }
        environment.disk().delete(NEW_PATH);
        next = durable;
        compactAbove = file.tail() + environment.config().compactBytes();
        environment.hooks().reached("store.no-room-to-compact");
    }

    private void adopt() throws IOException {
        file.reserve(RESERVE_BYTES + STEP_BYTES);
        file.flush();
        file.force();
        environment.disk().rename(NEW_PATH, PATH);
        environment.disk().forceDirectory("");
        durable = next;
        marked = next;
        compactAbove = Math.max(environment.config().compactBytes(), 4 * file.tail());
    }

    void close() throws IOException {
        file.close();
    }
}
