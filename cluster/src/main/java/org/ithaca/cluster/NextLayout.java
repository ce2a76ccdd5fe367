package org.ithaca.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.NodeId;
import org.ithaca.log.Plan;

/// The layout that follows from another and the reasons to change it: a pure function, computed by the
/// initiator alone.
///
/// Members that failed are away, joiners come last in rank. A log whose quorum system fits any number of
/// members follows them (Birman's dynamic majority); one with a fixed size keeps its number, replaces the
/// lost by spare members and else ranks them last. Logs to which none of this matters are not touched.
final class NextLayout {
    private final Layout base;
    private final Reasons reasons;
    private final List<Member> members;
    private final List<Member> away;
    private final Map<LogId, EpochShape> touched = new LinkedHashMap<>();

    /// Who takes part in an epoch to be opened, and how.
    record EpochShape(Plan plan, List<NodeId> members, List<Long> incarnations) {}

    /// @param sealable whether enough replicas of the log's newest epoch can be reached to seal it; others
    ///     stay as they are
    NextLayout(Layout base, Reasons reasons, Predicate<LogChain> sealable) {
        this.base = base;
        this.reasons = reasons;
        members = nextMembers();
        away = nextAway();
        for (LogChain log : base.logs()) {
            nextEpoch(log).filter(_ -> sealable.test(log)).ifPresent(shape -> touched.put(log.id(), shape));
        }
    }

    /// The logs whose newest epoch ends, and what follows it.
    Map<LogId, EpochShape> touched() {
        return touched;
    }

    List<Member> members() {
        return members;
    }

    private boolean removed(NodeId id) {
        return reasons.requests().contains(new Request.RemoveMember(id));
    }

    private List<Member> nextMembers() {
        List<Member> next = new ArrayList<>();
        Set<NodeId> listed = new HashSet<>();
        for (Member member : base.members()) {
            Reasons.Joiner run = reasons.joining().get(member.id());
            if (!removed(member.id()) && (run != null || !reasons.out().contains(member.id()))) {
                listed.add(member.id());
                next.add(run == null ? member : joined(member, run));
            }
        }
        for (Member candidate : base.away()) {
            Reasons.Joiner run = reasons.joining().get(candidate.id());
            if (run != null && !removed(candidate.id()) && listed.add(candidate.id())) {
                next.add(joined(candidate, run));
            }
        }
        return next;
    }

    private static Member joined(Member member, Reasons.Joiner run) {
        return new Member(member.id(), run.incarnation(), run.address(), member.witness());
    }

    private List<Member> nextAway() {
        Set<NodeId> taking = new HashSet<>();
        members.forEach(m -> taking.add(m.id()));
        List<Member> next = new ArrayList<>();
        for (Member node : concat(base.away(), base.members())) {
            if (!removed(node.id()) && taking.add(node.id())) {
                next.add(node);
            }
        }
        for (Request request : reasons.requests()) {
            if (request instanceof Request.AddMember add && taking.add(add.id())) {
                next.add(Member.at(add.id(), add.address()));
            }
        }
        return next;
    }

