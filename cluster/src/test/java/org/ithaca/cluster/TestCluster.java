package org.ithaca.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.ithaca.base.Bytes;
import org.ithaca.base.LogId;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.ithaca.log.Plan;
import org.ithaca.sim.AppendChecker;
import org.ithaca.sim.DeliveryChecker;
import org.ithaca.sim.Faultable;
import org.ithaca.sim.LayoutChecker;
import org.ithaca.sim.NetworkOptions;
import org.ithaca.sim.ReadChecker;
import org.ithaca.sim.SimHost;
import org.ithaca.sim.SimNetwork;
import org.ithaca.sim.SimProcess;
import org.ithaca.sim.Simulator;
import org.ithaca.sim.ViolationException;
import org.jspecify.annotations.Nullable;

/// A cluster of [TestNode]s in one simulated world, with every checker listening.
final class TestCluster implements Faultable {
    static final long SECOND = 1_000_000_000L;
    static final long MILLI = 1_000_000L;

    final Simulator world;
    final SimNetwork network;
    final DeliveryChecker deliveries = new DeliveryChecker();
    final AppendChecker appends = new AppendChecker();
    final LayoutChecker layouts = new LayoutChecker();
    final ReadChecker reads = new ReadChecker();
    final Map<NodeId, TestNode> running = new HashMap<>();
    final List<Member> founders = new ArrayList<>();
    long appendPause = MILLI;
    long nextSession = 1;
    long acknowledged;
    long confirmed;
    long unconfirmed;
    int runs;
    private long newestInstalled = -1;
    boolean working = true;
    int mayBeDown = 1;
    boolean print;
    boolean checkpoints;
    boolean inMemory;
    int pieceBytes = ClusterConfig.PIECE_BYTES;
    Bytes padding = Bytes.EMPTY;
    final List<Integer> expected = new ArrayList<>();
    private final Map<SimHost, NodeId> ids = new HashMap<>();
    private final Map<NodeId, Long> incarnations = new HashMap<>();
    /// The first run after the disk was lost.
    private final Map<NodeId, Long> wiped = new HashMap<>();
    private final List<SimHost> nodes = new ArrayList<>();
    private Timing timing = Timing.DEFAULT;

    TestCluster(Simulator world, int size) {
        this(world, size, 0);
    }

    /// The last so many nodes are witnesses.
    TestCluster(Simulator world, int size, int witnesses) {
        this.world = world;
        network = new SimNetwork(world, NetworkOptions.lan());
        for (int i = 1; i <= size; i++) {
            founders.add(new Member(new NodeId(i), 0, "n" + i + ":7410", i > size - witnesses));
            host(i);
            expected.add(i);
        }
    }

    SimHost host(int number) {
        SimHost host = network.host("n" + number, "n" + number + ":7410");
        ids.put(host, new NodeId(number));
        nodes.add(host);
        return host;
    }

    void timing(Timing newTiming) {
        timing = newTiming;
    }

    void startAll() {
        nodes.forEach(this::start);
    }

    @Override
    public List<SimHost> nodes() {
        return nodes;
    }

    @Override
    public int mayBeDown() {
        return inMemory && !together(expected()) ? 0 : mayBeDown;
    }

    VirtualLog log(int node, LogId log) {
        return node(node).core().log(log).orElseThrow();
    }

