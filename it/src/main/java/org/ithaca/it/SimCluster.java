package org.ithaca.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ithaca.base.NodeId;
import org.ithaca.base.SplitMix;
import org.ithaca.cluster.ClusterConfig;
import org.ithaca.cluster.ClusterStatus;
import org.ithaca.cluster.Member;
import org.ithaca.sim.FaultKind;
import org.ithaca.sim.Faultable;
import org.ithaca.sim.SimHost;
import org.ithaca.sim.SimNetwork;
import org.jspecify.annotations.Nullable;

/// The machines of a cluster, what runs on them, and how far faults may go.
final class SimCluster implements Faultable {
    private static final String NAME = "sim";

    private final SimNetwork network;
    private final Shape shape;
    private final Witness witness;
    private final SplitMix random;
    private final List<Member> founders = new ArrayList<>();
    private final List<Machine> machines = new ArrayList<>();
    private final List<Machine> spares = new ArrayList<>();
    private @Nullable SimAdmin admin;

    /// A machine and the node that is at home there.
    private static final class Machine {
        private final SimHost host;
        private final Member member;
        private @Nullable SimNode node;
        private boolean removed;

        Machine(SimHost host, Member member) {
            this.host = host;
            this.member = member;
        }

        /// What the node knows; null while it is down or stands still.
        @Nullable
        ClusterStatus status() {
            SimNode running = node;
            return running == null || !running.begun() || host.paused() ? null : running.status();
        }
    }

    SimCluster(SimNetwork network, Shape shape, Witness witness) {
        this.network = network;
        this.shape = shape;
        this.witness = witness;
        random = network.world().random("cluster");
        for (int i = 1; i <= shape.nodes() + shape.spares(); i++) {
            (i <= shape.nodes() ? machines : spares).add(machine(i));
        }
        machines.forEach(machine -> founders.add(machine.member));
    }

    private Machine machine(int number) {
        Member member = Member.at(new NodeId(number), "n" + number + ":7410");
        return new Machine(network.host("n" + number, member.address()), member);
    }

    /// Who asks for members more or less.
    void admin(SimAdmin newAdmin) {
        admin = newAdmin;
    }

    /// Where clients find the founders.
    Map<NodeId, String> addresses() {
        Map<NodeId, String> addresses = new TreeMap<>();
        founders.forEach(member -> addresses.put(member.id(), member.address()));
        return addresses;
    }

    void startAll() {
        machines.forEach(this::start);
    }

    @Override
    public List<SimHost> nodes() {
        return machines.stream().map(machine -> machine.host).toList();
    }

    @Override
    public void start(SimHost node) {
        machines.stream().filter(machine -> machine.host.equals(node)).forEach(this::start);
    }

    private void start(Machine machine) {
        Member member = machine.member;
        ClusterConfig config = founders.contains(member)
                ? ClusterConfig.founder(NAME, member.id(), member.address(), founders)
                : ClusterConfig.joiner(NAME, member.id(), member.address(), founders);
        machine.node = null;
        machine.host.start(process -> {
            SimNode node = new SimNode(config.with(shape.timing(), shape.pieceBytes()), shape, witness, process);
            machine.node = node;
            return node;
        });
    }

    @Override
    public int mayBeDown() {
        return shape.durable() ? machines.size() : 1;
    }

    /// Where logs are in memory: only while everyone takes part, so that each has what was ever chosen or
    /// is not needed for it.
    @Override
    public boolean mayStop(SimHost node) {
        return shape.durable() || together();
    }

    /// One machine's disk may rot where two others have copies.
    @Override
    public int mayBeDamaged() {
        return shape.durable() && founders.size() >= 3 ? 1 : 0;
    }

    /// Only slots have copies elsewhere; and one bit a history, since two in a file's head are beyond
    /// repair.
    @Override
    public boolean mayDamage(SimHost node, String path) {
        return path.startsWith("logs/") && network.world().faults().of(FaultKind.BIT_FLIP) == 0;
    }

    @Override
    public boolean join() {
        if (admin == null || spares.isEmpty() || admin.busy()) {
            return false;
        }
        Machine machine = spares.removeLast();
        admin.add(machine.member);
        machines.add(machine);
        start(machine);
        return true;
    }

    @Override
    public boolean leave() {
        Machine machine = machines.get(random.below(machines.size()));
        if (admin == null || admin.busy() || machine.removed || lasting().size() <= 2) {
            return false;
        }
        machine.removed = true;
        admin.remove(machine.member.id());
        return true;
    }

    /// Members that are to be there in the end.
    List<Integer> lasting() {
        return machines.stream()
                .filter(machine -> !machine.removed)
                .map(machine -> machine.member.id().value())
                .toList();
    }

    /// Whether all who are to be there take part in one layout.
    boolean together() {
        return statuses()
                .map(all -> all.stream()
                        .allMatch(status -> status.takesPart()
                                && status.version() == all.getFirst().version()))
                .orElse(false);
    }

    /// Whether they have also delivered the same, and nothing is under way.
    boolean level() {
        List<ClusterStatus> all = together() ? statuses().orElse(List.of()) : List.of();
        return !all.isEmpty()
                && all.stream().allMatch(status -> frontiers(status).equals(frontiers(all.getFirst())))
                && all.getFirst().logs().stream().allMatch(log -> log.delivered() >= log.stable());
    }

    private static List<List<Long>> frontiers(ClusterStatus status) {
        return status.logs().stream()
                .map(log -> List.of((long) log.id().value(), log.delivered(), log.stable(), log.durable()))
                .toList();
    }

    /// What those know who are to be there; empty if one is down.
    Optional<List<ClusterStatus>> statuses() {
        List<ClusterStatus> all = new ArrayList<>();
        for (Machine machine : machines) {
            ClusterStatus status = machine.removed ? null : machine.status();
            if (status != null) {
                all.add(status);
            } else if (!machine.removed) {
                return Optional.empty();
            }
        }
        return Optional.of(all);
    }

    /// What each node knows, for the report of a history that does not end.
    String describe() {
        StringBuilder text = new StringBuilder();
        for (Machine machine : machines) {
            ClusterStatus status = machine.status();
            text.append('\n').append(machine.host.name()).append(machine.removed ? " (removed) " : " ");
            text.append(status == null ? "down" : status);
        }
        return text.toString();
    }
}
