package org.ithaca.io;

import java.util.HashMap;
import java.util.Map;
import org.ithaca.base.Network;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.jspecify.annotations.Nullable;

/// How a client reaches a node of its own process, by a link in memory, and the others over TCP. Once the node
/// has stopped, whoever has its address then is reached over TCP too.
///
/// Belongs to the client's loop.
public final class LocalNetwork implements Network, AutoCloseable {
    private static final long RETRY_NANOS = 100_000_000;

    private final NodeLoop loop;
    private final LocalNode node;
    private final Peer.Client self;
    private final Network others;
    private final Network.Listener listener;
    private final Alarm retry;
    private final Map<NodeId, String> wanted = new HashMap<>();
    /// The node has stopped; another process may live at its address.
    private boolean gone;
    private @Nullable LocalLink link;

    /// @param loop the client's
    /// @param self who the client is
    /// @param others reaches everyone else
    /// @param listener the client's core
    public LocalNetwork(NodeLoop loop, LocalNode node, Peer.Client self, Network others, Network.Listener listener) {
        this.loop = loop;
        this.node = node;
        this.self = self;
        this.others = others;
        this.listener = listener;
        retry = loop.alarm(this::connect);
    }

    /// Has the node reached.
    public void start() {
        reach(node.id(), node.address());
    }

    @Override
    public void reach(NodeId id, String address) {
        if (!gone && (id.equals(node.id()) || address.equals(node.address()))) {
            wanted.put(id, address);
            connect();
        } else {
            others.reach(id, address);
        }
    }

    @Override
    public void forget(NodeId id) {
        if (wanted.remove(id) == null) {
            others.forget(id);
        } else if (wanted.isEmpty()) {
            close();
        }
    }

    /// Closes the link to the node.
    @Override
    public void close() {
        LocalLink open = link;
        wanted.clear();
        if (open != null) {
            open.close("the client needs it no more");
        }
    }

    private void connect() {
        if (node.closed()) {
            gone = true;
            wanted.forEach(others::reach);
            wanted.clear();
        } else if (link == null && !wanted.isEmpty()) {
            link = node.open(loop, self, listener, this::lost);
        }
    }

    /// The link is gone: soon there is another one, if it is still wanted.
    private void lost() {
        link = null;
        if (!wanted.isEmpty()) {
            retry.wakeAt(loop.clock().nanos() + RETRY_NANOS);
        }
    }
}
