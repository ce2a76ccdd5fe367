package org.ithaca.server;

import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.Hooks;
import org.ithaca.cluster.LogKind;
import org.ithaca.log.RunEntries;
import org.ithaca.log.RunView;
import org.ithaca.log.SessionAdmission;
import org.ithaca.log.SessionLimits;
import org.ithaca.log.SessionListener;
import org.ithaca.log.SessionTable;
import org.ithaca.log.SessionVerdict;
import org.ithaca.object.ObjectHost;
import org.jspecify.annotations.Nullable;

/// What playing a log has made: its session table, and its objects if it is a log of objects.
final class LogState {
    private static final int PIECE_BYTES = 256 << 10;

    private final SessionLimits limits;
    private final Hooks hooks;
    private final @Nullable ObjectHost objects;
    private SessionTable table;
    private SessionAdmission admission;
    private @Nullable CheckpointStream restoring;

    LogState(LogKind kind, SessionLimits limits, Hooks hooks) {
        this.limits = limits;
        this.hooks = hooks;
        objects = kind == LogKind.OBJECTS ? new ObjectHost() : null;
        table = new SessionTable(limits, hooks);
        admission = new SessionAdmission(table, hooks);
    }

    SessionTable table() {
        return table;
    }

    SessionAdmission admission() {
        return admission;
    }

    /// The objects; null if this is a log of plain entries.
    @Nullable
    ObjectHost objects() {
        return objects;
    }

    /// Plays one batch; `after` hears of each run once its operations were applied.
    void play(long position, Bytes batch, SessionListener after) {
        table.play(position, batch, (run, at, suppressed, verdict) -> {
            if (objects != null && verdict == SessionVerdict.TAKEN) {
                apply(objects, run, at, suppressed);
            }
            after.played(run, at, suppressed, verdict);
        });
    }

    private void apply(ObjectHost host, RunView run, long at, int suppressed) {
        // Of a run outside the heap one copy, in place of one for each entry.
        for (RunEntries entries = RunEntries.of(run.entryBytes(), run.count()); entries.next(); ) {
            int index = entries.index();
            if (index >= suppressed) {
                Bytes result = host.apply(at + index, entries.entry());
                table.result(run.session(), run.firstSequence() + index, result);
            }
        }
    }

    /// Starts to write what there is now; nobody reads below `trimmedBelow` any more.
    void image(Checkpoints checkpoints, long trimmedBelow) {
        table.suppressed().trim(trimmedBelow);
        List<Bytes> sessions = table.encode(PIECE_BYTES);
        checkpoints.begin(
                table.playedTo(), sessions, objects == null ? java.util.Collections.emptyIterator() : objects.image());
    }

    /// Forgets everything: a checkpoint follows.
    void beginRestore() {
        table = new SessionTable(limits, hooks);
        admission = new SessionAdmission(table, hooks);
        if (objects != null) {
            objects.clear();
        }
        restoring = new CheckpointStream(this::restorePiece);
    }

    /// Whether this is all of what playing a prefix of the log makes: false while a checkpoint is restored.
    boolean whole() {
        return restoring == null;
    }

    /// The next bytes of the checkpoint.
    void restore(Bytes bytes) {
        stream().add(bytes);
    }

    /// The checkpoint is complete.
    void endRestore() {
        stream().end();
        restoring = null;
    }

    private CheckpointStream stream() {
        if (restoring == null) {
            throw new IllegalStateException("no restore has begun");
        }
        return restoring;
    }

    private void restorePiece(Bytes piece, int kind) {
        if (kind == CheckpointStream.SESSIONS) {
            table.restore(piece);
        } else if (kind == CheckpointStream.OBJECTS && objects != null) {
            objects.restore(piece);
        } else {
            throw new org.ithaca.base.MalformedException("a checkpoint piece of kind " + kind);
        }
    }
}
