package org.ithaca.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ithaca.base.Link;
import org.ithaca.base.LogId;
import org.ithaca.base.Network;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.ithaca.cluster.EpochInfo;
import org.ithaca.cluster.Layout;
import org.ithaca.cluster.LogChain;
import org.ithaca.cluster.Member;
import org.ithaca.log.Plan;
import org.jspecify.annotations.Nullable;

/// The newest layout known, the links to the members, and which of them to use.
final class Members {
    private final Network network;
    private final long clientId;
    private final @Nullable NodeId only;
    private final Map<NodeId, List<Link>> links = new TreeMap<>();
    private final Map<NodeId, String> reached = new HashMap<>();
    private @Nullable Layout layout;

    Members(Network network, long clientId, @Nullable NodeId only) {
        this.network = network;
        this.clientId = clientId;
        this.only = only;
    }

    /// Reaches for addresses of which it is not known who lives there: under identities from the top, that no
    /// member will have.
    void start(List<String> addresses) {
        for (int i = 0; i < addresses.size(); i++) {
            network.reach(new NodeId(NodeId.MAX - i), addresses.get(i));
        }
    }

    void start(Map<NodeId, String> addresses) {
        addresses.forEach((node, address) -> {
            reached.put(node, address);
            network.reach(node, address);
        });
    }

    /// The newest link to a node is the one in use.
    void opened(Link link) {
        if (link.peer() instanceof Peer.Node node) {
            links.computeIfAbsent(node.id(), id -> new ArrayList<>()).add(link);
        }
    }

    void closed(Link link) {
        if (link.peer() instanceof Peer.Node node) {
            links.computeIfPresent(node.id(), (id, open) -> {
                open.remove(link);
                return open.isEmpty() ? null : open;
            });
        }
    }

    /// Takes a layout if it is newer than the one known; whether it was.
    boolean adopt(Layout other) {
        Layout known = layout;
        if (known != null
                && (other.version() <= known.version() || !other.clusterId().equals(known.clusterId()))) {
            return false;
        }
        layout = other;
        Map<NodeId, String> wanted = new HashMap<>();
        for (Member member : other.members()) {
            if (!member.address().isEmpty()) {
                wanted.put(member.id(), member.address());
            }
        }
        List<NodeId> gone =
                reached.keySet().stream().filter(id -> !wanted.containsKey(id)).toList();
        gone.forEach(id -> {
            network.forget(id);
            reached.remove(id);
        });
        wanted.forEach((id, address) -> {
            if (!address.equals(reached.put(id, address))) {
                network.reach(id, address);
            }
        });
        return true;
    }

    @Nullable
    Layout layout() {
        return layout;
    }

    Optional<LogChain> chain(LogId log) {
        Layout known = layout;
        return known == null ? Optional.empty() : known.log(log);
    }

    /// The links in use, one a node.
    List<Link> all() {
        return links.values().stream().map(List::getLast).toList();
    }

    boolean anyLink() {
        return !links.isEmpty();
    }

    /// Where appends to the log go: to its writer or, where any member writes, to one chosen by the client's
    /// identity, and to the next one after each rotation. Null if that one cannot be reached now.
    @Nullable
    Link writer(LogId log, @Nullable NodeId hint, int rotations) {
        if (only != null) {
            return link(only);
        }
        if (hint != null && link(hint) != null) {
            return link(hint);
        }
        Optional<LogChain> chain = chain(log);
        if (chain.isEmpty()) {
            return null;
        }
        EpochInfo newest = chain.get().newest();
        return switch (newest.plan().order()) {
            case LEADER -> link(newest.members().getFirst());
            case ROUND_ROBIN -> oneOf(newest.members(), rotations);
        };
    }

    /// Whom to ask: the log's writer first, then, after each rotation, some other member.
    @Nullable
    Link reader(@Nullable LogId log, int rotations) {
        if (only != null) {
            return link(only);
        }
        Link best = log == null || rotations > 0 ? null : writer(log, null, 0);
        return best != null ? best : oneOf(List.copyOf(links.keySet()), rotations);
    }

    private @Nullable Link oneOf(List<NodeId> nodes, int rotations) {
        int size = nodes.size();
        for (int i = 0; i < size; i++) {
            long at = Long.remainderUnsigned(clientId, size) + rotations + i;
            Link link = link(nodes.get((int) (at % size)));
            if (link != null) {
                return link;
            }
        }
        return null;
    }

    /// Whether the log may be written at any member, so that another one can be tried.
    boolean manyWriters(LogId log) {
        return chain(log)
                .filter(chain -> chain.newest().plan().order() == Plan.Order.ROUND_ROBIN)
                .isPresent();
    }

    private @Nullable Link link(NodeId node) {
        List<Link> open = links.get(node);
        return open == null ? null : open.getLast();
    }
}
