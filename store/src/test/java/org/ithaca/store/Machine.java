package org.ithaca.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.ithaca.sim.NetworkOptions;
import org.ithaca.sim.ProcessKilled;
import org.ithaca.sim.SimHost;
import org.ithaca.sim.SimNetwork;
import org.ithaca.sim.Simulator;
import org.jspecify.annotations.NullUnmarked;

/// One simulated machine with a disk, and the storage of a process on it, stepped by hand.
@NullUnmarked
final class Machine {
    static final Identity IDENTITY = new Identity("test", new NodeId(1));

    /// Small enough that everything happens often.
    static final StoreConfig SMALL = new StoreConfig(16 << 10, 4 << 10, 1 << 20, 12 << 10, 2 << 10);

    final Simulator world;
    final SimHost host;
    final StoreConfig config;
    private final ArrayDeque<Runnable> posted = new ArrayDeque<>();
    private final ArrayDeque<Runnable> forces = new ArrayDeque<>();
    QueuedStorage storage;
    NodeStore store;
    int wakes;

    Machine(long seed, StoreConfig config) {
        this.config = config;
        world = new Simulator(seed);
        host = new SimNetwork(world, NetworkOptions.lan()).clientHost("machine");
    }

    /// Boots and opens the storage; false if the power went away meanwhile.
    boolean start(Storage.Listener listener) {
        posted.clear();
        forces.clear();
        host.boot(new Peer.Node(new NodeId(1), 1));
        return alive(() -> {
            store = NodeStore.open(host.disk(), IDENTITY, config, world.random("salts"), world.hooks());
            storage = new QueuedStorage(store, posted::add, () -> wakes++, forces::add);
            storage.listen(listener);
        });
    }

    /// A step that may touch the disk.
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /// Runs a step; false if the process died in it.
    static boolean alive(Step step) {
        try {
            step.run();
            return true;
        } catch (ProcessKilled e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The core's turn: runs what was posted to it.
    void turn() {
        for (int left = posted.size(); left > 0; left--) {
            posted.remove().run();
        }
    }

    /// The other thread carries out a force, if one waits for it.
    boolean force() {
        Runnable force = forces.poll();
        if (force != null) {
            force.run();
        }
        return force != null;
    }

    /// Whole runs of the disk thread until nothing is left to be forced, and the core's turn after them.
    boolean settle() {
        return alive(() -> {
            storage.runOnce();
            while (force()) {
                storage.runOnce();
            }
            turn();
        });
    }
}
