package org.ithaca.server;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ithaca.base.Bytes;
import org.ithaca.base.NodeId;
import org.ithaca.cluster.ClusterStatus;

/// A [ClusterStatus] as one JSON object, for `ithaca status --json` and whoever reads it.
final class StatusJson {
    private StatusJson() {}

    static Bytes of(ClusterStatus status) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("node", status.self().value());
        root.put("layout", status.version());
        root.put("takesPart", status.takesPart());
        root.put("change", status.change());
        root.put("nodes", status.nodes().stream().map(StatusJson::node).toList());
        root.put("logs", status.logs().stream().map(StatusJson::log).toList());
        try {
            return Bytes.utf8(JSON.std.asString(root));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> node(ClusterStatus.NodeStatus node) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", node.node().id().value());
        out.put("address", node.node().address());
        out.put("incarnation", node.node().incarnation());
        out.put("member", node.member());
        out.put("council", node.council());
        out.put("linked", node.linked());
        out.put("suspectedBy", ids(node.suspectedBy()));
        return out;
    }

    private static Map<String, Object> log(ClusterStatus.LogStatus log) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", log.id().value());
        out.put("name", log.name());
        out.put("kind", log.kind().name().toLowerCase(java.util.Locale.ROOT));
        out.put("epoch", log.epoch());
        out.put("order", log.plan().order().toString());
        out.put("quorum", log.plan().quorum().toString());
        out.put("spread", log.plan().spread().toString());
        out.put("durable", log.plan().durable());
        NodeId writer = log.writer();
        out.put("writer", writer == null ? null : writer.value());
        out.put("trimmedBelow", log.trimmedBelow());
        out.put("delivered", log.delivered());
        out.put("stable", log.stable());
        out.put("durablyStable", log.durable());
        out.put("replicas", log.replicas().stream().map(StatusJson::replica).toList());
        return out;
    }

    private static Map<String, Object> replica(ClusterStatus.ReplicaStatus replica) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("node", replica.node().value());
        out.put("received", replica.received());
        out.put("durable", replica.durable());
        return out;
    }

    private static List<Integer> ids(List<NodeId> nodes) {
        return nodes.stream().map(NodeId::value).toList();
    }
}
