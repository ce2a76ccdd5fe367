package org.ithaca.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ithaca.base.NodeId;
import org.ithaca.log.Loglet;

/// Draws up a [ClusterStatus].
final class Status {
    private final Node node;
    private final FailureDetector detector;

    Status(Node node, FailureDetector detector) {
        this.node = node;
        this.detector = detector;
    }

    ClusterStatus of(String change, Iterable<SplicedLog> logs) {
        Layout layout = node.layout();
        List<ClusterStatus.NodeStatus> nodes = new ArrayList<>();
        layout.members().forEach(m -> nodes.add(nodeStatus(m, true)));
        layout.away().forEach(m -> nodes.add(nodeStatus(m, false)));
        List<ClusterStatus.LogStatus> all = new ArrayList<>();
        logs.forEach(log -> all.add(logStatus(log)));
        all.sort(Comparator.comparing(ClusterStatus.LogStatus::id));
        return new ClusterStatus(node.self(), layout.version(), node.isMember(), change, nodes, all);
    }

    private ClusterStatus.NodeStatus nodeStatus(Member member, boolean takesPart) {
        NodeId id = member.id();
        return new ClusterStatus.NodeStatus(
                member,
                takesPart,
                node.layout().council().contains(id),
                node.links().linked(id),
                detector.suspectedBy(id));
    }

    private static ClusterStatus.LogStatus logStatus(SplicedLog log) {
        EpochInfo newest = log.local().chain().newest();
        Loglet engine = log.local().newestEngine();
        List<ClusterStatus.ReplicaStatus> replicas = new ArrayList<>();
        if (engine != null) {
            for (NodeId member : newest.members()) {
                Loglet.MemberFrontiers frontiers = engine.frontiersOf(member);
                replicas.add(new ClusterStatus.ReplicaStatus(member, frontiers.received(), frontiers.durable()));
            }
        }
        return new ClusterStatus.LogStatus(
                log.id(),
                log.name(),
                log.kind(),
                newest.epoch(),
                newest.plan(),
                log.writer(),
                log.trimmedBelow(),
                log.delivered(),
                log.stable(),
                log.durable(),
                replicas);
    }
}
