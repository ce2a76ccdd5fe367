package org.ithaca.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ithaca.base.Bytes;
import org.ithaca.base.LogId;
import org.ithaca.base.NodeId;

/// Tells every linked node at a fixed pace how this one stands, and at once when its suspicions change.
final class Heartbeats {
    private static final int TRIMS_EVERY = 5;

    private final Node node;
    private final FailureDetector detector;
    private final SealedSide sealedSide;
    private final Map<LogId, SplicedLog> logs;
    private long nextAt;
    private long sent;

    Heartbeats(Node node, FailureDetector detector, SealedSide sealedSide, Map<LogId, SplicedLog> logs) {
        this.node = node;
        this.detector = detector;
        this.sealedSide = sealedSide;
        this.logs = logs;
    }

    void turnEnded(long now) {
        boolean due = now >= nextAt;
        if (due || detector.takeChanged()) {
            nextAt = due ? now + node.timing().heartbeat() : nextAt;
            NewsMessage.Heartbeat heartbeat = heartbeat(due && sent++ % TRIMS_EVERY == 0);
            for (NodeId to : List.copyOf(node.links().nodes())) {
                node.links().send(to, heartbeat);
            }
            node.links().send(node.self(), heartbeat);
        }
    }

    /// A link opened: its other end knows at once how this node stands.
    void greet(NodeId to) {
        node.links().send(to, heartbeat(true));
    }

    private NewsMessage.Heartbeat heartbeat(boolean withTrims) {
        Bytes row = detector.row();
        List<NewsMessage.TrimCell> trims = new ArrayList<>();
        if (withTrims) {
            for (SplicedLog log : logs.values()) {
                NewsMessage.TrimCell cell = log.trims().cell();
                if (cell.checkpointed() > 0 || cell.trim() > 0) {
                    trims.add(cell);
                }
            }
        }
        return new NewsMessage.Heartbeat(node.layout().version(), row, sealedSide.stuck(), trims);
    }

    long wakeAtNanos() {
        return nextAt;
    }
}
