package org.ithaca.group;

import java.util.List;
import org.ithaca.base.Hooks;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogletId;
import org.ithaca.base.NodeId;
import org.ithaca.log.LogletPorts;
import org.ithaca.log.Plan;

/// Makes loglets of this engine.
public final class GroupEngine {
    private GroupEngine() {}

    /// A loglet of an epoch that begins now: nothing was ever written in it, by this member or any other.
    ///
    /// @param members the members of the epoch in rank order, 1 to 64, each once; `self` is among them
    /// @throws IthacaException INVALID if the plan's quorum system does not fit the members
    /// @throws IllegalArgumentException if the members are not as said
    public static GroupLoglet open(
            LogletId id, List<NodeId> members, NodeId self, Plan plan, LogletPorts ports, Hooks hooks) {
        return new GroupLoglet(id, new Members(members, self), plan, ports, hooks);
    }

    /// A loglet of an epoch that opened before this process started. It never writes, as it cannot know what it wrote
    /// in its former life; it takes slots, answers and can be sealed.
    ///
    /// @param stored the storage holds every slot below this frontier
    /// @throws IthacaException INVALID if the plan's quorum system does not fit the members
    /// @throws IllegalArgumentException if the members are not as said
    public static GroupLoglet reopen(
            LogletId id, List<NodeId> members, NodeId self, Plan plan, LogletPorts ports, Hooks hooks, long stored) {
        GroupLoglet loglet = new GroupLoglet(id, new Members(members, self), plan, ports, hooks);
        loglet.resumeAt(stored);
        return loglet;
    }
}
