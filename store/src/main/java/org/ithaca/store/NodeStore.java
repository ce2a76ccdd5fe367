package org.ithaca.store;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ithaca.base.Bytes;
import org.ithaca.base.Disk;
import org.ithaca.base.Entropy;
import org.ithaca.base.Hooks;
import org.ithaca.base.Invariant;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.jspecify.annotations.Nullable;

/// A node's data directory: the loglets kept on disk, the small state and the checkpoints, as blocking
/// calls.
///
/// ```
/// format                            whose data this is, and in which version
/// state.log                         small state; which loglets are kept, and where they begin and end
/// logs/<log>/<epoch>/<slot>.seg     slots
/// logs/<log>/<epoch>/repairs        slots copied anew from other replicas
/// checkpoints/<log>/<position>.ckpt     checkpoints
/// spares/<number>                   segments to be written anew
/// ```
///
/// Threading: one thread at a time, but for large forces. The thread that opens it hands it to the disk thread, by
/// way of a [QueuedStorage]. No two processes may have the same directory open: whoever binds the [Disk] sees to
/// that.
public final class NodeStore {
    private final Environment environment;
    private final StateJournal journal;
    private final Checkpoints checkpoints;
    private final Map<LogletId, FileSlotStore> loglets = new TreeMap<>();
    private final TreeSet<LogletId> toClean = new TreeSet<>();
    private final Storage.Recovered recovered;

    private NodeStore(Environment environment, StateJournal journal, Checkpoints checkpoints) throws IOException {
        this.environment = environment;
        this.journal = journal;
        this.checkpoints = checkpoints;
        environment.spares().start();
        for (Map.Entry<LogletId, Bounds> kept : Map.copyOf(journal.loglets()).entrySet()) {
            recover(kept.getKey(), kept.getValue());
        }
        dropLeftovers();
        Map<LogletId, Storage.Holding> holdings = new TreeMap<>();
        loglets.forEach((id, store) ->
                holdings.put(id, new Storage.Holding(Storage.Durability.DISK, store.first(), store.held())));
        recovered = new Storage.Recovered(new TreeMap<>(journal.values()), holdings);
    }

    /// Opens the directory, or sets it up if it is empty, and recovers what it holds.
    ///
    /// @param entropy random numbers for salts: no two files may get the same
    /// @throws IthacaException WRONG_CLUSTER if it is another node's; INVALID if a newer release wrote it;
    ///     CORRUPT if what the node promised cannot be read any more. Nothing was changed then
    /// @throws IOException if the disk fails
    public static NodeStore open(Disk disk, Identity identity, StoreConfig config, Entropy entropy, Hooks hooks)
            throws IOException {
        Environment environment = new Environment(disk, config, entropy, hooks);
        if (FormatFile.exists(disk)) {
            FormatFile.check(disk, identity);
        } else {
            setUp(environment, identity);
        }
        return new NodeStore(environment, StateJournal.recover(environment), Checkpoints.recover(environment));
    }

    private static void setUp(Environment environment, Identity identity) throws IOException {
        Disk disk = environment.disk();
        if (!disk.list(SegmentFiles.ROOT).isEmpty()) {
            throw StoreErrors.corrupt(FormatFile.PATH, "it is missing although there are logs");
        }
        disk.createDirectories(SegmentFiles.ROOT);
        disk.createDirectories(Checkpoints.ROOT);
        StateJournal.create(environment).close();
        FormatFile.write(disk, identity);
    }

    private void recover(LogletId loglet, Bounds bounds) throws IOException {
        SegmentFiles files = new SegmentFiles(environment, loglet);
        environment.disk().createDirectories(files.directory());
        loglets.put(loglet, FileSlotStore.recover(files, bounds));
    }

    /// Removes the directories of loglets that were dropped, or opened and never made durable.
    private void dropLeftovers() throws IOException {
        for (String log : environment.disk().list(SegmentFiles.ROOT)) {
            for (String epoch : environment.disk().list(SegmentFiles.ROOT + "/" + log)) {
                LogletId loglet = new LogletId(new LogId(Integer.parseInt(log)), Integer.parseInt(epoch));
                if (!loglets.containsKey(loglet)) {
                    new SegmentFiles(environment, loglet).deleteAll();
                }
            }
        }
    }

