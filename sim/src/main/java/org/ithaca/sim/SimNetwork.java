package org.ithaca.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ithaca.base.Bytes;
import org.ithaca.base.SplitMix;
import org.jspecify.annotations.Nullable;

/// The hosts of a world and the paths between them.
///
/// A frame is delivered as a fresh array, in order unless [NetworkOptions#reorder] says otherwise. What was under way
/// to
/// a
/// process that dies is lost. A killed process leaves an operating system that closes its links; after a loss of power
/// the
/// other ends notice when they send to the machine once it is up again, or when they have waited too long.
public final class SimNetwork {
    private final Simulator world;
    private final SplitMix random;
    private final List<SimHost> hosts = new ArrayList<>();
    private final Map<String, SimHost> byAddress = new HashMap<>();
    private final List<List<Path>> paths = new ArrayList<>();
    private final List<SimLink> links = new ArrayList<>();
    private NetworkOptions options;

    public SimNetwork(Simulator world, NetworkOptions options) {
        this.world = world;
        this.options = options;
        random = world.random("network");
    }

    /// A machine that listens at `address` (`host:port`) whenever a process runs on it.
    public SimHost host(String name, String address) {
        SimHost host = add(name);
        if (byAddress.putIfAbsent(address, host) != null) {
            throw new IllegalArgumentException(address + " is taken");
        }
        return host;
    }

    /// A machine for clients, which nobody can reach.
    public SimHost clientHost(String name) {
        return add(name);
    }

    private SimHost add(String name) {
        SimHost host = new SimHost(this, name, hosts.size());
        hosts.add(host);
        for (int i = 0; i < paths.size(); i++) {
            paths.get(i).add(new Path(hosts.get(i).name() + ">" + name));
        }
        List<Path> fromHere = new ArrayList<>();
        for (SimHost to : hosts) {
            fromHere.add(new Path(name + ">" + to.name()));
        }
        paths.add(fromHere);
        return host;
    }

    public Simulator world() {
        return world;
    }

    public NetworkOptions options() {
        return options;
    }

    /// Behaves otherwise from now on.
    public void options(NetworkOptions changed) {
        options = changed;
    }

    /// All hosts, in the order they were made.
    public List<SimHost> hosts() {
        return List.copyOf(hosts);
    }

    /// Lets nothing pass from one host to the other until [#mend].
    public void cut(SimHost from, SimHost to, CutMode mode) {
        path(from, to).cut = mode;
        world.note(from.name(), "cut " + mode, from.index(), to.index(), 0);
        if (mode == CutMode.RESET) {
            resetLinks(from, to);
        }
    }

    /// Lets frames pass again; those that wait are sent once more.
    public void mend(SimHost from, SimHost to) {
        Path path = path(from, to);
        path.cut = null;
        path.clogStep = 0;
        path.clogDelay = 0;
        for (Runnable delivery : path.release()) {
            world.after(options.minDelay(), delivery);
        }
    }

    /// Lets every frame from one host to the other take `stepNanos` longer than the one before it, until [#mend].
    public void clog(SimHost from, SimHost to, long stepNanos) {
        path(from, to).clogStep = stepNanos;
    }

    /// Whether frames pass from one host to the other.
    public boolean passes(SimHost from, SimHost to) {
        return path(from, to).cut == null;
    }

    /// Frames sent from one host to the other, lost ones too: for counting what a protocol costs (invariant 10).
    public long framesSent(SimHost from, SimHost to) {
        return path(from, to).frames;
    }

    /// Bytes of those frames.
    public long bytesSent(SimHost from, SimHost to) {
        return path(from, to).bytes;
    }

    /// Mends all paths.
    public void mendAll() {
        for (SimHost from : hosts) {
            for (SimHost to : hosts) {
                mend(from, to);
            }
        }
    }

    /// Resets one open link, drawn from all; whether there was one.
    public boolean resetSomeLink() {
        links.removeIf(SimLink::isClosed);
        if (links.isEmpty()) {
            return false;
        }
        SimLink link = links.get(random.below(links.size()));
        world.fault(FaultKind.LINK_RESET, link.owner().name());
        reset(link);
        return true;
    }

    private void resetLinks(SimHost from, SimHost to) {
        links.removeIf(SimLink::isClosed);
        for (SimLink link : List.copyOf(links)) {
            if (link.owner().host() == from && link.other().owner().host() == to) {
                reset(link);
            }
        }
    }

    private void reset(SimLink link) {
        world.after(random.below(1_000_000), () -> link.closeHere("reset"));
        world.after(random.below(1_000_000), () -> link.other().closeHere("reset"));
    }

    Path path(SimHost from, SimHost to) {
        return paths.get(from.index()).get(to.index());
    }

    @Nullable
    SimHost at(String address) {
        return byAddress.get(address);
    }

    void register(SimLink a, SimLink b) {
        if (links.size() > 256) {
            links.removeIf(SimLink::isClosed);
        }
        links.add(a);
        links.add(b);
    }

    /// One frame leaves `from` for the other end.
    void transmit(SimLink from, Bytes frame) {
        SimLink to = from.other();
        Path path = path(from.owner().host(), to.owner().host());
        path.frames++;
        path.bytes += frame.length();
        if (hits(options.loss())) {
            world.fault(FaultKind.LOSS, path.name);
            from.taken(frame.length());
            return;
        }
        boolean inOrder = !hits(options.reorder());
        if (!inOrder) {
            world.fault(FaultKind.REORDER, path.name);
        }
        long wanted = world.nowNanos() + delay(path) * (inOrder ? 1 : 1 + random.below(8));
        world.at(from.arrival(wanted, inOrder), new Delivery(this, to, frame));
        if (hits(options.duplicate())) {
            world.fault(FaultKind.DUPLICATE, path.name);
            from.duplicated(frame.length());
            long again = world.nowNanos() + delay(path) * (1 + random.below(8));
            world.at(from.arrival(again, false), new Delivery(this, to, Bytes.copyOf(frame.toArray())));
        }
    }

    /// How long something takes that leaves now.
    long delay(Path path) {
        long delay = options.minDelay() + (options.spread() == 0 ? 0 : random.below((int) options.spread()));
        if (hits(options.longDelay())) {
            world.fault(FaultKind.DELAY, path.name);
            delay *= 2 + random.below(199);
        }
        path.clogDelay += path.clogStep;
        return delay + path.clogDelay;
    }

    /// Tells the other end of `from` that this one is gone, after all that is under way; unless the path is cut then.
    void sendClose(SimLink from) {
        SimLink to = from.other();
        Path path = path(from.owner().host(), to.owner().host());
        world.at(from.arrival(world.nowNanos() + delay(path), true), () -> closeArrives(path, to));
    }

    private void closeArrives(Path path, SimLink to) {
        if (path.cut == null) {
            to.closedByPeer();
        } else {
            expire(to);
        }
    }

    /// Closes an end whose other end is gone without a word, once it has been silent for long enough.
    void expire(SimLink end) {
        long patience = options.linkTimeout() / 2 + (random.nextLong() >>> 1) % options.linkTimeout();
        world.after(patience, () -> end.closeHere("timed out"));
    }

    boolean hits(int rate) {
        return rate > 0 && random.below(10_000) < rate;
    }

    SplitMix draws() {
        return random;
    }
}
