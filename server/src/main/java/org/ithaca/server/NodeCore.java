package org.ithaca.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ithaca.base.Bytes;
import org.ithaca.base.Clock;
import org.ithaca.base.Entropy;
import org.ithaca.base.Hooks;
import org.ithaca.base.Link;
import org.ithaca.base.LogId;
import org.ithaca.base.MalformedException;
import org.ithaca.base.Network;
import org.ithaca.base.Peer;
import org.ithaca.client.Answer;
import org.ithaca.client.Request;
import org.ithaca.cluster.ClusterConfig;
import org.ithaca.cluster.ClusterCore;
import org.ithaca.cluster.ClusterListener;
import org.ithaca.cluster.ClusterStatus;
import org.ithaca.cluster.Layout;
import org.ithaca.cluster.Notice;
import org.ithaca.cluster.VirtualLog;
import org.ithaca.log.RunView;
import org.ithaca.store.Storage;
import org.jspecify.annotations.Nullable;

/// A whole node without threads: the cluster's core, and a service for each log's clients.
///
/// The host gives it links, frames, the end of each turn, and time; it acts through the [Storage] and the
/// links. Everything happens on the host's thread. [org.ithaca.cluster.Incarnation#begin] comes first;
/// links that open before [#start] wait for it, and frames on them are lost.
public final class NodeCore implements Network.Listener {
    /// What the host hears; calls come from inside calls of the core.
    public interface Listener {
        /// Something worth a line in the node's journal.
        void notice(Notice notice);

        /// The node plays a run of a log, the first entry of which is at `position`; for checkers.
        ///
        /// @param run moves on after the call
        /// @param suppressed how many of its entries, from the first, do not count
        default void played(LogId log, RunView run, long position, int suppressed) {}

        /// The node's state of a log is what playing everything below `position` makes: 0, or where a
        /// checkpoint ends that it found on its disk or was given by another node. It plays on from there.
        default void restored(LogId log, long position) {}

        /// The node adopted a layout.
        default void layoutChanged(Layout layout) {}
    }

    private final Storage storage;
    private final Clock clock;
    private final Hooks hooks;
    private final ServiceLimits limits;
    private final Listener listener;
    private final ClusterCore cluster;
    private final Map<LogId, LogService> services = new LinkedHashMap<>();
    private final Map<Link, ClientConnection> clients = new LinkedHashMap<>();
    private final Requests requests;
    private final List<Link> early = new ArrayList<>();
    private boolean started;

    public NodeCore(
            ClusterConfig config,
            ServiceLimits limits,
            Storage storage,
            Network network,
            Clock clock,
            Entropy entropy,
            Hooks hooks,
            Listener listener) {
        this.storage = storage;
        this.clock = clock;
        this.hooks = hooks;
        this.limits = limits;
        this.listener = listener;
        cluster = new ClusterCore(config, storage, network, clock, entropy, hooks, new FromCluster());
        requests = new Requests(this);
    }

    /// Restores what the storage recovered and begins to take part.
    public void start() {
        started = true;
        cluster.start();
        early.forEach(this::opened);
        early.clear();
    }

    @Override
    public void opened(Link link) {
        if (!started) {
            early.add(link);
            return;
        }
        switch (link.peer()) {
            case Peer.Node _ -> cluster.opened(link);
            case Peer.Client _ -> clients.put(link, new ClientConnection());
        }
    }

    @Override
    public void closed(Link link) {
        if (early.remove(link)) {
            return;
        }
        switch (link.peer()) {
            case Peer.Node _ -> cluster.closed(link);
            case Peer.Client _ -> {
                clients.remove(link);
                services.values().forEach(service -> service.closed(link));
            }
        }
    }

    @Override
    public void received(Link link, Bytes frame) {
        if (!started) {
            return;
        }
        switch (link.peer()) {
            case Peer.Node _ -> cluster.received(link, frame);
            case Peer.Client _ -> fromClient(link, frame);
        }
    }

    private void fromClient(Link link, Bytes frame) {
        ClientConnection client = clients.get(link);
        if (client == null) {
            return;
        }
        try {
            requests.handle(link, client, Request.decode(frame));
        } catch (MalformedException e) {
            new Answer.Failure(
                            0,
                            org.ithaca.base.IthacaException.Code.INVALID,
                            org.ithaca.base.IthacaException.Outcome.NOT_DONE,
                            "not a valid request: " + e.getMessage())
                    .send(link);
            listener.notice(new Notice.Refused("a frame of client " + link.peer(), String.valueOf(e.getMessage())));
            link.close("malformed request: " + e.getMessage());
        }
    }

    @Override
    public boolean takesPooled() {
        return true;
    }

    @Override
    public void turnEnded() {
        if (!started) {
            return;
        }
        services.values().forEach(LogService::turnEnds);
        cluster.turnEnded();
        services.values().forEach(LogService::turnEnded);
    }

    /// Time has come to [#wakeAtNanos], or later. A turn ends after it.
    public void tick() {
        cluster.tick();
        long now = clock.nanos();
        services.values().forEach(service -> service.reader().tick(now));
    }

    /// When to call [#tick] next, on the clock's scale; `Long.MAX_VALUE` for not at all.
    public long wakeAtNanos() {
        long wakeAt = cluster.wakeAtNanos();
        for (LogService service : services.values()) {
            wakeAt = service.busy()
                    ? clock.nanos()
                    : Math.min(wakeAt, service.reader().wakeAtNanos());
        }
        return wakeAt;
    }

    /// What the node knows of the cluster.
    public ClusterStatus status() {
        return cluster.status();
    }

    /// The newest layout it has adopted.
    public Layout layout() {
        return cluster.layout();
    }

    /// The cluster's core, for administration by the host.
    public ClusterCore cluster() {
        return cluster;
    }

    @Nullable
    LogService service(LogId log) {
        return services.get(log);
    }

    void subscribe(Link link, ClientConnection client) {
        client.subscribe();
        new Answer.LayoutPush(cluster.layout().encode()).send(link);
    }

    /// Turns what the cluster reports into services and pushes.
    private final class FromCluster implements ClusterListener {
        @Override
        public void layoutChanged(Layout layout) {
            Answer push = new Answer.LayoutPush(layout.encode());
            clients.forEach((link, client) -> {
                if (client.subscribed()) {
                    push.send(link);
                }
            });
            listener.layoutChanged(layout);
        }

        @Override
        public void logAppeared(VirtualLog log) {
            LogService service = new LogService(log, storage, limits, clock, hooks, listener);
            services.put(log.id(), service);
            service.start();
        }

        @Override
        public void logLost(LogId log) {
            services.remove(log);
        }

        @Override
        public void notice(Notice notice) {
            listener.notice(notice);
        }
    }
}
