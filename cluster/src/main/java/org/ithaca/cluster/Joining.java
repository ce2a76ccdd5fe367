package org.ithaca.cluster;

import java.util.Map;
import org.ithaca.base.Defect;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.NodeId;

/// This node while its present run does not take part, or no longer can: tells the council so.
final class Joining {
    private final Node node;
    private final Map<LogId, SplicedLog> logs;
    private NewsMessage.Standing told = NewsMessage.Standing.LEARNING;
    private long sendAt;
    private long leavingSince = -1;

    Joining(Node node, Map<LogId, SplicedLog> logs) {
        this.node = node;
        this.logs = logs;
    }

    /// Whether there is anything to tell.
    private boolean active() {
        boolean out = !node.isMember() && !goesOnUnsealed();
        return node.layout().node(node.self()).isPresent() && (out || leaving());
    }

    /// What a run that forgot its seal would think (see [Defect#SEAL_NOT_DURABLE]): that it takes part.
    private boolean goesOnUnsealed() {
        return node.hooks().planted(Defect.SEAL_NOT_DURABLE)
                && logs.values().stream().anyMatch(l -> l.local().openEngine() != null);
    }

    private boolean leaving() {
        return logs.values().stream()
                .flatMap(l -> l.local().replicas().stream())
                .anyMatch(r -> r.failed() && r.engine() != null);
    }

    private NewsMessage.Standing standing() {
        if (node.isMember()) {
            return NewsMessage.Standing.LEAVING;
        }
        boolean ready = logs.values().stream().allMatch(l -> l.copying().nearlyThere());
        return ready ? NewsMessage.Standing.READY : NewsMessage.Standing.LEARNING;
    }

    /// Tells the council at a slow pace, and at once when what can be told gets better.
    void run(long now) {
        if (!active()) {
            leavingSince = -1;
            return;
        }
        NewsMessage.Standing standing = standing();
        stopIfNobodyTakesOver(now);
        if (now < sendAt && standing == told) {
            return;
        }
        if (standing != told) {
            node.listener().notice(new Notice.Joining(node.incarnation(), standing == NewsMessage.Standing.READY));
        }
        told = standing;
        sendAt = now + node.timing().retry();
        var join = new NewsMessage.Join(
                node.layout().version(), standing, node.config().address());
        for (NodeId member : node.layout().council()) {
            node.links().send(member, join);
        }
    }

    /// A member whose storage has failed is let go by the others, and the epochs it failed in end. If there
    /// are no others, or they cannot do so, or a plan of fixed size keeps counting on this run, it stops,
    /// to start again from what is stored.
    private void stopIfNobodyTakesOver(long now) {
        if (!leaving()) {
            leavingSince = -1;
            return;
        }
        leavingSince = leavingSince < 0 ? now : leavingSince;
        boolean alone = node.layout().members().size() == 1;
        if (alone || now - leavingSince > node.timing().request()) {
            node.hooks().reached("cluster.stopped-by-its-disk");
            throw IthacaException.unknown(
                    IthacaException.Code.DISK_FAILED,
                    "the disk of this node failed and no other node can go on without it: it stops; started again it"
                            + " goes on from what is stored");
        }
    }

    /// A node came within reach, or the layout changed: it may not have been told yet.
    void tellAnew() {
        sendAt = 0;
    }

    long wakeAtNanos() {
        return active() ? Math.max(sendAt, node.now()) : Long.MAX_VALUE;
    }
}
