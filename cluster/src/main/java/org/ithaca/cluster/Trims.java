package org.ithaca.cluster;

import java.util.HashMap;
import java.util.Map;
import org.ithaca.base.Defect;
import org.ithaca.base.NodeId;
import org.ithaca.log.Loglet;
import org.ithaca.log.Plan;

/// What may be forgotten of one log.
///
/// A log is trimmed below the least checkpoint of all members, since a checkpoint stands for what playing
/// the slots has made: the objects, and the sessions that keep retries out. A RAW log is trimmed by request
/// besides: the largest request anyone heard of goes round with the heartbeats.
final class Trims {
    private final Node node;
    private final LocalLog log;
    private final Delivery delivery;
    private final Runnable changed;
    private final Map<NodeId, Long> checkpoints = new HashMap<>();
    private long checkpointed;
    private long requested;

    /// @param changed runs when there is something new to say to others
    Trims(Node node, LocalLog log, Delivery delivery, Runnable changed) {
        this.node = node;
        this.log = log;
        this.delivery = delivery;
        this.changed = changed;
    }

    /// Asked of this node.
    void request(long below) {
        if (log.chain().kind() == LogKind.RAW && below > requested) {
            changed.run();
            learn(below);
        }
    }

    void checkpointed(long position) {
        if (position > checkpointed) {
            checkpointed = position;
            changed.run();
            apply();
        }
    }

    void heard(NodeId from, NewsMessage.TrimCell cell) {
        checkpoints.merge(from, cell.checkpointed(), Math::max);
        learn(cell.trim());
    }

    void adopted() {
        learn(log.chain().trimmedBelow());
    }

    /// Others hear it from whoever this node has it from; it is repeated in any case.
    private void learn(long below) {
        if (log.chain().kind() == LogKind.RAW) {
            requested = Math.max(requested, below);
        }
        apply();
    }

    /// What this node says to others; null-free even if there is nothing to say.
    NewsMessage.TrimCell cell() {
        return new NewsMessage.TrimCell(log.id(), checkpointed, requested);
    }

    /// The position below which all members may forget, as far as this node knows.
    long agreed() {
        long least = log.chain().kind() == LogKind.RAW ? Math.min(requested, checkpointed) : checkpointed;
        for (Member member : node.layout().members()) {
            if (!member.witness() && !member.id().equals(node.self())) {
                least = Math.min(least, checkpoints.getOrDefault(member.id(), 0L));
            }
        }
        return least;
    }

    private void apply() {
        boolean tooFar =
                node.hooks().planted(Defect.TRIM_TOO_FAR) && log.chain().kind() == LogKind.OBJECTS;
        long below = tooFar ? delivery.delivered() : Math.min(agreed(), delivery.delivered());
        below = Math.min(below, receivedByAll());
        if (below > log.base()) {
            log.forgetBelow(below);
        }
    }

    /// A writer keeps what a member of the open epoch may still have to be sent.
    private long receivedByAll() {
        EpochInfo newest = log.chain().newest();
        Loglet engine = log.newestEngine();
        boolean writer = newest.plan().order() == Plan.Order.ROUND_ROBIN || newest.rank(node.self()) == 0;
        if (engine == null || !writer) {
            return Long.MAX_VALUE;
        }
        long least = engine.received();
        for (NodeId member : newest.members()) {
            if (!member.equals(node.self())) {
                least = Math.min(least, engine.frontiersOf(member).received());
            }
        }
        return newest.position(least);
    }
}