    /// What was found when it was opened.
    public Storage.Recovered recovered() {
        return recovered;
    }

    Hooks hooks() {
        return environment.hooks();
    }

    StoreConfig config() {
        return environment.config();
    }

    /// The loglet's slots; null if it is not kept.
    @Nullable
    FileSlotStore loglet(LogletId loglet) {
        return loglets.get(loglet);
    }

    /// Starts keeping a loglet; one that is kept already stays as it is.
    void open(LogletId loglet, long firstSlot) throws IOException {
        if (loglets.containsKey(loglet)) {
            return;
        }
        SegmentFiles files = new SegmentFiles(environment, loglet);
        if (!environment.disk().list(files.directory()).isEmpty()) {
            files.deleteAll();
        }
        environment.disk().createDirectories(files.directory());
        Bounds bounds = Bounds.from(firstSlot);
        journal.write(new StateChange.Kept(loglet, bounds));
        journal.force();
        loglets.put(loglet, FileSlotStore.recover(files, bounds));
    }

    /// Takes up a loglet that is not trusted any more as a new start would; null if it is not kept.
    @Nullable
    FileSlotStore reopen(LogletId loglet) throws IOException {
        FileSlotStore store = loglets.get(loglet);
        if (store != null && store.untrusted()) {
            // Recovery deletes what the bounds exclude: they must not come back after that.
            journal.force();
            store.close();
            recover(loglet, bounds(loglet));
        }
        return loglets.get(loglet);
    }

    /// Ends the loglet at `end`; durable after [#forceState].
    void end(LogletId loglet, long end) throws IOException {
        Bounds bounds = bounds(loglet);
        if (end < bounds.end()) {
            FileSlotStore store = require(loglet);
            journal.write(
                    new StateChange.Kept(loglet, bounds.withFirst(store.first()).withEnd(end)));
            store.firstRecorded();
            store.end(end);
            toClean.add(loglet);
        }
    }

    /// Forgets slots below `below`. Whether that empties segments: then they are deleted once it is durable. Where it
    /// does not it is not written either, and a start finds those slots again.
    boolean trim(LogletId loglet, long below) throws IOException {
        FileSlotStore store = require(loglet);
        store.trim(below);
        if (!store.hasEmptySegments()) {
            return false;
        }
        journal.write(new StateChange.Kept(loglet, bounds(loglet).withFirst(store.first())));
        store.firstRecorded();
        toClean.add(loglet);
        return true;
    }

    /// Forgets the loglet, durably, and deletes its files.
    void drop(LogletId loglet) throws IOException {
        FileSlotStore store = loglets.get(loglet);
        if (store != null) {
            journal.write(new StateChange.Dropped(loglet));
            loglets.remove(loglet);
            toClean.remove(loglet);
            journal.force();
            store.close();
            new SegmentFiles(environment, loglet).deleteAll();
        }
    }

    /// Sets or, with null, removes a value; durable after [#forceState].
    void put(String key, @Nullable Bytes value) throws IOException {
        journal.write(value == null ? new StateChange.Remove(key) : new StateChange.Put(key, value));
    }

    /// Makes changes of state and bounds durable.
    void forceState() throws IOException {
        journal.force();
    }

    /// A loglet whose bounds changed and were made durable, so that [FileSlotStore#clean] may be called;
    /// null if there is none left. Call after [#forceState].
    @Nullable
    LogletId pollToClean() {
        return toClean.pollFirst();
    }

    Checkpoints checkpoints() {
        return checkpoints;
    }

    /// Notes how far the journal was forced.
    void markState() throws IOException {
        journal.mark();
    }

    /// Gives back what a full disk can do without; false if there is no such thing.
    boolean giveRoom() {
        return environment.spares().giveBack();
    }

    private FileSlotStore require(LogletId loglet) {
        FileSlotStore store = loglets.get(loglet);
        Invariant.check(store != null, loglet + " is not open");
        return java.util.Objects.requireNonNull(store);
    }

    private Bounds bounds(LogletId loglet) {
        return java.util.Objects.requireNonNull(journal.loglets().get(loglet), "bounds");
    }

    /// Lets go of all files. What was not forced may be lost.
    public void close() throws IOException {
        for (FileSlotStore store : loglets.values()) {
            store.close();
        }
        checkpoints.close();
        journal.close();
    }
}
