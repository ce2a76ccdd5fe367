package org.ithaca.cluster;

import java.util.Optional;
import java.util.function.Consumer;
import org.ithaca.base.ByteReader;
import org.ithaca.base.Bytes;
import org.ithaca.base.Clock;
import org.ithaca.base.Entropy;
import org.ithaca.base.Hooks;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Link;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.MalformedException;
import org.ithaca.base.Network;
import org.ithaca.base.NodeId;
import org.ithaca.log.Plan;
import org.ithaca.store.Storage;
import org.jspecify.annotations.Nullable;

/// One node's part in the cluster, stepped by its host.
///
/// The host hands over links and frames of other nodes (first byte `0x1_` or `0x2_`), the end of each turn,
/// and time. The core listens to the [Storage] itself. Everything happens on the host's thread.
public final class ClusterCore implements Storage.Listener {
    private static final int ENGINE_FAMILY = 0x10;

    private final Node node;
    private final Core core;

    /// @param config with the incarnation from [Incarnation#begin]
    public ClusterCore(
            ClusterConfig config,
            Storage storage,
            Network network,
            Clock clock,
            Entropy entropy,
            Hooks hooks,
            ClusterListener listener) {
        Layout initial = Layout.initial(config.clusterId(), config.initialMembers(), config.initialCouncil());
        Links links = new Links(config.self(), config.incarnation().number(), network);
        LayoutHistory history = new LayoutHistory(initial, storage);
        node = new Node(config, storage, clock, entropy, hooks, listener, links, history);
        core = new Core(node);
    }

    /// Restores what the storage recovered, listens to it, and begins to reach for the other nodes.
    public void start() {
        node.storage().listen(this);
        core.start(node.storage().recovered());
    }

    /// A link whose peer is a node is open.
    public void opened(Link nodeLink) {
        if (node.links().opened(nodeLink)) {
            core.opened(Links.node(nodeLink));
        }
    }

    /// Such a link is gone.
    public void closed(Link nodeLink) {
        if (node.links().closed(nodeLink)) {
            core.closed(Links.node(nodeLink));
        }
    }

    /// A frame came on such a link. One that is malformed is refused with a [Notice] and does no harm.
    public void received(Link nodeLink, Bytes frame) {
        if (!node.links().current(nodeLink)) {
            return;
        }
        NodeId from = Links.node(nodeLink);
        core.detector.heard(from);
        try {
            handle(from, frame);
        } catch (MalformedException e) {
            node.listener().notice(new Notice.Refused("a frame from " + from, String.valueOf(e.getMessage())));
        }
    }

    private void handle(NodeId from, Bytes frame) {
        if (frame.isEmpty() || (frame.get(0) & 0xF0) != ENGINE_FAMILY) {
            core.message(from, Message.decode(frame.onHeap()));
            return;
        }
        ByteReader in = new ByteReader(frame);
        in.u8();
        core.engineMessage(from, Message.loglet(in), in.rest());
    }

    /// All that had arrived was handed over, and the host has made its appends.
    public void turnEnded() {
        core.turnEnded(node.now());
    }

    /// Time has come to [#wakeAtNanos], or later; [#turnEnded] follows.
    public void tick() {
        core.tick(node.now());
    }

    /// When to call [#tick] next, on the clock's scale; `Long.MAX_VALUE` for not at all.
    public long wakeAtNanos() {
        return core.wakeAtNanos();
    }

    /// The newest layout known here.
    public Layout layout() {
        return node.layout();
    }

    public Optional<VirtualLog> log(LogId id) {
        return Optional.ofNullable(core.logs.get(id));
    }

    public Optional<VirtualLog> log(String name) {
        return layout().log(name).flatMap(chain -> log(chain.id()));
    }

    /// Creates a log over all members. Idempotent: done at once if the name exists with this kind; CONFLICT
    /// if with another. INVALID if the plan does not fit the members.
    public void createLog(String name, LogKind kind, Plan plan, Consumer<Outcome> done) {
        core.requests.ask(new Request.CreateLog(name, kind, plan), done);
    }

    /// Opens a new epoch of the log under another plan; done at once if it is the plan already. Whether
    /// slots are kept on disk cannot be changed: INVALID.
    public void changePlan(LogId log, Plan plan, Consumer<Outcome> done) {
        core.requests.ask(new Request.ChangePlan(log, plan), done);
    }

    /// Invites a node: from now on it may join, and does so by itself once its process runs. Done when
    /// invited.
    public void addMember(NodeId id, String address, Consumer<Outcome> done) {
        core.requests.ask(new Request.AddMember(id, address), done);
    }

    /// Removes a node for good: it does not come back by itself. Done when the layout without it is
    /// decided.
    public void removeMember(NodeId id, Consumer<Outcome> done) {
        core.requests.ask(new Request.RemoveMember(id), done);
    }

    public ClusterStatus status() {
        return new Status(node, core.detector).of(core.steward.doing(), core.logs.values());
    }

    @Override
    public void stored(LogletId loglet, long frontier) {
        Replica replica = replica(loglet);
        if (replica != null) {
            replica.stored(frontier);
        }
    }

    @Override
    public void full(String message) {
        core.logs.values().forEach(log -> log.setDiskFull(true));
        node.listener().notice(new Notice.DiskFull(message));
    }

    @Override
    public void roomAgain() {
        core.logs.values().forEach(log -> log.setDiskFull(false));
        node.listener().notice(new Notice.RoomAgain());
    }

    @Override
    public void failed(LogletId loglet, IthacaException why) {
        Replica replica = replica(loglet);
        if (replica != null) {
            replica.fail();
            core.storageFailed(loglet.log());
            node.listener().notice(new Notice.StorageFailed(loglet, String.valueOf(why.getMessage())));
        }
    }

    private @Nullable Replica replica(LogletId id) {
        SplicedLog log = core.logs.get(id.log());
        return log == null ? null : log.local().replica(id.epoch());
    }
}
