package org.ithaca.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.NodeId;
import org.ithaca.log.Loglet;

/// This node as a replica in a change somebody started: closes its loglets, says what it holds, copies what
/// it lacks.
///
/// The answer to a seal need not wait for the disk: a run that ends takes its part in every open epoch with
/// it, since an epoch names the runs that take part. What this run has closed therefore stays closed.
final class SealedSide {
    private final Node node;
    private final Map<LogId, SplicedLog> logs;
    private final Map<NodeId, CatchUpTask> tasks = new LinkedHashMap<>();
    private final Map<LogletId, Long> sealedSince = new HashMap<>();

    /// What an initiator has asked this node to get.
    private record CatchUpTask(long version, long attempt, List<ChangeMessage.Target> targets, Set<LogletId> told) {}

    SealedSide(Node node, Map<LogId, SplicedLog> logs) {
        this.node = node;
        this.logs = logs;
    }

    /// Closes the loglets; the caller has made sure that this node knows the layout before.
    void seal(NodeId from, ChangeMessage.Seal seal) {
        List<ChangeMessage.Held> held = new ArrayList<>();
        for (LogletId id : seal.loglets()) {
            SplicedLog log = logs.get(id.log());
            if (log != null
                    && log.local().chain().newestLoglet().equals(id)
                    && knows(log.local().chain())) {
                held.add(log.local().seal(id));
                sealedSince.putIfAbsent(id, node.now());
            }
        }
        node.links().send(from, new ChangeMessage.Sealed(seal.version(), seal.attempt(), held));
    }

    /// Whether this node can say what it stored in the newest epoch: not if that disk is lost.
    private boolean knows(LogChain chain) {
        EpochInfo newest = chain.newest();
        int rank = newest.rank(node.self());
        return rank < 0
                || !newest.plan().durable()
                || !node.forgot(newest.incarnations().get(rank));
    }

    void catchUp(NodeId from, ChangeMessage.CatchUp wanted) {
        tasks.put(from, new CatchUpTask(wanted.version(), wanted.attempt(), wanted.targets(), new HashSet<>()));
        for (ChangeMessage.Target target : wanted.targets()) {
            SplicedLog log = logs.get(target.loglet().log());
            if (log != null && log.local().chain().newestLoglet().equals(target.loglet())) {
                log.copying().aim(target);
            }
        }
        tellProgress();
    }

    /// Tells initiators what is copied by now.
    void tellProgress() {
        tasks.forEach((initiator, task) -> {
            List<LogletId> done = new ArrayList<>();
            for (ChangeMessage.Target target : task.targets()) {
                SplicedLog log = logs.get(target.loglet().log());
                if (log != null && log.copying().reached(target) && task.told().add(target.loglet())) {
                    done.add(target.loglet());
                }
            }
            if (!done.isEmpty()) {
                node.links().send(initiator, new ChangeMessage.CaughtUp(task.version(), task.attempt(), done));
            }
        });
    }

    /// A newer layout was adopted: what was asked is over.
    void adopted() {
        tasks.clear();
        sealedSince.keySet().removeIf(id -> !isOpenInLayout(id));
    }

    private boolean isOpenInLayout(LogletId id) {
        SplicedLog log = logs.get(id.log());
        return log != null && log.local().chain().newestLoglet().equals(id);
    }

    /// The loglets that have been closed here for a while although the layout has them open: nobody
    /// finishes the change.
    List<LogletId> stuck() {
        long now = node.now();
        List<LogletId> stuck = new ArrayList<>();
        sealedSince.forEach((id, since) -> {
            SplicedLog log = logs.get(id.log());
            Loglet engine = log == null ? null : log.local().newestEngine();
            if (engine != null
                    && engine.sealed()
                    && now - since > 2 * node.timing().takeover()) {
                stuck.add(id);
            }
        });
        return stuck;
    }
}
