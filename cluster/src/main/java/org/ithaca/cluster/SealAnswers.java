package org.ithaca.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ithaca.base.NodeId;
import org.ithaca.quorum.QuorumSystem;

/// What the replicas of one epoch said when it was sealed, and where it therefore ends.
///
/// A replica that lost its memory counts for a plan that keeps slots on disk by what it stores; answers of
/// others are preferred for a while, as they may cover entries acknowledged before they were stored. For a
/// plan that keeps slots in memory it does not count, until it is certain that no quorum of others is left.
final class SealAnswers {
    private final LogChain log;
    private final EpochInfo epoch;
    private final QuorumSystem quorums;
    private final Map<NodeId, ChangeMessage.Held> answers = new LinkedHashMap<>();
    private long remembering;
    private long amnesiac;

    SealAnswers(LogChain log) {
        this.log = log;
        epoch = log.newest();
        quorums = epoch.quorums();
    }

    LogChain log() {
        return log;
    }

    EpochInfo epoch() {
        return epoch;
    }

    void add(NodeId from, ChangeMessage.Held held) {
        int rank = epoch.rank(from);
        if (rank < 0) {
            return;
        }
        answers.put(from, held);
        long bit = 1L << rank;
        if (held.amnesiac()) {
            amnesiac |= bit;
            remembering &= ~bit;
        } else {
            remembering |= bit;
            amnesiac &= ~bit;
        }
    }

    boolean answered(NodeId from) {
        return answers.containsKey(from);
    }

    /// Whether a seal quorum has answered.
    ///
    /// @param patient whether answers of replicas that remember may still come
    boolean reached(boolean patient) {
        if (quorums.sealQuorum(remembering)) {
            return true;
        }
        boolean settle = hopeless() || (!patient && epoch.plan().durable());
        return settle && quorums.sealQuorum(remembering | amnesiac);
    }

    /// Whether no seal quorum of replicas that remember can answer any more.
    boolean hopeless() {
        return !quorums.sealQuorum(~amnesiac);
    }

    /// Whether entries acknowledged in this epoch may be gone.
    boolean mayHaveLost() {
        return !epoch.plan().durable() && !quorums.sealQuorum(remembering);
    }

    /// Whether nobody who was asked remembers anything of a log in memory: it is lost.
    boolean lost() {
        return mayHaveLost() && remembering == 0 && amnesiac != 0;
    }

    /// One above the last slot that may have been chosen.
    long end() {
        return answers.values().stream()
                .mapToLong(ChangeMessage.Held::held)
                .max()
                .orElse(0);
    }

    /// Who holds everything up to the end, those first that hold all before this epoch as well.
    List<NodeId> sources() {
        long end = end();
        List<NodeId> sources = new ArrayList<>();
        answers.forEach((node, held) -> {
            if (held.held() >= end && held.complete()) {
                sources.add(node);
            }
        });
        answers.forEach((node, held) -> {
            if (held.held() >= end && !held.complete()) {
                sources.add(node);
            }
        });
        return sources;
    }
}
