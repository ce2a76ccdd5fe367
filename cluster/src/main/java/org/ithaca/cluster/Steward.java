package org.ithaca.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.NodeId;
import org.jspecify.annotations.Nullable;

/// This node as a member of the council: knows the reasons to change the layout, and starts a change when
/// it is its turn.
///
/// Normally the lowest-ranked council member that is not suspected starts at once; each other one waits one
/// `takeover` longer than the one before it, in case those do not. That several start does no harm.
final class Steward {
    private static final int PATIENCE_RETRIES = 100;

    private final Node node;
    private final FailureDetector detector;
    private final LayoutProposal.SetReservation reservation;
    private final Consumer<Layout> decided;
    private final Supplier<Map<LogId, Long>> trims;
    private final Map<NodeId, Asking> asking = new LinkedHashMap<>();
    private final Map<NodeId, Long> staleSince = new HashMap<>();
    private final Set<Request> requests = new LinkedHashSet<>();
    private final Map<NodeId, List<LogletId>> stuck = new LinkedHashMap<>();
    private @Nullable ChangeOfEpoch change;
    private long reasonSince = -1;
    private long beginAt = Long.MAX_VALUE;
    private long attempts;

    /// A run that wants to take part, or no longer can.
    private record Asking(long incarnation, String address, NewsMessage.Standing standing) {}

    /// @param trims what all members may forget of each log
    /// @param decided takes a layout this node brought about
    Steward(
            Node node,
            FailureDetector detector,
            LayoutProposal.SetReservation reservation,
            Supplier<Map<LogId, Long>> trims,
            Consumer<Layout> decided) {
        this.node = node;
        this.detector = detector;
        this.reservation = reservation;
        this.trims = trims;
        this.decided = decided;
    }

    /// Takes what a run says of itself. That it wants to leave counts only in the layout it said so in: it
    /// may be back by now.
    void joining(NodeId from, NewsMessage.Join join) {
        if (join.standing() == NewsMessage.Standing.LEAVING
                && join.version() < node.layout().version()) {
            return;
        }
        asking.put(from, new Asking(node.links().incarnation(from), join.address(), join.standing()));
    }

    /// Takes which epochs a node cannot finish by itself; says whether that is new.
    boolean stuck(NodeId from, List<LogletId> loglets) {
        List<LogletId> before = loglets.isEmpty() ? stuck.remove(from) : stuck.put(from, loglets);
        return !loglets.equals(before == null ? List.of() : before);
    }

    /// Takes an operator's wish; answers unless it is to be carried out.
    void wanted(NodeId from, NewsMessage.Wanted wanted) {
        Requests.Verdict verdict = Requests.judge(wanted.request(), node.layout());
        switch (verdict) {
            case Requests.Verdict.Needed _ -> requests.add(wanted.request());
            case Requests.Verdict.Holds _ ->
                node.links()
                        .send(
                                from,
                                new NewsMessage.Answered(
                                        wanted.id(),
                                        node.layout().version(),
                                        org.ithaca.base.IthacaException.Code.INTERNAL,
                                        ""));
            case Requests.Verdict.Refused refused ->
                node.links()
                        .send(
                                from,
                                new NewsMessage.Answered(
                                        wanted.id(),
                                        -1,
                                        refused.why().code(),
                                        String.valueOf(refused.why().getMessage())));
        }
    }

    void closed(NodeId id) {
        asking.remove(id);
        stuck.remove(id);
    }

    /// A newer layout was adopted: what was begun is over.
    void adopted(Layout layout) {
        ChangeOfEpoch begun = change;
        if (begun != null && begun.version() <= layout.version()) {
            change = null;
        }
        requests.removeIf(r -> !(Requests.judge(r, layout) instanceof Requests.Verdict.Needed));
        asking.entrySet().removeIf(e -> {
            boolean leaving = e.getValue().standing() == NewsMessage.Standing.LEAVING;
            return layout.takesPart(e.getKey(), e.getValue().incarnation()) != leaving;
        });
        reasonSince = -1;
    }

    void sealed(NodeId from, ChangeMessage.Sealed answer) {
        if (change != null) {
            change.sealed(from, answer);
        }
    }

    void caughtUp(NodeId from, ChangeMessage.CaughtUp answer) {
        if (change != null) {
            change.caughtUp(from, answer);
        }
    }

    void replied(NodeId from, ChangeMessage.Reply reply) {
        if (change != null) {
            change.replied(from, reply);
        }
    }

    /// The node was told the newest layout.
    void informed(NodeId from) {
        if (change != null) {
            change.informed(from);
        }
    }

    /// What this node is doing as initiator, for people; empty if nothing.
    String doing() {
        return change == null ? "" : change.phase() + " " + change.version();
    }

    /// Whether a change this node started is under way.
    boolean busy() {
        return change != null;
    }

    /// Looks at what came in this turn.
    void turnEnded(long now) {
        ChangeOfEpoch begun = change;
        if (begun != null) {
            begun.decided().ifPresentOrElse(decided, () -> abandonIfHopeless(begun, now));
        }
        beginAt = Long.MAX_VALUE;
        if (change == null && node.inCouncil() && !detector.failed(node.self())) {
            startIfItIsTime(now);
        }
    }

    private void abandonIfHopeless(ChangeOfEpoch begun, long now) {
        boolean late = begun.phase().compareTo(ChangeOfEpoch.Phase.DECIDING) < 0
                && now - begun.startedAt() > PATIENCE_RETRIES * node.timing().retry();
        if (late || begun.hopeless()) {
            node.hooks().reached("cluster.change-abandoned");
            String why = late ? "it took too long" : "a member it needs failed";
            node.listener()
                    .notice(new Notice.ChangeAbandoned(
                            begun.version(), begun.phase().toString(), why));
            change = null;
        }
    }

