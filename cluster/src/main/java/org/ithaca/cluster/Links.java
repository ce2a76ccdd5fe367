package org.ithaca.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.Link;
import org.ithaca.base.LogletId;
import org.ithaca.base.Network;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.jspecify.annotations.Nullable;

/// The conversations with other nodes, and the one with this node itself.
///
/// Of several links to one node the newest is used. What a node sends to itself waits in a queue until the
/// present event is dealt with.
final class Links {
    /// First byte of an engine's frame: `0x10 | log i32 | epoch i32 | engine bytes`.
    static final int ENGINE = 0x10;

    private final NodeId self;
    private final Network network;
    private final Map<NodeId, List<Link>> open = new HashMap<>();
    private final Map<NodeId, Long> incarnations = new HashMap<>();
    private final Map<NodeId, String> reached = new HashMap<>();
    private final ArrayDeque<Message> toSelf = new ArrayDeque<>();

    Links(NodeId self, long incarnation, Network network) {
        this.self = self;
        this.network = network;
        incarnations.put(self, incarnation);
    }

    static NodeId node(Link link) {
        return peer(link).id();
    }

    static Peer.Node peer(Link link) {
        if (link.peer() instanceof Peer.Node node) {
            return node;
        }
        throw new IllegalArgumentException("a link to " + link.peer() + " is not a link to a node");
    }

    /// Takes a new link; false if it belongs to a run of the node that is over.
    boolean opened(Link link) {
        Peer.Node peer = peer(link);
        long known = incarnations.getOrDefault(peer.id(), 0L);
        if (peer.incarnation() < known) {
            link.close("run " + peer.incarnation() + " of " + peer.id() + " is over: run " + known + " was seen");
            return false;
        }
        incarnations.put(peer.id(), peer.incarnation());
        open.computeIfAbsent(peer.id(), _ -> new ArrayList<>()).add(link);
        return true;
    }

    /// Forgets a link; true if the node has none left.
    boolean closed(Link link) {
        NodeId node = node(link);
        List<Link> links = open.get(node);
        if (links == null || !links.remove(link) || !links.isEmpty()) {
            return false;
        }
        open.remove(node);
        return true;
    }

    /// Whether frames to the node have somewhere to go.
    boolean linked(NodeId node) {
        return node.equals(self) || open.containsKey(node);
    }

    /// Whether this link is of the newest run seen of its node.
    boolean current(Link link) {
        return peer(link).incarnation() == incarnation(node(link));
    }

    /// The newest run of the node that was seen; 0 if none.
    long incarnation(NodeId node) {
        return incarnations.getOrDefault(node, 0L);
    }

    /// Every node with an open link, this one left out.
    Set<NodeId> nodes() {
        return open.keySet();
    }

    void send(NodeId to, Message message) {
        if (to.equals(self)) {
            toSelf.add(message);
            return;
        }
        Link link = newest(to);
        if (link != null) {
            link.send(message.frame(), Bytes.EMPTY);
        }
    }

    /// The next message this node has sent to itself.
    @Nullable
    Message nextToSelf() {
        return toSelf.poll();
    }

    void sendEngine(NodeId to, LogletId loglet, Bytes head, Bytes body) {
        Link link = newest(to);
        if (link != null) {
            ByteWriter out = new ByteWriter(9 + head.length());
            out.u8(ENGINE).i32(loglet.log().value()).i32(loglet.epoch()).raw(head);
            link.send(out.shared(), body);
        }
    }

    long queuedBytes(NodeId to) {
        Link link = newest(to);
        return link == null ? 0 : link.queuedBytes();
    }

    /// Tries from now on to hold links to these nodes and to no others.
    void reach(List<Member> nodes) {
        Set<NodeId> wanted = new HashSet<>();
        for (Member node : nodes) {
            if (!node.id().equals(self)
                    && wanted.add(node.id())
                    && !node.address().equals(reached.get(node.id()))) {
                reached.put(node.id(), node.address());
                network.reach(node.id(), node.address());
            }
        }
        List<NodeId> unwanted = reached.keySet().stream()
                .filter(n -> !wanted.contains(n))
                .sorted()
                .toList();
        for (NodeId node : unwanted) {
            reached.remove(node);
            network.forget(node);
        }
    }

    private @Nullable Link newest(NodeId node) {
        List<Link> links = open.get(node);
        return links == null ? null : links.getLast();
    }
}
