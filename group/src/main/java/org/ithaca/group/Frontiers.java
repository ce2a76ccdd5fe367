package org.ithaca.group;

import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Defect;
import org.ithaca.base.Hooks;
import org.ithaca.base.Invariant;
import org.ithaca.base.MalformedException;
import org.ithaca.quorum.QuorumSystem;
import org.ithaca.table.StateTable;

/// The members' frontiers, and what follows from them by the quorum system.
///
/// The cells `stable` and `durablyStable` hold what a member *knows* to be chosen, which may lie above what it has
/// received; what the loglet tells its host is cut at its own `received`.
final class Frontiers {
    static final int RECEIVED = 0;
    static final int DURABLE = 1;
    static final int STABLE = 2;
    static final int DURABLY_STABLE = 3;
    private static final int COLUMNS = 4;

    private final StateTable table;
    private final QuorumSystem quorum;
    private final boolean quorumTooSmall;
    private long received;

    Frontiers(Members members, QuorumSystem quorum, Hooks hooks) {
        this.table = new StateTable(members.count(), COLUMNS, members.self());
        this.quorum = quorum;
        this.quorumTooSmall = hooks.planted(Defect.QUORUM_TOO_SMALL);
    }

    /// This member holds all slots below `frontier` and announces `announced`, which is the same unless a test plants
    /// otherwise.
    void received(long frontier, long announced) {
        Invariant.monotone(received, frontier, "received");
        received = frontier;
        table.set(RECEIVED, Math.max(announced, table.own(RECEIVED)));
        derive(RECEIVED, STABLE);
    }

    /// This member stores all slots below `frontier`.
    void durable(long frontier) {
        Invariant.ordered(frontier, "durable", received, "received");
        table.set(DURABLE, Math.max(frontier, table.own(DURABLE)));
        derive(DURABLE, DURABLY_STABLE);
    }

    /// Takes a row that another member pushed; what was known already changes nothing.
    void merge(int rank, ByteReader cells) {
        boolean moved = table.merge(rank, cells);
        cells.end();
        if (table.get(rank, DURABLE) > table.get(rank, RECEIVED)) {
            throw new MalformedException("rank " + rank + " stores more than it has received");
        }
        if (moved) {
            derive(RECEIVED, STABLE);
            derive(DURABLE, DURABLY_STABLE);
        }
    }

    private void derive(int copies, int word) {
        table.set(word, chosen(copies, word));
        Invariant.ordered(table.own(DURABLY_STABLE), "durably stable", table.own(STABLE), "stable");
    }

    /// The most that the copies or anyone's word prove.
    private long chosen(int copies, int word) {
        long[] heard = table.column(word);
        long most =
                quorumTooSmall ? frontierWithOneTooFew(table.column(copies)) : quorum.frontier(table.column(copies));
        for (long frontier : heard) {
            most = Math.max(most, frontier);
        }
        return most;
    }

    /// The planted mistake: the member furthest behind counts as if it were furthest ahead.
    private long frontierWithOneTooFew(long[] column) {
        long[] wrong = column.clone();
        int last = 0;
        long most = 0;
        for (int rank = 0; rank < wrong.length; rank++) {
            last = wrong[rank] < wrong[last] ? rank : last;
            most = Math.max(most, wrong[rank]);
        }
        wrong[last] = most;
        return quorum.frontier(wrong);
    }

    long stable() {
        return Math.min(table.own(STABLE), received);
    }

    long durable() {
        return table.own(DURABLE);
    }

    long durablyStable() {
        return Math.min(table.own(DURABLY_STABLE), received);
    }

    long receivedBy(int rank) {
        return table.get(rank, RECEIVED);
    }

    long durableAt(int rank) {
        return table.get(rank, DURABLE);
    }

    /// Whether an own cell moved since the last [#pushed].
    boolean changed(int column) {
        return table.changed(column);
    }

    void pushed() {
        table.pushed();
    }

    void encodeRow(ByteWriter out) {
        table.encodeRow(out);
    }
}
