package org.ithaca.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.NodeId;
import org.ithaca.table.StateTable;
import org.jspecify.annotations.Nullable;

/// Who seems to have failed.
///
/// A node is suspected at once when its last link closes, or after a silence that adapts to how regular its
/// heartbeats were. Members share suspicions in a [StateTable], one table per layout version: row = who
/// suspects, column = who is suspected, a cell is a counter that is odd while the suspicion lasts. A
/// failure counts once a majority of the council reports it, so one slow or lying link takes nobody out. A
/// suspicion ends when the node is heard again.
final class FailureDetector {
    private static final int DEVIATIONS = 10;
    private static final int START_FLOORS = 3;
    private static final int RUN_BITS = 24;

    private final Node node;
    private final Map<NodeId, Watch> watches = new HashMap<>();
    private @Nullable StateTable table;
    private List<Member> members = List.of();
    private long version = -1;
    private long lastTick;
    private long silentAt = Long.MAX_VALUE;
    private boolean changed;

    /// What is known of one other member.
    private static final class Watch {
        private long lastHeard;
        private long lastHeartbeat;
        private double mean;
        private double deviation;
        private boolean everLinked;
        private boolean linked;
        private boolean suspected;
    }

    FailureDetector(Node node) {
        this.node = node;
        lastTick = node.now();
    }

    /// Watches the members of this layout; suspicions of this node go on, those of others are heard afresh.
    void adopt(Layout layout) {
        members = layout.members();
        version = layout.version();
        int self = rank(node.self());
        table = self < 0 ? null : freshTable(self);
        watches.keySet().removeIf(n -> layout.member(n).isEmpty());
        for (Member member : members) {
            if (!member.id().equals(node.self())) {
                watch(member.id());
            }
        }
        publish();
    }

    /// Cells start above all that an earlier run of this node can have written in the same version.
    private StateTable freshTable(int self) {
        StateTable fresh = new StateTable(members.size(), members.size(), self);
        for (int column = 0; column < members.size(); column++) {
            fresh.set(column, node.incarnation() << RUN_BITS);
        }
        return fresh;
    }

    private Watch watch(NodeId id) {
        return watches.computeIfAbsent(id, n -> {
            Watch watch = new Watch();
            watch.lastHeard = node.now();
            watch.linked = node.links().linked(n);
            watch.everLinked = watch.linked;
            return watch;
        });
    }

    void opened(NodeId from) {
        Watch watch = watches.get(from);
        if (watch != null) {
            watch.linked = true;
            watch.everLinked = true;
            watch.lastHeartbeat = 0;
            heard(from);
        }
    }

    void closed(NodeId from) {
        Watch watch = watches.get(from);
        if (watch != null) {
            watch.linked = false;
            suspect(from, watch, "its link closed");
        }
    }

    /// Any frame came from the node.
    void heard(NodeId from) {
        Watch watch = watches.get(from);
        if (watch == null) {
            return;
        }
        watch.lastHeard = node.now();
        if (watch.suspected && watch.linked) {
            watch.suspected = false;
            publish();
            node.listener().notice(new Notice.HeardAgain(from));
        }
    }

    /// A heartbeat came: its row, and how regular they are. Says whether the row is new.
    boolean heartbeat(NodeId from, NewsMessage.Heartbeat heartbeat) {
        Watch watch = watches.get(from);
        if (watch != null && heartbeat.due()) {
            learnPace(watch);
        }
        int rank = rank(from);
        boolean other = rank >= 0 && !from.equals(node.self());
        return heartbeat.version() == version
                && table != null
                && other
                && !heartbeat.row().isEmpty()
                && table.merge(rank, new ByteReader(heartbeat.row()));
    }

    private void learnPace(Watch watch) {
        long now = node.now();
        if (watch.lastHeartbeat != 0) {
            double interval = now - watch.lastHeartbeat;
            double error = Math.abs(interval - watch.mean);
            watch.mean += (interval - watch.mean) / 8;
            watch.deviation += (error - watch.deviation) / 8;
        }
        watch.lastHeartbeat = now;
    }

    /// Looks for silence. If this node itself stood still, silence proves nothing and everybody gets a
    /// fresh start.
    void tick(long now) {
        Timing timing = node.timing();
        boolean stoodStill = now - lastTick > Math.min(4 * timing.heartbeat(), timing.silenceFloor() / 2);
        lastTick = now;
        silentAt = Long.MAX_VALUE;
        for (Map.Entry<NodeId, Watch> entry : watches.entrySet()) {
            Watch watch = entry.getValue();
            if (stoodStill) {
                watch.lastHeard = now;
            } else if (!watch.suspected && now - watch.lastHeard > patience(watch)) {
                suspect(entry.getKey(), watch, "silent for " + (now - watch.lastHeard) / 1_000_000 + " ms");
            }
            if (!watch.suspected) {
                silentAt = Math.min(silentAt, watch.lastHeard + patience(watch) + 1);
            }
        }
    }

    /// When somebody will have been silent for too long if nothing has come since the last [#tick]; `Long.MAX_VALUE`
    /// if nobody can be. Waiting for the next heartbeat instead would find it out up to an interval later.
    long wakeAtNanos() {
        return silentAt;
    }

    private long patience(Watch watch) {
        Timing timing = node.timing();
        if (!watch.everLinked) {
            return START_FLOORS * timing.silenceFloor();
        }
        long adaptive = (long) (watch.mean + DEVIATIONS * watch.deviation);
        return Math.min(timing.silenceCap(), Math.max(timing.silenceFloor(), adaptive));
    }

    private void suspect(NodeId id, Watch watch, String why) {
        if (!watch.suspected) {
            watch.suspected = true;
            publish();
            node.listener().notice(new Notice.Suspected(id, why));
        }
    }

    private void publish() {
        if (table == null) {
            return;
        }
        for (int column = 0; column < members.size(); column++) {
            Watch watch = watches.get(members.get(column).id());
            boolean suspected = watch != null && watch.suspected;
            if ((table.own(column) & 1) != (suspected ? 1 : 0)) {
                table.set(column, table.own(column) + 1);
                changed = true;
            }
        }
    }

    /// Whether the own row changed since this was last asked.
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /// The own row as heartbeats carry it; empty if the layout does not list this node.
    Bytes row() {
        if (table == null) {
            return Bytes.EMPTY;
        }
        ByteWriter out = new ByteWriter(16 + 9 * members.size());
        table.encodeRow(out);
        return out.shared();
    }

    /// Whether this node itself suspects the other.
    boolean suspects(NodeId id) {
        Watch watch = watches.get(id);
        return watch != null && watch.suspected;
    }

    /// Whether a majority of the council reports that the member has failed.
    boolean failed(NodeId id) {
        return 2 * suspectedBy(id).size() > node.layout().council().size();
    }

    /// The council members known to suspect the member.
    List<NodeId> suspectedBy(NodeId id) {
        int column = rank(id);
        List<NodeId> reporters = new ArrayList<>();
        if (table == null || column < 0) {
            return reporters;
        }
        for (NodeId reporter : node.layout().council()) {
            int row = rank(reporter);
            if (row >= 0 && !reporter.equals(id) && (table.get(row, column) & 1) == 1) {
                reporters.add(reporter);
            }
        }
        return reporters;
    }

    private int rank(NodeId id) {
        for (int rank = 0; rank < members.size(); rank++) {
            if (members.get(rank).id().equals(id)) {
                return rank;
            }
        }
        return -1;
    }
}
