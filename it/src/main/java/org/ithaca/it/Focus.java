package org.ithaca.it;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.ithaca.base.Defect;
import org.ithaca.log.Plan;
import org.ithaca.sim.FaultKind;

/// What the draws of histories are narrowed to, to make one kind of trouble frequent.
///
/// @param always kinds of faults that are on in every history
/// @param never kinds that are on in none
/// @param leastNodes least founders
/// @param mostNodes most founders
/// @param order of all logs
/// @param quorum of all logs, as [org.ithaca.quorum.QuorumSpec#parse] reads it
/// @param durable whether logs are on disk
/// @param checkpoints whether checkpoints are frequent
record Focus(
        Set<FaultKind> always,
        Set<FaultKind> never,
        int leastNodes,
        int mostNodes,
        Optional<Plan.Order> order,
        Optional<String> quorum,
        Optional<Boolean> durable,
        boolean checkpoints) {
    /// Anything.
    static final Focus NONE =
            new Focus(Set.of(), Set.of(), 1, 5, Optional.empty(), Optional.empty(), Optional.empty(), false);

    Focus {
        always = Set.copyOf(always);
        never = Set.copyOf(never);
    }

    /// What makes a planted defect likely to show.
    static Focus on(Defect defect) {
        return switch (defect) {
            case ACK_BEFORE_FORCE, CORRUPTION_TAKEN_FOR_END, PROMISE_NOT_DURABLE, SEAL_NOT_DURABLE ->
                NONE.onDisk(true).nodes(2, 3).with(FaultKind.POWER_LOSS, FaultKind.TOTAL_POWER_LOSS);
            case AMNESIA_HIDDEN -> NONE.onDisk(false).nodes(3, 3).with(FaultKind.KILL);
            case SESSIONS_NOT_IN_CHECKPOINT, TRIM_TOO_FAR ->
                NONE.onDisk(true).nodes(2, 4).with(FaultKind.KILL).manyCheckpoints();
            case NULL_RULE_OFF -> NONE.nodes(2, 4).plan(Plan.Order.ROUND_ROBIN, "all");
            case SEAL_NOT_AWAITED,
                    SEAL_NOT_KEPT,
                    GUARD_BEFORE_DATA,
                    QUORUM_TOO_SMALL,
                    DEDUPE_OFF,
                    CATCH_UP_SKIPPED,
                    ACCEPTED_LAYOUT_IGNORED,
                    END_IGNORED,
                    READ_UNCONFIRMED,
                    SESSION_GAP_ADMITTED -> NONE.nodes(3, 5).with(FaultKind.KILL, FaultKind.PARTITION);
        };
    }

    /// The same with these faults in every history.
    Focus with(FaultKind first, FaultKind... more) {
        return new Focus(EnumSet.of(first, more), never, leastNodes, mostNodes, order, quorum, durable, checkpoints);
    }

    /// The same without these faults.
    Focus without(Set<FaultKind> kinds) {
        return new Focus(always, kinds, leastNodes, mostNodes, order, quorum, durable, checkpoints);
    }

    Focus nodes(int least, int most) {
        return new Focus(always, never, least, most, order, quorum, durable, checkpoints);
    }

    Focus plan(Plan.Order newOrder, String newQuorum) {
        return new Focus(
                always,
                never,
                leastNodes,
                mostNodes,
                Optional.of(newOrder),
                Optional.of(newQuorum),
                durable,
                checkpoints);
    }

    Focus onDisk(boolean disk) {
        return new Focus(always, never, leastNodes, mostNodes, order, quorum, Optional.of(disk), checkpoints);
    }

    Focus manyCheckpoints() {
        return new Focus(always, never, leastNodes, mostNodes, order, quorum, durable, true);
    }
}