    private void startIfItIsTime(long now) {
        Reasons reasons = reasons(now);
        NextLayout next = new NextLayout(node.layout(), reasons, this::sealable);
        boolean possible = next.members().stream().anyMatch(m -> !m.witness()) && councilReachable();
        if (!possible || (reasons.empty() && next.touched().isEmpty())) {
            reasonSince = -1;
            return;
        }
        if (reasonSince < 0) {
            reasonSince = now;
        }
        beginAt = reasonSince + delay(reasons);
        if (now >= beginAt) {
            start(reasons, next);
        }
    }

    /// Whether enough of the council can be asked: an attempt without them comes to nothing, and stands in the way
    /// of those that others begin once they are there.
    private boolean councilReachable() {
        List<NodeId> council = node.layout().council();
        long here = council.stream().filter(node.links()::linked).count();
        return 2 * here > council.size();
    }

    private long delay(Reasons reasons) {
        int before = 0;
        for (NodeId member : node.layout().council()) {
            if (member.equals(node.self())) {
                break;
            }
            before += detector.suspects(member) || !node.links().linked(member) ? 0 : 1;
        }
        return gather(reasons) + before * node.timing().takeover();
    }

    /// Those who start together had better join together; a new cluster, which nobody can use before, waits less.
    private long gather(Reasons reasons) {
        if (!reasons.onlyJoins() || everybodyIsHere(reasons)) {
            return 0;
        }
        long grace = node.timing().grace();
        return node.layout().version() == 0 ? grace / 3 : grace;
    }

    private boolean everybodyIsHere(Reasons reasons) {
        return node.layout().members().stream()
                .allMatch(m -> node.links().linked(m.id())
                        && (reasons.joining().containsKey(m.id())
                                || m.incarnation() == node.links().incarnation(m.id())));
    }

    private void start(Reasons reasons, NextLayout next) {
        if (node.layout().council().indexOf(node.self()) > 0) {
            node.hooks().reached("cluster.initiator-takeover");
        }
        Set<NodeId> members = new HashSet<>();
        node.layout().members().forEach(m -> members.add(m.id()));
        if (node.layout().version() > 0
                && members.size() > 1
                && reasons.joining().keySet().containsAll(members)) {
            node.hooks().reached("cluster.total-restart");
        }
        long attempt = (node.incarnation() << Integer.SIZE) + ++attempts;
        LayoutProposal proposal = new LayoutProposal(node, reservation);
        change = new ChangeOfEpoch(node, proposal, attempt, reasons, next, trims.get(), detector::failed);
        change.start();
    }

    /// Whether a seal quorum of the log's newest epoch can be reached.
    private boolean sealable(LogChain log) {
        EpochInfo newest = log.newest();
        long reachable = 0;
        for (int rank = 0; rank < newest.members().size(); rank++) {
            if (node.links().linked(newest.members().get(rank))) {
                reachable |= 1L << rank;
            }
        }
        return newest.quorums().sealQuorum(reachable);
    }

    private Reasons reasons(long now) {
        Layout layout = node.layout();
        Map<NodeId, Reasons.Joiner> joining = new LinkedHashMap<>();
        asking.forEach((id, run) -> {
            if (run.standing() == NewsMessage.Standing.READY && layout.node(id).isPresent()) {
                joining.put(id, new Reasons.Joiner(run.incarnation(), run.address()));
            }
        });
        Set<NodeId> out = new LinkedHashSet<>();
        for (Member member : layout.members()) {
            if (!joining.containsKey(member.id()) && isOut(member, now)) {
                out.add(member.id());
            }
        }
        Set<LogletId> unfinished = new LinkedHashSet<>();
        for (LogChain log : layout.logs()) {
            if (stuck.values().stream().anyMatch(l -> l.contains(log.newestLoglet()))) {
                unfinished.add(log.newestLoglet());
            }
        }
        return new Reasons(out, joining, together(), unfinished);
    }

    /// The requests that one change can carry out: one of a kind, since each is judged as if it were the
    /// only one; plans of as many logs as there are.
    private List<Request> together() {
        List<Request> some = new ArrayList<>();
        Set<Object> subjects = new HashSet<>();
        for (Request request : requests) {
            boolean now = !(request instanceof Request.RemoveMember removal) || dispensable(removal.id());
            Object subject = request instanceof Request.ChangePlan change ? change.log() : request.getClass();
            if (now && subjects.add(subject)) {
                some.add(request);
            }
        }
        return some;
    }

    /// Whether every epoch that the node takes part in, with a former run perhaps, can be ended in the
    /// change that removes it. Else its copy may be needed to find out where the epoch ends, and it stays
    /// until then.
    private boolean dispensable(NodeId id) {
        return node.layout().logs().stream()
                .filter(log -> log.newest().rank(id) >= 0)
                .allMatch(this::sealable);
    }

    /// Whether the member has failed, says that it cannot go on, or runs anew and has not got ready for a
    /// while.
    private boolean isOut(Member member, long now) {
        Asking run = asking.get(member.id());
        if (detector.failed(member.id()) || (run != null && run.standing() == NewsMessage.Standing.LEAVING)) {
            return true;
        }
        boolean stale = member.incarnation() > 0 && node.links().incarnation(member.id()) > member.incarnation();
        if (!stale) {
            staleSince.remove(member.id());
            return false;
        }
        long since = staleSince.computeIfAbsent(member.id(), _ -> now);
        return now - since > 4 * node.timing().takeover();
    }

    void tick(long now) {
        if (change != null) {
            change.tick(now);
        }
    }

    long wakeAtNanos() {
        return change == null ? beginAt : change.wakeAtNanos();
    }
}
