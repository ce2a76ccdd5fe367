package org.ithaca.it;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ithaca.base.NodeId;
import org.ithaca.base.SplitMix;
import org.ithaca.cluster.ClusterConfig;
import org.ithaca.cluster.ClusterStatus;
import org.ithaca.cluster.Member;
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
    private final List<SimHost> hosts = new ArrayList<>();
    private final List<SimHost> spares = new ArrayList<>();
    private final Map<SimHost, Member> members = new HashMap<>();
    private final Map<SimHost, SimNode> running = new HashMap<>();
    private final Set<NodeId> removed = new HashSet<>();
    private @Nullable SimAdmin admin;

    SimCluster(SimNetwork network, Shape shape, Witness witness) {
        this.network = network;
        this.shape = shape;
        this.witness = witness;
        random = network.world().random("cluster");
        for (int i = 1; i <= shape.nodes(); i++) {
            hosts.add(machine(i));
            founders.add(members.get(hosts.getLast()));
        }
        for (int i = 1; i <= shape.spares(); i++) {
            spares.add(machine(shape.nodes() + i));
        }
    }

    private SimHost machine(int number) {
        Member member = Member.at(new NodeId(number), "n" + number + ":7410");
        SimHost host = network.host("n" + number, member.address());
        members.put(host, member);
        return host;
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
        hosts.forEach(this::start);
    }

    @Override
    public List<SimHost> nodes() {
        return List.copyOf(hosts);
    }

    @Override
    public void start(SimHost host) {
        Member member = members.get(host);
        ClusterConfig config = founders.contains(member)
                ? ClusterConfig.founder(NAME, member.id(), member.address(), founders)
                : ClusterConfig.joiner(NAME, member.id(), member.address(), founders);
        running.remove(host);
        host.start(process -> {
            SimNode node = new SimNode(config.with(shape.timing()), shape, witness, process);
            running.put(host, node);
            return node;
        });
    }

    @Override
    public int mayBeDown() {
        return shape.durable() ? hosts.size() : 1;
    }

    /// Where logs are in memory: only while everyone takes part, so that each has what was ever chosen or
    /// is not needed for it.
    @Override
    public boolean mayStop(SimHost node) {
        return shape.durable() || together();
    }

    @Override
    public boolean join() {
        if (admin == null || spares.isEmpty() || admin.busy()) {
            return false;
        }
        SimHost host = spares.removeLast();
        Member member = members.get(host);
        admin.add(member);
        hosts.add(host);
        start(host);
        return true;
    }

    @Override
    public boolean leave() {
        if (admin == null || admin.busy() || hosts.size() - removed.size() <= 2) {
            return false;
        }
        NodeId id = members.get(hosts.get(random.below(hosts.size()))).id();
        if (!removed.add(id)) {
            return false;
        }
        admin.remove(id);
        return true;
    }

    /// Members that are to be there in the end.
    List<Integer> lasting() {
        return hosts.stream()
                .map(host -> members.get(host).id())
                .filter(id -> !removed.contains(id))
                .map(NodeId::value)
                .toList();
    }

    /// Whether all who are to be there take part in one layout.
    boolean together() {
        long version = -1;
        for (SimHost host : hosts) {
            if (removed.contains(members.get(host).id())) {
                continue;
            }
            SimNode node = running.get(host);
            if (node == null || !node.begun() || host.paused()) {
                return false;
            }
            ClusterStatus status = node.status();
            if (!status.takesPart() || (version >= 0 && status.version() != version)) {
                return false;
            }
            version = status.version();
        }
        return true;
    }

    /// Whether they have also delivered the same, and nothing is under way.
    boolean level() {
        if (!together()) {
            return false;
        }
        List<List<Long>> first = new ArrayList<>();
        for (SimHost host : hosts) {
            if (!removed.contains(members.get(host).id())) {
                List<List<Long>> mine = running.get(host).status().logs().stream()
                        .map(log -> List.of((long) log.id().value(), log.delivered(), log.stable(), log.durable()))
                        .toList();
                if (first.isEmpty()) {
                    first.addAll(mine);
                }
                boolean quiet = mine.stream().allMatch(log -> log.get(1) >= log.get(2));
                if (!quiet || !first.equals(mine)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// What each node knows, for the report of a history that does not end.
    String describe() {
        StringBuilder text = new StringBuilder();
        for (SimHost host : hosts) {
            SimNode node = running.get(host);
            text.append('\n').append(host.name()).append(' ');
            text.append(node == null || !node.begun() ? "down" : node.status());
        }
        return text.toString();
    }
}
