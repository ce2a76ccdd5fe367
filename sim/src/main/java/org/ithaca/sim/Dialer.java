package org.ithaca.sim;

import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.jspecify.annotations.Nullable;

/// Keeps trying to hold a link to one node: one attempt at a time, spaced by a capped, jittered back-off.
final class Dialer {
    private static final long FIRST_BACKOFF = 20_000_000;
    private static final long LAST_BACKOFF = 500_000_000;

    private final Endpoint endpoint;
    private final NodeId node;
    private NodeId met;
    private String address;
    private long backoff = FIRST_BACKOFF;
    private @Nullable SimTimer timer;
    private int attempt;
    private boolean stopped;

    Dialer(Endpoint endpoint, NodeId node, String address) {
        this.endpoint = endpoint;
        this.node = node;
        met = node;
        this.address = address;
    }

    /// The node this dialer last met: another one than was named only for a client, which may not know who lives there.
    NodeId met() {
        return met;
    }

    void address(String changed) {
        address = changed;
    }

    void stop() {
        stopped = true;
        attempt++;
        cancel();
    }

    /// A link is open: no need to try until it is gone.
    void satisfied() {
        attempt++;
        backoff = FIRST_BACKOFF;
        cancel();
    }

    /// There is no link: try soon.
    void wanted() {
        if (timer == null && !stopped) {
            later(endpoint.network().draws().below((int) (backoff / 4)));
        }
    }

    private void later(long nanos) {
        cancel();
        timer = endpoint.network().world().after(nanos, this::dial);
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void dial() {
        timer = null;
        SimProcess process = endpoint.process();
        if (stopped || !process.alive() || endpoint.linkTo(met) != null) {
            return;
        }
        int mine = ++attempt;
        later(endpoint.network().options().dialTimeout()
                + endpoint.network().draws().below((int) backoff));
        backoff = Math.min(LAST_BACKOFF, backoff * 2);
        SimHost target = endpoint.network().at(address);
        if (target != null) {
            Path path = endpoint.network().path(process.host(), target);
            long delay = endpoint.network().delay(path);
            endpoint.network().world().after(delay, () -> knock(mine, target, path));
        }
    }

    /// The attempt reaches the other host.
    private void knock(int mine, SimHost target, Path path) {
        if (path.cut != null || !target.powered()) {
            return;
        }
        SimProcess there = target.running();
        if (there == null || !there.listens() || !(there.identity() instanceof Peer.Node self)) {
            refused(mine, target, false);
        } else if (endpoint.process().identity() instanceof Peer.Node
                && !self.id().equals(node)) {
            refused(mine, target, true);
        } else {
            there.enqueue(() -> there.endpoint().accept(endpoint.process(), this, mine));
        }
    }

    private void refused(int mine, SimHost by, boolean otherNode) {
        Path back = endpoint.network().path(by, endpoint.process().host());
        endpoint.network().world().after(endpoint.network().delay(back), () -> {
            if (mine == attempt && back.cut == null && endpoint.process().alive() && !stopped) {
                if (otherNode) {
                    endpoint.refused(node, address);
                }
                later(backoff / 2 + endpoint.network().draws().below((int) backoff));
            }
        });
    }

    /// The other process accepted: this end opens, unless the attempt was given up meanwhile.
    void accepted(int mine, SimLink end) {
        if (mine == attempt && !stopped && endpoint.process().alive()) {
            met = end.peer() instanceof Peer.Node there ? there.id() : node;
            endpoint.process().enqueue(end::open);
        } else {
            end.refuse();
            end.closeHere("given up");
        }
    }
}
