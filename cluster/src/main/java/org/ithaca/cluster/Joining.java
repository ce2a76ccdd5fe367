package org.ithaca.cluster;

import java.util.Map;
import org.ithaca.base.LogId;
import org.ithaca.base.NodeId;

/// This node while its present run does not take part, or no longer can: tells the council so.
final class Joining {
    private final Node node;
    private final Map<LogId, SplicedLog> logs;
    private NewsMessage.Standing told = NewsMessage.Standing.LEARNING;
    private long sendAt;

    Joining(Node node, Map<LogId, SplicedLog> logs) {
        this.node = node;
        this.logs = logs;
    }

    /// Whether there is anything to tell.
    private boolean active() {
        return node.layout().node(node.self()).isPresent() && (!node.isMember() || leaving());
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
            return;
        }
        NewsMessage.Standing standing = standing();
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

    /// A node came within reach, or the layout changed: it may not have been told yet.
    void tellAnew() {
        sendAt = 0;
    }

    long wakeAtNanos() {
        return active() ? Math.max(sendAt, node.now()) : Long.MAX_VALUE;
    }
}
