package org.ithaca.it;

import java.util.Map;
import org.ithaca.base.Bytes;
import org.ithaca.base.Hooks;
import org.ithaca.base.Link;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.ithaca.client.ClientCore;
import org.ithaca.client.ClientOptions;
import org.ithaca.sim.Program;
import org.ithaca.sim.SimHost;
import org.ithaca.sim.SimProcess;
import org.jspecify.annotations.Nullable;

/// The real client on a simulated machine.
final class SimClient implements Program {
    private final int number;
    private final SimProcess process;
    private final ClientCore core;

    /// @param only the one node to ask; null for all
    SimClient(int number, SimHost host, Map<NodeId, String> addresses, @Nullable NodeId only, Hooks hooks) {
        this.number = number;
        process = host.boot(new Peer.Client(number, host.name()));
        core = new ClientCore(
                ClientOptions.of("unused:1").withName(host.name()).withOnly(only),
                number,
                process.network(),
                process.clock(),
                hooks,
                layout -> {});
        process.attach(this);
        process.post(() -> core.start(addresses));
    }

    /// Tells clients apart.
    int number() {
        return number;
    }

    String name() {
        return "c" + number;
    }

    ClientCore core() {
        return core;
    }

    long now() {
        return process.clock().nanos();
    }

    void post(Runnable task) {
        process.post(task);
    }

    void postAfter(long delayNanos, Runnable task) {
        process.postAfter(delayNanos, task);
    }

    @Override
    public void opened(Link link) {
        core.opened(link);
    }

    @Override
    public void received(Link link, Bytes frame) {
        core.received(link, frame);
    }

    @Override
    public void closed(Link link) {
        core.closed(link);
    }

    @Override
    public void turnEnded() {
        core.turnEnded();
    }

    @Override
    public long wakeAtNanos() {
        return core.wakeAtNanos();
    }

    @Override
    public void wake(long nowNanos) {
        core.tick();
    }
}
