package org.ithaca.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ithaca.base.Bytes;
import org.ithaca.base.Hooks;
import org.ithaca.base.Link;
import org.ithaca.base.LogId;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.ithaca.base.Position;
import org.ithaca.base.SplitMix;
import org.ithaca.cluster.EpochInfo;
import org.ithaca.cluster.Layout;
import org.ithaca.cluster.LogChain;
import org.ithaca.cluster.LogKind;
import org.ithaca.cluster.Member;
import org.ithaca.log.BatchBuilder;
import org.ithaca.log.Plan;
import org.ithaca.log.RunEntries;
import org.ithaca.log.RunReader;
import org.ithaca.log.RunView;
import org.ithaca.log.SessionAdmission;
import org.ithaca.log.SessionLimits;
import org.ithaca.log.SessionTable;
import org.ithaca.log.SessionVerdict;
import org.ithaca.quorum.QuorumSpec;
import org.ithaca.sim.SimHost;
import org.ithaca.sim.SimNetwork;
import org.ithaca.sim.SimProcess;

/// Servers with one log among them that is right by construction: it lies in one place, and each keeps the rules of
/// the protocol towards its clients while it delays, refuses, dies and hands over at random.
final class FakeCluster {
    static final LogId LOG = new LogId(0);

    final SplitMix random;
    final Plan.Order order;
    final List<SimHost> hosts = new ArrayList<>();
    final List<NodeId> ranks = new ArrayList<>();
    final SessionTable table;
    /// What a reader of the log sees, by position.
    final Map<Long, String> log = new HashMap<>();
    final List<String> inOrder = new ArrayList<>();
    /// What servers have admitted and not delivered.
    final List<Proposal> proposals = new ArrayList<>();
    private long version = 1;
    private long slot;
    int refusalsOneIn = 40;

    /// A run on its way, and whom to tell.
    record Proposal(FakeServer owner, Link link, long request, Bytes run) {}

    FakeCluster(SimNetwork network, SplitMix random, Plan.Order order, int sessions) {
        this.random = random;
        this.order = order;
        table = new SessionTable(new SessionLimits(sessions, 1 << 16, 1 << 20, 1 << 22), Hooks.NONE);
        for (int i = 0; i < 3; i++) {
            hosts.add(network.host("n" + i, address(i)));
            ranks.add(new NodeId(i));
            boot(i);
        }
    }

    static String address(int node) {
        return "n" + node + ":7410";
    }

    void boot(int node) {
        SimProcess process = hosts.get(node).boot(new Peer.Node(new NodeId(node), version));
        process.attach(new FakeServer(this, process, new NodeId(node)));
    }

    Layout layout() {
        List<Member> members = ranks.stream()
                .sorted()
                .map(id -> Member.at(id, address(id.value())))
                .toList();
        Plan plan = new Plan(order, QuorumSpec.parse("majority"), Plan.Spread.STAR, true);
        EpochInfo epoch = new EpochInfo((int) version, 0, EpochInfo.OPEN, plan, ranks, List.of(0L, 0L, 0L));
        LogChain chain = new LogChain(LOG, "log", LogKind.RAW, 0, List.of(epoch));
        return new Layout(version, "fake", members, List.of(), List.copyOf(ranks), true, 1, List.of(chain));
    }

    boolean writes(NodeId node) {
        return order == Plan.Order.ROUND_ROBIN || ranks.getFirst().equals(node);
    }

    /// Ends the epoch: some of what was proposed makes it, the rest never will; someone else writes.
    void changeEpoch() {
        deliver(random.below(1 + proposals.size()));
        List<Proposal> left = List.copyOf(proposals);
        proposals.clear();
        left.forEach(p -> p.owner.refuse(p, Answer.Reason.EPOCH_ENDED, 0));
        ranks.addLast(ranks.removeFirst());
        version++;
        for (SimHost host : hosts) {
            SimProcess process = host.running();
            if (process != null) {
                long news = version;
                process.postAfter(
                        random.below(30_000_000), () -> FakeServer.of(process).learn(news));
            }
        }
    }

    long version() {
        return version;
    }

    /// Delivers the oldest proposals, several in a slot.
    void deliver(int count) {
        int left = count;
        while (left > 0) {
            int size = 1 + random.below(left);
            List<Proposal> part = List.copyOf(proposals.subList(0, size));
            proposals.subList(0, size).clear();
            deliver(part);
            left -= size;
        }
    }

    private void deliver(List<Proposal> part) {
        BatchBuilder batch = new BatchBuilder();
        part.forEach(proposal -> batch.append(view(proposal.run)));
        long position = slot++ * Position.ENTRIES_PER_SLOT;
        List<Runnable> answers = new ArrayList<>();
        table.play(position, batch.take(), (run, at, skipped, verdict) -> {
            Proposal proposal = part.get(answers.size());
            keep(run, at, skipped, verdict);
            long session = run.session();
            long first = run.firstSequence();
            int count = run.count();
            answers.add(() -> proposal.owner.played(proposal, session, first, count, at, verdict));
        });
        answers.forEach(Runnable::run);
    }

    private void keep(RunView run, long at, int skipped, SessionVerdict verdict) {
        if (verdict != SessionVerdict.TAKEN) {
            return;
        }
        for (RunEntries entries = run.entries(); entries.next(); ) {
            if (entries.index() >= skipped) {
                log.put(at + entries.index(), entries.entry().utf8());
                inOrder.add(entries.entry().utf8());
            }
        }
    }

    static RunView view(Bytes run) {
        RunReader reader = new RunReader(run);
        if (!reader.next()) {
            throw new IllegalArgumentException("no run");
        }
        return reader.run();
    }

    SessionAdmission admission() {
        return new SessionAdmission(table, Hooks.NONE);
    }
}
