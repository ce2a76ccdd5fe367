package org.ithaca.cluster;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ithaca.base.Bytes;
import org.ithaca.base.LogId;
import org.ithaca.base.NodeId;

/// Tells every linked node at a fixed pace how this one stands, at once when its suspicions change, and soon when
/// it may forget more of a log: until all know that, a log in memory that is written fast fills what it may take.
final class Heartbeats {
    /// What all logs may forget is repeated with every so manieth heartbeat.
    private static final int TRIMS_EVERY = 5;
    /// Heartbeats with nothing but trims are so many times as frequent, at most, as others.
    private static final int TRIMS_PER_HEARTBEAT = 16;

    private final Node node;
    private final FailureDetector detector;
    private final SealedSide sealedSide;
    private final Map<LogId, SplicedLog> logs;
    private final Set<LogId> trimmed = new HashSet<>();
    private long nextAt;
    private long trimsAt;
    private long sent;

    Heartbeats(Node node, FailureDetector detector, SealedSide sealedSide, Map<LogId, SplicedLog> logs) {
        this.node = node;
        this.detector = detector;
        this.sealedSide = sealedSide;
        this.logs = logs;
    }

    void turnEnded(long now) {
        boolean due = now >= nextAt;
        boolean changed = detector.takeChanged();
        if (due || changed || (!trimmed.isEmpty() && now >= trimsAt)) {
            nextAt = due ? now + node.timing().heartbeat() : nextAt;
            trimsAt = now + node.timing().heartbeat() / TRIMS_PER_HEARTBEAT;
            boolean all = due && sent++ % TRIMS_EVERY == 0;
            NewsMessage.Heartbeat heartbeat = heartbeat(due, all);
            trimmed.clear();
            for (NodeId to : List.copyOf(node.links().nodes())) {
                node.links().send(to, heartbeat);
            }
            node.links().send(node.self(), heartbeat);
        }
    }

    /// A link opened: its other end knows at once how this node stands.
    void greet(NodeId to) {
        node.links().send(to, heartbeat(false, true));
    }

    /// This node may forget more of a log, or was asked to: the others hear it in this turn or soon.
    void trimChanged(LogId log) {
        trimmed.add(log);
    }

    /// A log whose trims changed may be lost by now: it is left out.
    private NewsMessage.Heartbeat heartbeat(boolean due, boolean allTrims) {
        Bytes row = detector.row();
        List<NewsMessage.TrimCell> trims = new ArrayList<>();
        for (SplicedLog log : logs.values()) {
            NewsMessage.TrimCell cell = log.trims().cell();
            if ((allTrims || trimmed.contains(log.id())) && (cell.checkpointed() > 0 || cell.trim() > 0)) {
                trims.add(cell);
            }
        }
        return new NewsMessage.Heartbeat(due, node.layout().version(), row, sealedSide.stuck(), trims);
    }

    long wakeAtNanos() {
        return trimmed.isEmpty() ? nextAt : Math.min(nextAt, trimsAt);
    }
}
