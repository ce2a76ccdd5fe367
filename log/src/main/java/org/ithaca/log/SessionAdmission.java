package org.ithaca.log;

import java.util.HashMap;
import java.util.Map;
import org.ithaca.base.Defect;
import org.ithaca.base.Hooks;
import org.jspecify.annotations.Nullable;

/// What the owner of slots looks at before it orders a run: the [SessionTable], and what it proposed itself in this
/// epoch and has not seen delivered yet.
///
/// Under `leader` order it keeps duplicates out of the log altogether; under orders with many writers it keeps out
/// those
/// this member knows of, and the table at delivery suppresses the rest.
public final class SessionAdmission {
    private static final int LEAST_SWEEP = 1024;

    private final SessionTable table;
    private final Hooks hooks;
    private final Map<Long, Proposed> proposals = new HashMap<>();
    private int sweepAt = LEAST_SWEEP;

    /// Highest sequence of a session this member has proposed in this epoch.
    private static final class Proposed {
        long last;
    }

    /// What to do with a run.
    public sealed interface Decision {}

    /// Order it; it counts as proposed from now on.
    public record Admit() implements Decision {}

    /// Every entry is in the log already: answer from [SessionTable#recall].
    public record Delivered() implements Decision {}

    /// Every entry is in the log or on its way there by this member: answer when the run is delivered.
    public record InFlight() implements Decision {}

    /// Entries from `expected` on are missing here: refuse.
    ///
    /// @param expected the sequence the next run of the session must start at, or below
    public record Gap(long expected) implements Decision {}

    /// This member has not got to the session's opening yet: refuse for now.
    public record NotYet() implements Decision {}

    /// The log has forgotten the session: refuse for good.
    public record UnknownSession() implements Decision {}

    private static final Decision ADMIT = new Admit();
    private static final Decision DELIVERED = new Delivered();
    private static final Decision IN_FLIGHT = new InFlight();
    private static final Decision NOT_YET = new NotYet();
    private static final Decision UNKNOWN_SESSION = new UnknownSession();

    public SessionAdmission(SessionTable table, Hooks hooks) {
        this.table = table;
        this.hooks = hooks;
    }

    /// Decides about a run that passed [RunReader#validate]. After [Admit] the caller must append it in this
    /// epoch, in the
    /// order of the decisions.
    public Decision decide(RunView run) {
        if (run.kind() == RunKind.OPEN) {
            return ADMIT;
        }
        long taken = table.last(run.session());
        if (taken == SessionTable.UNKNOWN) {
            return table.beyond(run.session()) ? NOT_YET : UNKNOWN_SESSION;
        }
        Proposed proposed = proposals.get(run.session());
        long known = proposed == null ? taken : Math.max(taken, proposed.last);
        if (run.firstSequence() > known + 1 && !hooks.planted(Defect.SESSION_GAP_ADMITTED)) {
            return new Gap(known + 1);
        }
        if (run.lastSequence() <= known && !hooks.planted(Defect.DEDUPE_OFF)) {
            return run.lastSequence() <= taken ? DELIVERED : IN_FLIGHT;
        }
        propose(run, proposed);
        return ADMIT;
    }

    private void propose(RunView run, @Nullable Proposed known) {
        Proposed proposed = known;
        if (proposed == null) {
            if (proposals.size() >= sweepAt) {
                sweep();
            }
            proposed = new Proposed();
            proposals.put(run.session(), proposed);
        }
        proposed.last = Math.max(proposed.last, run.lastSequence());
    }

    /// Drops what was delivered since; the next sweep comes when as much again has gathered.
    private void sweep() {
        proposals.entrySet().removeIf(entry -> {
            long taken = table.last(entry.getKey());
            return taken == SessionTable.UNKNOWN || taken >= entry.getValue().last;
        });
        sweepAt = Math.max(LEAST_SWEEP, 2 * proposals.size());
    }

    /// The epoch is over: what this member proposed and has not seen delivered by now never will be in the log.
    public void epochEnded() {
        proposals.clear();
        sweepAt = LEAST_SWEEP;
    }
}
