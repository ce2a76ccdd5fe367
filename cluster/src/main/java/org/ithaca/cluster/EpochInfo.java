package org.ithaca.cluster;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Invariant;
import org.ithaca.base.MalformedException;
import org.ithaca.base.NodeId;
import org.ithaca.base.Position;
import org.ithaca.log.Plan;
import org.ithaca.quorum.QuorumSystem;

/// One epoch of one log as a layout names it.
///
/// @param epoch its number; epochs of a log count 0, 1, 2, ...
/// @param first position of its first entry
/// @param end slots it has, exclusive; [#OPEN] while it takes entries
/// @param plan its order, quorum system and spread
/// @param members who keeps it, in rank order
/// @param incarnations which run of each member takes part, in rank order
public record EpochInfo(int epoch, long first, long end, Plan plan, List<NodeId> members, List<Long> incarnations) {
    /// The `end` of an epoch that still takes entries.
    public static final long OPEN = -1;

    public EpochInfo {
        members = List.copyOf(members);
        incarnations = List.copyOf(incarnations);
        Invariant.check(members.size() == incarnations.size(), "every member of an epoch has an incarnation");
        Invariant.check(end >= OPEN && first >= 0, "an epoch starts and ends at slots that exist");
    }

    public boolean open() {
        return end == OPEN;
    }

    /// The position of entry `index` of a slot of this epoch.
    public long position(long slot, int index) {
        return first + slot * Position.ENTRIES_PER_SLOT + index;
    }

    /// The position of a slot's first entry; for a slot frontier, the matching position frontier.
    public long position(long slot) {
        return position(slot, 0);
    }

    /// The slot that holds a position at or above [#first].
    public long slot(long position) {
        return (position - first) / Position.ENTRIES_PER_SLOT;
    }

    /// The first position above this epoch; the largest of all while it is open.
    public long endPosition() {
        return open() ? Long.MAX_VALUE : position(end);
    }

    /// The node's rank, or -1.
    public int rank(NodeId node) {
        return members.indexOf(node);
    }

    /// Whether this run of the node takes part in this epoch.
    public boolean has(NodeId node, long incarnation) {
        int rank = rank(node);
        return rank >= 0 && incarnations.get(rank) == incarnation;
    }

    /// The checked quorum system over the members.
    public QuorumSystem quorums() {
        return plan.quorum().over(members.size());
    }

    /// The same epoch, closed.
    EpochInfo endingAt(long slots) {
        Invariant.check(open() || end == slots, "the end of an epoch never changes");
        return new EpochInfo(epoch, first, slots, plan, members, incarnations);
    }

    void encode(ByteWriter out) {
        out.i32(epoch).i64(first).i64(end);
        plan.encode(out);
        out.i32(members.size());
        for (int rank = 0; rank < members.size(); rank++) {
            out.u16(members.get(rank).value()).i64(incarnations.get(rank));
        }
    }

    static EpochInfo decode(ByteReader in) {
        int epoch = in.i32();
        long first = in.i64();
        long end = in.i64();
        if (epoch < 0 || first < 0 || end < OPEN) {
            throw new MalformedException("epoch " + epoch + " from " + first + " to slot " + end);
        }
        Plan plan = Plan.decode(in);
        int count = in.count(QuorumSystem.MAX_SIZE, 10);
        List<NodeId> members = new ArrayList<>(count);
        List<Long> incarnations = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            members.add(new NodeId(in.u16()));
            incarnations.add(in.i64());
        }
        return new EpochInfo(epoch, first, end, plan, members, incarnations);
    }
}
