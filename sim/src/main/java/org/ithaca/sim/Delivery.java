package org.ithaca.sim;

import org.ithaca.base.Bytes;

/// Frames under way to one end of a link: first an event of the world (they arrive at the host), then one of the
/// process.
final class Delivery implements Runnable {
    private final SimNetwork network;
    private final SimLink target;
    private final Bytes frame;
    private boolean arrived;

    Delivery(SimNetwork network, SimLink target, Bytes frame) {
        this.network = network;
        this.target = target;
        this.frame = frame;
    }

    @Override
    public void run() {
        if (arrived) {
            target.deliver(frame);
        } else {
            arrive();
        }
    }

    private void arrive() {
        Path path = network.path(target.other().owner().host(), target.owner().host());
        if (target.other().isAborted()) {
            return;
        }
        if (path.cut == CutMode.HANG) {
            target.other().waitsSince(network.world().nowNanos());
            path.hold(this);
            return;
        }
        if (path.cut != null) {
            network.world().fault(FaultKind.LOSS, path.name);
            target.other().taken(frame.length());
            return;
        }
        target.other().taken(frame.length());
        if (!target.owner().alive() || target.isClosed()) {
            target.refuse();
            return;
        }
        arrived = true;
        target.owner().enqueue(this);
    }
}
