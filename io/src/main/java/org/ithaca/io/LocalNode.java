package org.ithaca.io;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.ithaca.base.Network;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;

/// A node that clients in its own process reach without sockets.
///
/// Made by whoever hosts the node; threads: any.
public final class LocalNode implements AutoCloseable {
    private final NodeLoop loop;
    private final Peer.Node self;
    private final String address;
    private final Network.Listener core;
    private final Set<LocalLink> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// @param loop the node's, which `core` belongs to
    /// @param address `host:port` it has for others
    public LocalNode(NodeLoop loop, Peer.Node self, String address, Network.Listener core) {
        this.loop = loop;
        this.self = self;
        this.address = address;
        this.core = core;
    }

    /// Which node it is.
    public NodeId id() {
        return self.id();
    }

    /// `host:port` it has for others.
    public String address() {
        return address;
    }

    /// Whether no link can be opened any more.
    boolean closed() {
        return closed;
    }

    Peer.Node self() {
        return self;
    }

    /// A link to the node; both ends hear of it by [Network.Listener#opened] soon. `lost` runs on
    /// the client's loop once it is gone.
    LocalLink open(NodeLoop client, Peer.Client who, Network.Listener listener, Runnable lost) {
        LocalLink far = new LocalLink(loop, who, core);
        LocalLink near = new LocalLink(client, self, listener);
        far.join(near);
        far.whenClosed(() -> open.remove(far));
        near.whenClosed(lost);
        near.begin();
        far.begin();
        open.add(far);
        if (closed) {
            far.cut();
        }
        return near;
    }

    /// The node has stopped: clients hear that their links are closed.
    @Override
    public void close() {
        closed = true;
        open.forEach(LocalLink::cut);
    }
}
