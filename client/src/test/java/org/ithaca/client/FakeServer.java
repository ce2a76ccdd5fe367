package org.ithaca.client;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ithaca.base.Bytes;
import org.ithaca.base.Link;
import org.ithaca.base.NodeId;
import org.ithaca.log.RunReader;
import org.ithaca.log.RunView;
import org.ithaca.log.SessionAdmission;
import org.ithaca.log.SessionVerdict;
import org.ithaca.sim.Program;
import org.ithaca.sim.SimProcess;

/// A server of the [FakeCluster], as the client sees it.
final class FakeServer implements Program {
    private static final Map<SimProcess, FakeServer> RUNNING = new java.util.WeakHashMap<>();

    private final FakeCluster cluster;
    private final SimProcess process;
    private final NodeId self;
    private final Map<Link, Long> newestAppend = new HashMap<>();
    private final Set<Link> subscribed = new HashSet<>();
    private final List<FakeCluster.Proposal> copies = new java.util.ArrayList<>();
    private SessionAdmission admission;
    private long version;

    FakeServer(FakeCluster cluster, SimProcess process, NodeId self) {
        this.cluster = cluster;
        this.process = process;
        this.self = self;
        this.admission = cluster.admission();
        this.version = cluster.version();
        RUNNING.put(process, this);
    }

    static FakeServer of(SimProcess process) {
        return java.util.Objects.requireNonNull(RUNNING.get(process));
    }

    void learn(long news) {
        if (news > version) {
            version = news;
            admission = cluster.admission();
            copies.forEach(copy -> refuse(copy, Answer.Reason.EPOCH_ENDED, 0));
            copies.clear();
            subscribed.forEach(this::push);
        }
    }

    private void push(Link link) {
        new Answer.LayoutPush(cluster.layout().encode()).send(link);
    }

    @Override
    public void opened(Link link) {}

    @Override
    public void closed(Link link) {
        subscribed.remove(link);
        newestAppend.remove(link);
    }

    @Override
    public void received(Link link, Bytes frame) {
        switch (Request.decode(frame)) {
            case Request.Subscribe r -> {
                subscribed.add(link);
                push(link);
            }
            case Request.Append r -> append(link, r);
            case Request.Tail r -> new Answer.TailAt(r.request(), cluster.table.playedTo()).send(link);
            case Request.Trim r -> new Answer.Done(r.request(), 0).send(link);
            case Request other -> throw new IllegalStateException("not served here: " + other);
        }
    }

    private void append(Link link, Request.Append append) {
        if (append.request() <= newestAppend.getOrDefault(link, 0L)) {
            return;
        }
        newestAppend.put(link, append.request());
        RunReader.validate(append.runs());
        RunView run = FakeCluster.view(append.runs());
        FakeCluster.Proposal proposal = new FakeCluster.Proposal(
                this, link, append.request(), Bytes.copyOf(append.runs().toArray()));
        if (version != cluster.version()) {
            refuse(proposal, Answer.Reason.EPOCH_ENDED, 0);
        } else if (!cluster.writes(self)) {
            refuse(proposal, Answer.Reason.NOT_WRITER, 0);
        } else if (cluster.random.oneIn(cluster.refusalsOneIn)) {
            refuse(proposal, Answer.Reason.WINDOW_FULL, 0);
        } else {
            decide(proposal, run);
        }
    }

    private void decide(FakeCluster.Proposal proposal, RunView run) {
        switch (admission.decide(run)) {
            case SessionAdmission.Admit a -> {
                cluster.proposals.add(proposal);
                process.postAfter(cluster.random.below(3_000_000), () -> cluster.deliver(cluster.proposals.size()));
            }
            case SessionAdmission.Delivered d -> recall(proposal, run.session(), run.firstSequence(), run.count());
            case SessionAdmission.InFlight i -> copies.add(proposal);
            case SessionAdmission.Gap gap -> refuse(proposal, Answer.Reason.GAP, gap.expected());
            case SessionAdmission.NotYet n -> refuse(proposal, Answer.Reason.SESSION_NOT_YET, 0);
            case SessionAdmission.UnknownSession u -> refuse(proposal, Answer.Reason.SESSION_UNKNOWN, 0);
        }
    }

    void played(FakeCluster.Proposal proposal, long session, long first, int count, long at, SessionVerdict verdict) {
        switch (verdict) {
            case OPENED -> answer(proposal, new Answer.Range(0, first, 1, at));
            case TAKEN, DUPLICATE -> recall(proposal, session, first, count);
            case GAP -> refuse(proposal, Answer.Reason.GAP, cluster.table.last(session) + 1);
            case UNKNOWN_SESSION -> refuse(proposal, Answer.Reason.SESSION_UNKNOWN, 0);
        }
        copies.removeIf(copy -> {
            RunView run = FakeCluster.view(copy.run());
            boolean there = run.lastSequence() <= cluster.table.last(run.session());
            if (there) {
                recall(copy, run.session(), run.firstSequence(), run.count());
            }
            return there;
        });
    }

    private void recall(FakeCluster.Proposal proposal, long session, long first, int count) {
        cluster.table.recall(
                session,
                first,
                count,
                (from, some, position, results) -> answer(proposal, new Answer.Range(session, from, some, position)));
    }

    private void answer(FakeCluster.Proposal proposal, Answer.Range range) {
        new Answer.Appended(FakeCluster.LOG, List.of(range)).send(proposal.link());
    }

    void refuse(FakeCluster.Proposal proposal, Answer.Reason reason, long expected) {
        RunView run = FakeCluster.view(proposal.run());
        NodeId hint = cluster.random.oneIn(2) || cluster.writes(self) ? null : cluster.ranks.getFirst();
        new Answer.Refused(
                        proposal.request(), FakeCluster.LOG, run.session(), run.firstSequence(), reason, expected, hint)
                .send(proposal.link());
    }

    @Override
    public void turnEnded() {}
}
