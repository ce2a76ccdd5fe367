package org.ithaca.server;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.ithaca.base.Hooks;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Peer;
import org.ithaca.client.ClientOptions;
import org.ithaca.client.Ithaca;
import org.ithaca.cluster.ClusterConfig;
import org.ithaca.cluster.ClusterStatus;
import org.ithaca.cluster.Incarnation;
import org.ithaca.cluster.Notice;
import org.ithaca.io.AdminHttp;
import org.ithaca.io.Alarm;
import org.ithaca.io.LocalNode;
import org.ithaca.io.NodeLoop;
import org.ithaca.io.TcpNetwork;
import org.ithaca.io.TcpOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running node: two threads, one that owns the core and its sockets and one that owns its files.
///
/// [#start] returns once the node listens; it then finds the others by itself. An error in the core stops
/// the node rather than let it go on from a state nobody has thought about: [#ended] completes with it.
public final class NodeHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeHost.class);

    private final NodeThreads threads;
    private final NodeLoop loop;
    private final TcpNetwork network;
    private final NodeCore core;
    private final LocalNode local;
    private final String cluster;
    private final @Nullable AdminHttp admin;

    private NodeHost(NodeConfig config, NodeThreads threads) {
        this.threads = threads;
        cluster = config.cluster().clusterId();
        loop = threads.loop();
        ClusterConfig run = config.cluster().at(incarnation());
        network = new TcpNetwork(loop, options(config, run.incarnation().number()));
        core = new NodeCore(
                run,
                config.limits(),
                threads.storage(),
                network,
                loop.clock(),
                loop.entropy(),
                Hooks.NONE,
                this::journal);
        Alarm alarm = loop.alarm(core::tick);
        network.start(core);
        loop.execute(() -> {
            core.start();
            loop.onTurnEnd(() -> alarm.wakeAt(core.wakeAtNanos()));
        });
        local = new LocalNode(loop, new Peer.Node(run.self(), run.incarnation().number()), network.address(), core);
        var unused = threads.ended().whenComplete((_, _) -> local.close());
        admin = config.admin() == null ? null : AdminHttp.start(loop, config.admin(), pages());
    }

    /// Starts a node.
    ///
    /// @throws IthacaException CONFLICT if another process has the data directory, WRONG_CLUSTER if it is
    ///     another node's, CORRUPT if what the node promised cannot be read any more, INVALID if an address
    ///     cannot be used
    /// @throws IOException if the disk fails
    public static NodeHost start(NodeConfig config) throws IOException {
        NodeThreads threads = NodeThreads.start(config);
        try {
            return new NodeHost(config, threads);
        } catch (RuntimeException e) {
            threads.close();
            throw e;
        }
    }

    private Incarnation incarnation() {
        CompletableFuture<Incarnation> begun = new CompletableFuture<>();
        loop.execute(() -> Incarnation.begin(threads.storage(), System.currentTimeMillis(), begun::complete));
        ended().exceptionally(why -> {
            begun.completeExceptionally(why);
            return null;
        });
        try {
            return begun.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the node ended while it started", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw IthacaException.notDone(IthacaException.Code.CLOSED, "interrupted while the node started");
        }
    }

    private static TcpOptions options(NodeConfig config, long incarnation) {
        ClusterConfig cluster = config.cluster();
        TcpOptions options = TcpOptions.node(cluster.clusterId(), cluster.self(), incarnation, config.listen());
        return (config.advertise() == null ? options : options.withAdvertise(config.advertise())).withTls(config.tls());
    }

    private Map<String, java.util.function.Supplier<AdminHttp.Page>> pages() {
        NodeMetrics metrics = new NodeMetrics(core, loop, network.stats());
        return Map.of(
                "/metrics", () -> new AdminHttp.Page(200, "text/plain; version=0.0.4", metrics.text()),
                "/health", () -> health(core.status()));
    }

    private static AdminHttp.Page health(ClusterStatus status) {
        return AdminHttp.Page.text(
                status.takesPart(),
                status.takesPart()
                        ? "ok: takes part in layout " + status.version() + "\n"
                        : "not a member of layout " + status.version() + "; it rejoins by itself\n");
    }

    private void journal(Notice notice) {
        switch (notice) {
            case Notice.MayHaveLost _, Notice.StorageFailed _ -> LOG.error("{}", notice);
            case Notice.Suspected _, Notice.Refused _, Notice.DiskFull _ -> LOG.warn("{}", notice);
            default -> LOG.info("{}", notice);
        }
    }

    /// A client in this process, which reaches this node without a socket; the others, and whoever has this
    /// node's address after [#close], over TCP. It has a thread of its own. Blocks until the layout is known,
    /// at most until the deadline.
    ///
    /// @param options their servers are those to ask first; [ClientOptions#of] this [#address] will do
    /// @throws IthacaException UNAVAILABLE if no layout is known in time, WRONG_CLUSTER if the options name another
    /// one than the node's
    public Ithaca connect(ClientOptions options) {
        String wanted = options.cluster();
        if (!wanted.isEmpty() && !wanted.equals(cluster)) {
            throw IthacaException.notDone(
                    IthacaException.Code.WRONG_CLUSTER,
                    "the node belongs to cluster '" + cluster + "', not to '" + wanted + "'");
        }
        return Ithaca.connect(options, local);
    }

    /// `host:port` others reach it at.
    public String address() {
        return network.address();
    }

    /// Port of the admin pages; 0 if there are none.
    public int adminPort() {
        return admin == null ? 0 : admin.port();
    }

    /// Completes when the node has ended: normally after [#close], else with the error that stopped it.
    public CompletableFuture<@Nullable Void> ended() {
        return threads.ended();
    }

    /// Stops the node: links are closed, what is queued for the disk is written, the directory is free
    /// again.
    @Override
    public void close() throws IOException {
        if (admin != null) {
            admin.close();
        }
        local.close();
        network.close();
        threads.close();
    }
}
