package org.ithaca.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Network;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.jspecify.annotations.Nullable;

/// The network as one process sees it.
final class Endpoint implements Network {
    private final SimNetwork network;
    private final SimProcess process;
    private final SortedMap<NodeId, Dialer> dialers = new TreeMap<>();
    /// Open ends, the newest last.
    private final List<SimLink> links = new ArrayList<>();
    /// All ends of this process that are not closed, also those it does not know of yet.
    private final List<SimLink> ends = new ArrayList<>();

    Endpoint(SimNetwork network, SimProcess process) {
        this.network = network;
        this.process = process;
    }

    SimNetwork network() {
        return network;
    }

    SimProcess process() {
        return process;
    }

    @Override
    public void reach(NodeId node, String address) {
        process.identity();
        Dialer dialer = dialers.computeIfAbsent(node, id -> new Dialer(this, id, address));
        dialer.address(address);
        if (linkTo(node) == null) {
            dialer.wanted();
        }
    }

    @Override
    public void forget(NodeId node) {
        Dialer dialer = dialers.remove(node);
        NodeId met = node;
        if (dialer != null) {
            dialer.stop();
            met = dialer.met();
        }
        for (SimLink link : List.copyOf(links)) {
            if (isNode(link, met) && dialersOf(link).isEmpty()) {
                link.close("forgotten");
            }
        }
    }

    /// Those that keep the link.
    private List<Dialer> dialersOf(SimLink link) {
        return dialers.values().stream()
                .filter(dialer -> isNode(link, dialer.met()))
                .toList();
    }

    /// Another node lives at the address.
    void refused(NodeId node, String address) {
        IthacaException conflict =
                IthacaException.notDone(IthacaException.Code.CONFLICT, "not " + node + " lives at " + address);
        process.enqueue(() -> process.program().refused(node, conflict));
    }

    /// The newest open link to the node.
    @Nullable
    SimLink linkTo(NodeId node) {
        for (int i = links.size() - 1; i >= 0; i--) {
            if (isNode(links.get(i), node)) {
                return links.get(i);
            }
        }
        return null;
    }

    private static boolean isNode(SimLink link, NodeId node) {
        return link.peer() instanceof Peer.Node that && that.id().equals(node);
    }

    /// Another process wants a link: it opens here, and there once the answer has arrived.
    void accept(SimProcess from, Dialer dialer, int attempt) {
        SimLink here = new SimLink(network, process, from.identity());
        SimLink there = new SimLink(network, from, process.identity());
        SimLink.join(here, there);
        ends.add(here);
        from.endpoint().ends.add(there);
        network.register(here, there);
        Path back = network.path(process.host(), from.host());
        long arrival = network.world().nowNanos() + network.delay(back);
        here.floor(arrival);
        network.world().at(arrival, () -> {
            if (back.cut == null) {
                dialer.accepted(attempt, there);
            } else {
                there.closeHere("never opened");
                network.expire(here);
            }
        });
        here.open();
    }

    void opened(SimLink link) {
        process.note("opened", link.other().owner().host().index(), 0);
        SimLink older = link.peer() instanceof Peer.Node node ? linkTo(node.id()) : null;
        links.add(link);
        dialersOf(link).forEach(Dialer::satisfied);
        process.program().opened(link);
        if (older != null && supersedes(link, older)) {
            older.close("superseded");
        }
    }

    /// Whether the older link is to be closed: another run of the peer, or this one after it had given the link up. Of
    /// two good links the node with the lower id decides which stays.
    private boolean supersedes(SimLink link, SimLink older) {
        return !link.peer().equals(older.peer())
                || older.other().isClosed()
                || process.identity() instanceof Peer.Client
                || (process.identity() instanceof Peer.Node self
                        && link.peer() instanceof Peer.Node peer
                        && self.id().compareTo(peer.id()) < 0);
    }

    void gone(SimLink link, boolean wasOpen, String how) {
        links.remove(link);
        ends.remove(link);
        if (link.peer() instanceof Peer.Node node && linkTo(node.id()) == null) {
            dialersOf(link).forEach(Dialer::wanted);
        }
        if (wasOpen) {
            process.enqueue(() -> {
                process.note(how, link.other().owner().host().index(), 0);
                process.program().closed(link);
            });
        }
    }

    /// The process died; its operating system tells the other ends if it still can.
    void died(boolean powerLost) {
        dialers.values().forEach(Dialer::stop);
        for (SimLink link : List.copyOf(ends)) {
            if (powerLost) {
                link.abort("died");
                network.expire(link.other());
            } else {
                link.closeHere("died");
                network.sendClose(link);
            }
        }
        links.clear();
        ends.clear();
    }
}