    private static List<Member> concat(List<Member> some, List<Member> others) {
        List<Member> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private Optional<EpochShape> nextEpoch(LogChain log) {
        EpochInfo newest = log.newest();
        EpochShape wanted = shape(newest, plan(log));
        boolean fits = fits(wanted.plan(), wanted.members().size());
        EpochShape shape = fits ? wanted : shape(newest, newest.plan());
        boolean same = shape.plan().equals(newest.plan())
                && shape.members().equals(newest.members())
                && shape.incarnations().equals(newest.incarnations())
                && !reasons.stuck().contains(log.newestLoglet());
        return same ? Optional.empty() : Optional.of(shape);
    }

    private Plan plan(LogChain log) {
        for (Request request : reasons.requests()) {
            if (request instanceof Request.ChangePlan change && change.log().equals(log.id())) {
                return change.plan();
            }
        }
        return log.newest().plan();
    }

    private EpochShape shape(EpochInfo newest, Plan plan) {
        Map<NodeId, Long> taking = new LinkedHashMap<>();
        members.stream().filter(m -> !m.witness()).forEach(m -> taking.put(m.id(), m.incarnation()));
        List<NodeId> ranked = new ArrayList<>(
                newest.members().stream().filter(taking::containsKey).toList());
        taking.keySet().stream().filter(n -> !ranked.contains(n)).forEach(ranked::add);
        if (!plan.quorum().relative()) {
            fit(plan, newest, ranked);
        }
        Map<NodeId, Long> known = new HashMap<>(taking);
        for (int rank = 0; rank < newest.members().size(); rank++) {
            known.putIfAbsent(newest.members().get(rank), newest.incarnations().get(rank));
        }
        List<Long> incarnations =
                ranked.stream().map(n -> known.getOrDefault(n, 0L)).toList();
        return new EpochShape(plan, List.copyOf(ranked), incarnations);
    }

    /// Cuts or fills the ranks to a number that suits a quorum system of fixed size: that of the present
    /// epoch if it suits, else all who take part. The lost fill the last ranks.
    private static void fit(Plan plan, EpochInfo newest, List<NodeId> ranked) {
        int size = newest.members().size();
        if (!fits(plan, size)) {
            return;
        }
        for (NodeId lost : newest.members()) {
            if (ranked.size() < size && !ranked.contains(lost)) {
                ranked.add(lost);
            }
        }
        while (ranked.size() > size) {
            ranked.removeLast();
        }
    }

    /// Whether the plan's quorum system can be built over so many members.
    static boolean fits(Plan plan, int members) {
        try {
            return plan.quorum().over(members).size() == members;
        } catch (IthacaException _) {
            return false;
        }
    }

    /// The next layout, given where the touched logs end and what all may forget. An epoch that ends now
    /// stays listed, so that its members learn where. In the place of a touched log that is lost another one, which
    /// is empty, takes its name: nothing that anybody still has of it, on a disk or in a client, can be taken for a
    /// part of that.
    Layout build(Map<LogId, Long> ends, Map<LogId, Long> trims, Set<LogId> lost) {
        List<LogChain> logs = new ArrayList<>();
        int nextLog = base.nextLog();
        for (LogChain log : base.logs()) {
            EpochShape shape = touched.get(log.id());
            if (shape != null && lost.contains(log.id())) {
                logs.add(begun(nextLog++, log.name(), log.kind(), shape));
                continue;
            }
            LogChain next = shape == null ? log : follow(log, shape, ends.getOrDefault(log.id(), 0L));
            logs.add(next.trimmed(
                    Math.min(trims.getOrDefault(log.id(), 0L), next.newest().first())));
        }
        for (Request request : reasons.requests()) {
            if (request instanceof Request.CreateLog create
                    && fits(create.plan(), replicas().size())) {
                logs.add(created(create, nextLog++));
            }
        }
        List<NodeId> council = base.councilFixed() ? base.council() : Layout.followingCouncil(members);
        return new Layout(
                base.version() + 1, base.clusterId(), members, away, council, base.councilFixed(), nextLog, logs);
    }

    private static LogChain follow(LogChain log, EpochShape shape, long end) {
        EpochInfo newest = log.newest();
        EpochInfo next = new EpochInfo(
                newest.epoch() + 1,
                newest.position(end),
                EpochInfo.OPEN,
                shape.plan(),
                shape.members(),
                shape.incarnations());
        return log.followedBy(end, next);
    }

    private List<Member> replicas() {
        return members.stream().filter(m -> !m.witness()).toList();
    }

    private LogChain created(Request.CreateLog create, int id) {
        List<Member> replicas = replicas();
        EpochShape shape = new EpochShape(
                create.plan(),
                replicas.stream().map(Member::id).toList(),
                replicas.stream().map(Member::incarnation).toList());
        return begun(id, create.name(), create.kind(), shape);
    }

    private static LogChain begun(int id, String name, LogKind kind, EpochShape shape) {
        EpochInfo epoch = new EpochInfo(0, 0, EpochInfo.OPEN, shape.plan(), shape.members(), shape.incarnations());
        return new LogChain(new LogId(id), name, kind, 0, List.of(epoch));
    }
}
