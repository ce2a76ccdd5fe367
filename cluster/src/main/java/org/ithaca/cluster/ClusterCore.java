package org.ithaca.cluster;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.ithaca.base.Bytes;
import org.ithaca.base.Clock;
import org.ithaca.base.Entropy;
import org.ithaca.base.Hooks;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Link;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.Network;
import org.ithaca.base.NodeId;
import org.ithaca.log.Plan;
import org.ithaca.store.Storage;

/// One node's part in the cluster, stepped by its host.
///
/// The host hands over links and frames of other nodes (first byte `0x1_` or `0x2_`), the end of each turn,
/// and time. The core listens to the [Storage] itself. Everything happens on the host's thread.
@SuppressWarnings("DoNotCallSuggester")
public final class ClusterCore implements Storage.Listener {
    private final Layout layout;

    /// @param config with the incarnation from [#beginIncarnation]
    public ClusterCore(
            ClusterConfig config,
            Storage storage,
            Network network,
            Clock clock,
            Entropy entropy,
            Hooks hooks,
            ClusterListener listener) {
        layout = Layout.initial(config.clusterId(), config.initialMembers(), config.initialCouncil());
    }

    /// Makes the number of this run of the node durable, one above the last, and then hands it over: the
    /// hello of the network and [ClusterConfig#at] need it.
    public static void beginIncarnation(Storage storage, LongConsumer begun) {
        throw new UnsupportedOperationException();
    }

    /// Restores what the storage recovered, listens to it, and begins to reach for the other nodes.
    public void start() {
        throw new UnsupportedOperationException();
    }

    /// A link whose peer is a node is open.
    public void opened(Link nodeLink) {
        throw new UnsupportedOperationException();
    }

    /// Such a link is gone.
    public void closed(Link nodeLink) {
        throw new UnsupportedOperationException();
    }

    /// A frame came on such a link. One that is malformed is refused with a [Notice] and does no harm.
    public void received(Link nodeLink, Bytes frame) {
        throw new UnsupportedOperationException();
    }

    /// All that had arrived was handed over, and the host has made its appends.
    public void turnEnded() {
        throw new UnsupportedOperationException();
    }

    /// Time has come to [#wakeAtNanos], or later.
    public void tick() {
        throw new UnsupportedOperationException();
    }

    /// When to call [#tick] next, on the clock's scale; `Long.MAX_VALUE` for not at all.
    public long wakeAtNanos() {
        throw new UnsupportedOperationException();
    }

    /// The newest layout known here.
    public Layout layout() {
        return layout;
    }

    public Optional<VirtualLog> log(LogId id) {
        throw new UnsupportedOperationException();
    }

    public Optional<VirtualLog> log(String name) {
        throw new UnsupportedOperationException();
    }

    /// Creates a log over all members. Idempotent: done at once if the name exists with this kind; CONFLICT
    /// if with another. INVALID if the plan does not fit the members.
    public void createLog(String name, LogKind kind, Plan plan, Consumer<Outcome> done) {
        throw new UnsupportedOperationException();
    }

    /// Opens a new epoch of the log under another plan; done at once if it is the plan already. Whether
    /// slots are kept on disk cannot be changed: INVALID.
    public void changePlan(LogId log, Plan plan, Consumer<Outcome> done) {
        throw new UnsupportedOperationException();
    }

    /// Invites a node: from now on it may join, and does so by itself once its process runs. Done when invited.
    public void addMember(NodeId id, String address, Consumer<Outcome> done) {
        throw new UnsupportedOperationException();
    }

    /// Removes a node for good: it does not come back by itself. Done when the layout without it is decided.
    public void removeMember(NodeId id, Consumer<Outcome> done) {
        throw new UnsupportedOperationException();
    }

    public ClusterStatus status() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void stored(LogletId loglet, long frontier) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void full(String message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void roomAgain() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void failed(LogletId loglet, IthacaException why) {
        throw new UnsupportedOperationException();
    }
}
