package org.ithaca.it;

import java.io.IOException;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Link;
import org.ithaca.base.LogId;
import org.ithaca.base.Peer;
import org.ithaca.cluster.ClusterConfig;
import org.ithaca.cluster.ClusterStatus;
import org.ithaca.cluster.Incarnation;
import org.ithaca.cluster.Layout;
import org.ithaca.cluster.Notice;
import org.ithaca.log.RunView;
import org.ithaca.server.NodeCore;
import org.ithaca.sim.Program;
import org.ithaca.sim.SimProcess;
import org.ithaca.sim.SimWorker;
import org.ithaca.store.Identity;
import org.ithaca.store.NodeStore;
import org.ithaca.store.QueuedStorage;
import org.jspecify.annotations.Nullable;

/// One run of a node on a simulated machine: the real core over the real store, hosted as
/// [org.ithaca.server.NodeHost] does it.
///
/// A disk that fails ends the process, as it does in production; any other error ends the history as wrong.
final class SimNode implements Program, NodeCore.Listener {
    private static final long ROOM_PAUSE = 5_000_000;

    private final ClusterConfig config;
    private final Shape shape;
    private final Witness witness;
    private final SimProcess process;
    private final SimWorker disk;
    private final QueuedStorage storage;
    private @Nullable NodeCore core;

    SimNode(ClusterConfig config, Shape shape, Witness witness, SimProcess process) {
        this.config = config;
        this.shape = shape;
        this.witness = witness;
        this.process = process;
        disk = process.worker("disk");
        storage = new QueuedStorage(open(), this::post, this::wakeDisk, process.worker("force")::submit);
        witness.restarted(config.self());
        process.post(() -> Incarnation.begin(storage, process.clock().wallMillis(), this::begin));
    }

    private NodeStore open() {
        Identity identity = new Identity(config.clusterId(), config.self());
        try {
            return NodeStore.open(
                    process.host().disk(),
                    identity,
                    shape.store(),
                    process.entropy(),
                    witness.world().hooks());
        } catch (IOException e) {
            process.exit("cannot open its files: " + e.getMessage());
            throw new IllegalStateException(e);
        }
    }

    private void begin(Incarnation incarnation) {
        process.listen(new Peer.Node(config.self(), incarnation.number()));
        NodeCore made = new NodeCore(
                config.at(incarnation),
                shape.limits(),
                storage,
                process.network(),
                process.clock(),
                process.entropy(),
                witness.world().hooks(),
                this);
        core = made;
        made.start();
    }

    private void post(Runnable answers) {
        process.post(() -> run(answers));
    }

    /// A node whose disk has failed ends by itself, and is started again.
    private void run(Runnable step) {
        try {
            step.run();
        } catch (IthacaException e) {
            if (e.code() != IthacaException.Code.DISK_FAILED) {
                throw e;
            }
            process.exit("its disk failed");
        }
    }

    private void wakeDisk() {
        disk.submit(() -> {
            if (storage.runWrites()) {
                disk.submit(() -> {
                    storage.runForces();
                    storage.complete();
                });
            }
            storage.complete();
            if (storage.waitingForRoom()) {
                disk.submitAfter(ROOM_PAUSE, this::wakeDisk);
            }
        });
    }

    /// The machine's process is this run and it has begun to take part.
    boolean begun() {
        return core != null && process.alive();
    }

    /// What it knows of the cluster; only when it has [#begun].
    ClusterStatus status() {
        return java.util.Objects.requireNonNull(core).status();
    }

    @Override
    public void opened(Link link) {
        if (core != null) {
            core.opened(link);
        }
    }

    @Override
    public void received(Link link, Bytes frame) {
        if (core != null) {
            core.received(link, frame);
        }
    }

    @Override
    public void closed(Link link) {
        if (core != null) {
            core.closed(link);
        }
    }

    @Override
    public void turnEnded() {
        if (core != null) {
            run(core::turnEnded);
        }
    }

    @Override
    public boolean takesPooled() {
        return true;
    }

    @Override
    public long wakeAtNanos() {
        return core == null ? Long.MAX_VALUE : core.wakeAtNanos();
    }

    @Override
    public void wake(long nowNanos) {
        if (core != null) {
            run(core::tick);
        }
    }

    @Override
    public void notice(Notice notice) {
        witness.noticed(config.self(), notice);
    }

    @Override
    public void layoutChanged(Layout layout) {
        witness.installed(config.self(), layout);
    }

    @Override
    public void restored(LogId log, long position) {
        witness.restored(config.self(), log, position);
    }

    @Override
    public void played(LogId log, RunView run, long position, int suppressed) {
        witness.played(config.self(), log, run, position, suppressed);
    }
}
