package org.ithaca.io;

import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.jspecify.annotations.Nullable;

/// What a process knows about its links to one node.
///
/// Two nodes may connect to each other at the same time. They settle on one connection without talking about it:
/// while the hello of the node with the lower identity is on its way, it turns the other's away; the node with the
/// higher identity gives up its own attempt when the lower one's arrives. A hello that was sent before such an
/// attempt was given up may still come: it is known by its number.
final class Neighbour {
    private final TcpNetwork network;
    private final NodeId id;
    private @Nullable TcpLink link;
    private @Nullable Dialer dialer;
    private long voidIncarnation;
    private long voidThrough;

    Neighbour(TcpNetwork network, NodeId id) {
        this.network = network;
        this.id = id;
    }

    boolean hasLink() {
        return link != null;
    }

    void reach(String address) {
        Dialer known = dialer;
        if (known != null) {
            known.readdress(address);
            return;
        }
        Dialer fresh = new Dialer(network, id, address);
        dialer = fresh;
        if (link == null) {
            fresh.start();
        } else {
            fresh.linked();
        }
    }

    void stop() {
        if (dialer != null) {
            dialer.stop();
            dialer = null;
        }
    }

    void forget() {
        NodeId met = dialer == null ? id : dialer.met();
        stop();
        network.closeUnkept(met);
    }

    void closeUnkept() {
        if (dialer == null && link != null) {
            link.close("forgotten");
        }
    }

    /// Whether a hello from the node is to be turned away since another connection is the one to use.
    boolean isDuplicate(Peer.Node node, long dial) {
        if (node.incarnation() == voidIncarnation && dial <= voidThrough) {
            return true;
        }
        NodeId self = network.selfNode();
        return dialer != null && dialer.greeting() && self != null && self.compareTo(id) < 0;
    }

    /// A link was opened and told to the listener. `dialsSoFar` of the node are void; 0 if it was the node that
    /// dialled.
    void opened(TcpLink fresh, Peer.Node node, long dialsSoFar) {
        if (dialsSoFar > 0) {
            voidIncarnation = node.incarnation();
            voidThrough = dialsSoFar;
        }
        TcpLink old = link;
        link = fresh;
        if (dialer != null) {
            dialer.linked();
        }
        if (old != null) {
            old.close("a newer link took its place");
        }
    }

    void closed(TcpLink gone) {
        if (link == gone) {
            link = null;
        }
    }

    /// There may be no link to `lost` any more: try again if that is whom this dialer kept.
    void lost(NodeId lost) {
        if (dialer != null && dialer.met().equals(lost) && !network.hasLink(lost)) {
            dialer.unlinked();
        }
    }
}
