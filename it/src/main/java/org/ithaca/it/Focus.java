package org.ithaca.it;

import java.util.EnumSet;
import java.util.List;
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
/// @param brisk whether faults follow each other quickly
record Focus(
        Set<FaultKind> always,
        Set<FaultKind> never,
        int leastNodes,
        int mostNodes,
        Optional<Plan.Order> order,
        Optional<String> quorum,
        Optional<Boolean> durable,
        boolean checkpoints,
        boolean brisk) {
    /// Anything.
    static final Focus NONE =
            new Focus(Set.of(), Set.of(), 1, 5, Optional.empty(), Optional.empty(), Optional.empty(), false, false);

    Focus {
        always = Set.copyOf(always);
        never = Set.copyOf(never);
    }

    /// What makes a planted defect likely to show.
    static Focus on(Defect defect) {
        return switch (defect) {
            case ACK_BEFORE_FORCE ->
                NONE.disk(true)
                        .nodes(1, 2)
                        .quick(FaultKind.DISK_SLOW, FaultKind.POWER_LOSS, FaultKind.TOTAL_POWER_LOSS);
            case CORRUPTION_TAKEN_FOR_END ->
                NONE.disk(true)
                        .nodes(3, 3)
                        .majority()
                        .quick(FaultKind.BIT_FLIP, FaultKind.KILL, FaultKind.TOTAL_POWER_LOSS);
            case PROMISE_NOT_DURABLE, SEAL_NOT_DURABLE ->
                NONE.disk(true)
                        .nodes(3, 3)
                        .quick(
                                FaultKind.DISK_SLOW,
                                FaultKind.POWER_LOSS,
                                FaultKind.TOTAL_POWER_LOSS,
                                FaultKind.PARTITION,
                                FaultKind.CUT_ONE_WAY);
            case AMNESIA_HIDDEN, CATCH_UP_SKIPPED ->
                NONE.disk(false)
                        .nodes(3, 4)
                        .majority()
                        .quick(FaultKind.KILL, FaultKind.PAUSE, FaultKind.CLOG, FaultKind.CUT_ONE_WAY);
            case SESSIONS_NOT_IN_CHECKPOINT, TRIM_TOO_FAR ->
                NONE.disk(true).nodes(2, 4).with(FaultKind.KILL).manyCheckpoints();
            case NULL_RULE_OFF ->
                NONE.nodes(2, 4).plan(Plan.Order.ROUND_ROBIN, "all").quick();
            case SESSION_GAP_ADMITTED, DEDUPE_OFF ->
                NONE.nodes(1, 3).quick(FaultKind.LOSS, FaultKind.REORDER, FaultKind.DUPLICATE, FaultKind.LINK_RESET);
            case ACCEPTED_LAYOUT_IGNORED ->
                NONE.nodes(3, 5)
                        .quick(
                                FaultKind.KILL,
                                FaultKind.LOSS,
                                FaultKind.PARTITION,
                                FaultKind.CUT_ONE_WAY,
                                FaultKind.LINK_RESET);
            case SEAL_NOT_AWAITED, SEAL_NOT_KEPT, GUARD_BEFORE_DATA, QUORUM_TOO_SMALL, END_IGNORED, READ_UNCONFIRMED ->
                NONE.nodes(3, 5).with(FaultKind.KILL, FaultKind.PARTITION);
        };
    }

    /// The same with these faults in every history.
    Focus with(FaultKind... kinds) {
        return new Focus(Set.of(kinds), never, leastNodes, mostNodes, order, quorum, durable, checkpoints, brisk);
    }

    /// The same with exactly these faults, which follow each other quickly.
    Focus quick(FaultKind... kinds) {
        EnumSet<FaultKind> others = EnumSet.allOf(FaultKind.class);
        others.removeAll(List.of(kinds));
        return new Focus(Set.of(kinds), others, leastNodes, mostNodes, order, quorum, durable, checkpoints, true);
    }

    Focus nodes(int least, int most) {
        return new Focus(always, never, least, most, order, quorum, durable, checkpoints, brisk);
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
                checkpoints,
                brisk);
    }

    Focus majority() {
        return new Focus(
                always, never, leastNodes, mostNodes, order, Optional.of("majority"), durable, checkpoints, brisk);
    }

    Focus disk(boolean onDisk) {
        return new Focus(always, never, leastNodes, mostNodes, order, quorum, Optional.of(onDisk), checkpoints, brisk);
    }

    Focus manyCheckpoints() {
        return new Focus(always, never, leastNodes, mostNodes, order, quorum, durable, true, brisk);
    }
}