    int[] expected() {
        return expected.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public boolean join() {
        if (nodes.size() >= 7) {
            return false;
        }
        int number = nodes.size() + 1;
        SimHost host = host(number);
        expected.add(number);
        start(host);
        request(core -> core.addMember(new NodeId(number), host.name() + ":7410", o -> again(o, number)));
        return true;
    }

    private void again(Outcome outcome, int number) {
        if (outcome instanceof Outcome.Failed) {
            request(core -> core.addMember(new NodeId(number), "n" + number + ":7410", o -> again(o, number)));
        }
    }

    @Override
    public boolean leave() {
        if (expected.size() < 3 || inMemory) {
            return false;
        }
        NodeId leaving = new NodeId(expected.removeFirst());
        request(core -> core.removeMember(leaving, o -> goneAgain(o, leaving)));
        return true;
    }

    private void goneAgain(Outcome outcome, NodeId leaving) {
        if (outcome instanceof Outcome.Failed) {
            request(core -> core.removeMember(leaving, o -> goneAgain(o, leaving)));
        }
    }

    /// Asks some live node; a later one if none is.
    private void request(Consumer<ClusterCore> action) {
        List<TestNode> able = expected.stream()
                .map(this::live)
                .filter(java.util.Objects::nonNull)
                .toList();
        if (able.isEmpty()) {
            world.after(100 * MILLI, () -> request(action));
            return;
        }
        TestNode node = able.get(world.random("request " + runs).below(able.size()));
        node.process.post(() -> action.accept(node.core()));
        world.after(15 * SECOND, () -> {
            if (!node.process.alive()) {
                request(action);
            }
        });
    }

    @Override
    public void start(SimHost host) {
        NodeId id = ids.get(host);
        runs++;
        long incarnation = incarnations.merge(id, 1L, Long::sum);
        boolean founder = founders.stream().anyMatch(m -> m.id().equals(id));
        ClusterConfig config = founder
                ? ClusterConfig.founder("test", id, host.name() + ":7410", founders)
                : ClusterConfig.joiner("test", id, host.name() + ":7410", founders);
        SimProcess process = host.boot(new Peer.Node(id, incarnation));
        layouts.restarted(id.value());
        TestNode node = new TestNode(
                this,
                process,
                config.at(new Incarnation(incarnation, wiped.getOrDefault(id, 1L)))
                        .with(timing, pieceBytes));
        running.put(id, node);
        process.attach(node);
        process.post(node::start);
    }

    /// Starts a node that was killed on an empty disk.
    void startWiped(SimHost host) {
        host.disk().wipe();
        NodeId id = ids.get(host);
        wiped.put(id, incarnations.get(id) + 1);
        start(host);
    }

    TestNode node(int number) {
        TestNode node = live(number);
        if (node == null) {
            throw new IllegalStateException("n" + number + " is down");
        }
        return node;
    }

    @Nullable
    TestNode live(int number) {
        TestNode node = running.get(new NodeId(number));
        return node != null && node.process.alive() && node.core != null ? node : null;
    }

    List<TestNode> live() {
        return running.values().stream()
                .filter(n -> n.process.alive() && n.core != null)
                .toList();
    }

    /// Does something on the node's own thread.
    void at(int number, Consumer<ClusterCore> action) {
        TestNode node = node(number);
        node.process.post(() -> action.accept(node.core()));
    }

    boolean until(long nanos, BooleanSupplier condition) {
        return world.runUntil(condition, world.nowNanos() + nanos);
    }

    /// Whether all of these nodes take part in the newest layout any of them knows.
    boolean together(int... numbers) {
        long version = -1;
        for (int number : numbers) {
            TestNode node = live(number);
            if (node == null || !node.core().status().takesPart()) {
                return false;
            }
            long known = node.core().layout().version();
            if (version >= 0 && known != version) {
                return false;
            }
            version = known;
        }
        return true;
    }

    void createLog(int at, String name, Plan plan) {
        createLog(at, name, LogKind.RAW, plan);
    }

    void createLog(int at, String name, LogKind kind, Plan plan) {
        List<Outcome> outcome = new ArrayList<>();
        at(at, core -> core.createLog(name, kind, plan, outcome::add));
        if (!until(20 * SECOND, () -> !outcome.isEmpty()) || !(outcome.getFirst() instanceof Outcome.Done)) {
            throw new IllegalStateException("log " + name + " was not created: " + outcome);
        }
    }

    void installed(TestNode node, Layout layout) {
        if (layout.version() > newestInstalled) {
            newestInstalled = layout.version();
            layout.logs().forEach(this::checkCovered);
        }
        world.note(
                node.id.toString(),
                "layout",
                layout.version(),
                layout.members().size(),
                layout.encode().hashCode());
        layouts.installed(node.id.value(), layout.version(), layout.encode().hashCode(), 0);
        for (LogChain chain : layout.logs()) {
            for (EpochInfo epoch : chain.epochs()) {
                long shape = 31L * epoch.plan().hashCode()
                        + epoch.members().hashCode()
                        + epoch.incarnations().hashCode();
                layouts.epoch(chain.id().value(), epoch.epoch(), shape, epoch.first());
                if (!epoch.open()) {
                    layouts.ended(chain.id().value(), epoch.epoch(), epoch.endPosition());
                }
            }
        }
    }

    /// When a layout is first heard of, a write quorum of each newest epoch stores everything below its
    /// start, or has restored a checkpoint instead.
    private void checkCovered(LogChain chain) {
        EpochInfo newest = chain.newest();
        long holding = 0;
        for (int rank = 0; rank < newest.members().size(); rank++) {
            if (mayHoldAll(newest.members().get(rank), chain)) {
                holding |= 1L << rank;
            }
        }
        if (!newest.quorums().writeQuorum(holding)) {
            throw new ViolationException(6, chain.newestLoglet() + " opened before a write quorum held all below it");
        }
    }

    private static boolean storesAll(@Nullable Replica replica, EpochInfo epoch) {
        return replica != null && replica.stored() >= epoch.end();
    }

    private boolean mayHoldAll(NodeId id, LogChain chain) {
        TestNode node = running.get(id);
        TestNode.TestLog host = node == null ? null : node.logs.get(chain.id());
        if (host == null || !node.process.alive()) {
            return true;
        }
        LocalLog local = ((SplicedLog) host.log).local();
        boolean below = host.log.delivered() >= local.base();
        return below
                && chain.epochs().stream()
                        .filter(e -> !e.open() && e.endPosition() > local.base())
                        .allMatch(e -> storesAll(local.replica(e.epoch()), e));
    }

    void acknowledged(VirtualLog log, NodeId by, long[] append) {
        int number = log.id().value();
        acknowledged++;
        appends.acknowledged(number, append[1], append[2], append[0], true);
        reads.acknowledged(number, append[0]);
        deliveries.durable(number, append[0] + 1);
        world.note(by.toString(), "acknowledged", append[0], append[1], append[2]);
    }

    void note(NodeId node, String what) {
        if (print) {
            System.out.printf("%9.3f ms %s %s%n", world.nowNanos() / 1e6, node, what);
        }
    }

    /// Stops the work and checks that everybody ends up with the same.
    void finish(int... numbers) {
        working = false;
        boolean quiet = until(60 * SECOND, () -> together(numbers) && level(numbers));
        until(300 * MILLI, () -> false);
        quiet &= until(60 * SECOND, () -> together(numbers) && level(numbers));
        if (!quiet) {
            StringBuilder text = new StringBuilder("the cluster does not come to rest:");
            live().forEach(n -> text.append(describe(n)));
            throw new IllegalStateException(text.toString());
        }
        appends.finish();
        for (LogChain chain : node(numbers[0]).core().layout().logs()) {
            List<Integer> members = new ArrayList<>();
            for (int number : numbers) {
                members.add(number);
            }
            deliveries.finish(chain.id().value(), members);
        }
    }

    private static String describe(TestNode node) {
        ClusterStatus s = node.core().status();
        StringBuilder text = new StringBuilder("\n" + s.self() + " v" + s.version() + (s.takesPart() ? " in " : " out ")
                + s.change()
                + node.core().layout().members().stream()
                        .map(m -> m.id() + "." + m.incarnation())
                        .toList()
                + " away "
                + node.core().layout().away().stream()
                        .map(m -> m.id() + "." + m.incarnation())
                        .toList());
        s.logs()
                .forEach(l -> text.append(" e" + l.epoch() + " " + l.plan().order() + " "
                        + l.plan().quorum() + " base "
                        + l.trimmedBelow() + " delivered " + l.delivered() + " stable " + l.stable() + " durable "
                        + l.durable()
                        + " first "
                        + node.core()
                                .layout()
                                .log(l.id())
                                .orElseThrow()
                                .newest()
                                .first() + l.replicas()));
        for (TestNode.TestLog log : node.logs.values()) {
            LocalLog local = ((SplicedLog) log.log).local();
            local.byEpoch()
                    .forEach((epoch, r) ->
                            text.append(" [e" + epoch + " " + r.first() + ".." + r.stored() + ".." + r.appended()
                                    + (r.engine() == null ? "" : r.engine().sealed() ? " sealed" : " open") + "]"));
        }
        return text.toString();
    }

    private boolean level(int... numbers) {
        for (LogChain chain : node(numbers[0]).core().layout().logs()) {
            long delivered = -1;
            for (int number : numbers) {
                VirtualLog log = node(number).core().log(chain.id()).orElseThrow();
                if (log.delivered() < log.stable() || log.durable() < log.stable()) {
                    return false;
                }
                if (delivered >= 0 && log.delivered() != delivered) {
                    return false;
                }
                delivered = log.delivered();
            }
        }
        return true;
    }

    long deliveredBy(int number, LogId log) {
        TestNode.TestLog host = node(number).logs.get(log);
        return host == null ? 0 : host.deliveredEntries;
    }
}
