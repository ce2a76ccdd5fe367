package org.ithaca.server;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.ithaca.base.Hooks;
import org.ithaca.base.SplitMix;
import org.ithaca.cluster.ClusterConfig;
import org.ithaca.io.DirectoryLock;
import org.ithaca.io.FileDisk;
import org.ithaca.io.LoopOptions;
import org.ithaca.io.NodeLoop;
import org.ithaca.store.Identity;
import org.ithaca.store.NodeStore;
import org.ithaca.store.QueuedStorage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a node runs on: its directory, the thread that owns the core and its sockets, and the one that owns
/// the files. If either fails, both stop.
final class NodeThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeThreads.class);

    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final DirectoryLock lock;
    private final NodeLoop loop;
    private final DiskThread disk = new DiskThread(this::diskFailed);
    private final QueuedStorage storage;

    private NodeThreads(NodeConfig config, DirectoryLock lock, NodeStore store) {
        this.lock = lock;
        loop = NodeLoop.start(
                LoopOptions.named("ithaca-" + config.cluster().self()).withSpinNanos(config.spinNanos()), this::failed);
        storage = new QueuedStorage(store, this::toCore, disk::wake, disk::aside);
        disk.start(storage);
    }

    /// Opens the directory and starts the threads; nothing is left behind if that fails.
    static NodeThreads start(NodeConfig config) throws IOException {
        DirectoryLock lock = DirectoryLock.acquire(config.data());
        try {
            return new NodeThreads(config, lock, open(config));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static NodeStore open(NodeConfig config) throws IOException {
        ClusterConfig cluster = config.cluster();
        Identity identity = new Identity(cluster.clusterId(), cluster.self());
        NodeStore store = NodeStore.open(
                new FileDisk(config.data()),
                identity,
                config.store(),
                new SplitMix(new SecureRandom().nextLong()),
                Hooks.NONE);
        LOG.info("data directory {} opened: {}", config.data(), identity);
        return store;
    }

    NodeLoop loop() {
        return loop;
    }

    QueuedStorage storage() {
        return storage;
    }

    /// Completes with the error that stopped the node, or normally after [#close].
    CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    /// An answer of the disk. While the node stops, what was queued is still written, for a core that is
    /// gone.
    private void toCore(Runnable answer) {
        try {
            loop.execute(answer);
        } catch (RejectedExecutionException e) {
            LOG.debug("an answer of the disk found the core gone", e);
        }
    }

    private void diskFailed(Throwable cause) {
        failed(cause);
        loop.close();
    }

    private void failed(Throwable cause) {
        LOG.error("the node stops", cause);
        ended.completeExceptionally(cause);
    }

    /// Stops the core, writes what is queued for the disk, gives the directory up.
    @Override
    public void close() throws IOException {
        loop.close();
        disk.close();
        lock.close();
        ended.complete(null);
    }
}
