package org.ithaca.cluster;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ithaca.base.NodeId;
import org.jspecify.annotations.Nullable;

/// Copies what this node lacks of one log from other members: slots of closed epochs, slots of an epoch
/// that is about to end, and, while this run does not take part in the open epoch, chosen slots of that.
///
/// One piece is on its way at a time; a source that has nothing, or does not answer, is passed over for the
/// next.
final class Copying {
    /// A learner that lacks no more slots of the open epoch than this is ready to take part.
    private static final long CLOSE = 1024;

    private final Node node;
    private final LocalLog log;
    private final Delivery delivery;
    private final Restoring restoring;
    private final Map<NodeId, Long> chosenAt = new LinkedHashMap<>();
    private final Set<NodeId> answered = new HashSet<>();
    private final Set<NodeId> probed = new HashSet<>();
    private ChangeMessage.@Nullable Target target;
    private long ask;
    private @Nullable NodeId askedFrom;
    private long askedAt;
    private long pauseUntil;
    private int turn;
    private int learningEpoch = -1;
    private long probeAgainAt;
    private boolean complete;

    Copying(Node node, LocalLog log, Delivery delivery, Restoring restoring) {
        this.node = node;
        this.log = log;
        this.delivery = delivery;
        this.restoring = restoring;
    }

    /// What is lacking: slots from `from` to `to - 1`.
    private record Gap(Replica replica, EpochInfo epoch, long from, long to, boolean chosenOnly) {}

    /// Copies up to where an epoch is going to end.
    void aim(ChangeMessage.Target newTarget) {
        target = newTarget;
        complete = false;
        pauseUntil = 0;
        run();
    }

    /// A newer layout was adopted: ends are known now.
    void adopted() {
        target = null;
        complete = false;
        pauseUntil = 0;
        int newest = log.chain().newest().epoch();
        if (newest != learningEpoch) {
            learningEpoch = newest;
            chosenAt.clear();
            answered.clear();
            probed.clear();
        }
        run();
    }

    /// Something is lacking again.
    void lookAgain() {
        complete = false;
        pauseUntil = 0;
        run();
    }

    /// Whether everything below the target is stored here, in slots or as a checkpoint.
    boolean reached(ChangeMessage.Target wanted) {
        int epoch = wanted.loglet().epoch();
        Replica replica = log.replica(epoch);
        return replica != null && !replica.failed() && replica.stored() >= wanted.end() && completeBelow(epoch);
    }

    /// Whether everything below the epoch is stored here: the slots the log still has, and the checkpoint
    /// that stands for those it was trimmed of.
    private boolean completeBelow(int epoch) {
        return delivery.hasBase() && log.completeBelow(epoch);
    }

    /// Asks for the next piece, if anything is lacking and nothing is on its way.
    void run() {
        long now = node.now();
        probe();
        if (complete || askedFrom != null || now < pauseUntil || restoring.busy()) {
            return;
        }
        Gap gap = gap().orElse(null);
        if (gap == null) {
            complete = true;
            return;
        }
        List<NodeId> sources = sources(gap);
        if (sources.isEmpty()) {
            pauseUntil = now + node.timing().retry();
            return;
        }
        NodeId source = sources.get(Math.floorMod(turn, sources.size()));
        askedFrom = source;
        askedAt = now;
        node.links()
                .send(
                        source,
                        new CopyMessage.FetchSlots(gap.replica().id(), ++ask, gap.from(), gap.to(), gap.chosenOnly()));
    }

    /// A learner asks every member of the open epoch how far it is, at once: only then it can say whether
    /// it is ready.
    private void probe() {
        Replica replica = log.replica(log.chain().newest().epoch());
        if (complete || replica == null || replica.engine() != null) {
            return;
        }
        for (NodeId member : log.chain().newest().members()) {
            if (!member.equals(node.self()) && node.links().linked(member) && probed.add(member)) {
                long from = replica.appended();
                node.links().send(member, new CopyMessage.FetchSlots(replica.id(), 0, from, from, true));
            }
        }
    }

    /// The last link to a node closed: nothing more comes from there.
    void closed(NodeId member) {
        if (member.equals(askedFrom)) {
            askedFrom = null;
            turn++;
            run();
        }
    }

    /// A link opened: what was asked over an earlier one may be lost.
    void linked(NodeId member) {
        probed.remove(member);
    }

    private Optional<Gap> gap() {
        for (EpochInfo epoch : log.chain().epochs()) {
            Replica replica = log.replica(epoch.epoch());
            if (replica == null || replica.failed()) {
                continue;
            }
            long to = goal(epoch, replica);
            if (replica.appended() < to) {
                return Optional.of(new Gap(replica, epoch, replica.appended(), to, to == Long.MAX_VALUE));
            }
        }
        return Optional.empty();
    }

    /// How far an epoch is to be copied: to its end, to the end it is about to have, or, by a learner, for
    /// ever.
    private long goal(EpochInfo epoch, Replica replica) {
        if (!epoch.open()) {
            return epoch.end();
        }
        ChangeMessage.Target aim = target;
        if (aim != null && aim.loglet().equals(replica.id())) {
            return aim.end();
        }
        return replica.engine() == null ? Long.MAX_VALUE : 0;
    }

    private List<NodeId> sources(Gap gap) {
        List<NodeId> candidates = new ArrayList<>();
        if (target != null && target.loglet().equals(gap.replica().id())) {
            candidates.addAll(target.sources());
        } else {
            candidates.addAll(log.chain().newest().members());
            candidates.addAll(gap.epoch().members());
        }
        return candidates.stream()
                .distinct()
                .filter(n -> !n.equals(node.self()) && node.links().linked(n))
                .toList();
    }

    void received(NodeId from, CopyMessage.Slots slots) {
        noteAnswer(from, slots);
        boolean awaited = slots.ask() == ask && from.equals(askedFrom);
        if (awaited) {
            askedFrom = null;
        }
        Replica replica = log.replica(slots.loglet().epoch());
        if (replica == null || !log.chain().lists(slots.loglet().epoch())) {
            return;
        }
        long before = replica.appended();
        if (mayCopy(replica)) {
            replica.append(slots.slots());
        }
        if (replica.appended() > before) {
            tellIfComplete(replica);
        } else if (awaited) {
            nothingCame(from, slots, replica);
        }
        run();
    }

    /// Slots come from copying only once the epoch is sealed here or if this run takes no part in it. An
    /// answer that comes late is as good as any.
    private static boolean mayCopy(Replica replica) {
        return replica.openEngine() == null && !replica.failed();
    }

    private void tellIfComplete(Replica replica) {
        if (replica.ended()
                && replica.appended() == log.chain().epoch(replica.id().epoch()).end()) {
            node.listener().notice(new Notice.CaughtUp(replica.id(), replica.appended()));
        }
    }

    private void noteAnswer(NodeId from, CopyMessage.Slots slots) {
        log.toldChosen(slots.loglet().epoch(), slots.chosen());
        if (slots.loglet().equals(log.chain().newestLoglet())) {
            answered.add(from);
            if (slots.takesPart()) {
                chosenAt.merge(from, slots.chosen(), Math::max);
            } else {
                chosenAt.remove(from);
            }
        }
    }

    private void nothingCame(NodeId from, CopyMessage.Slots slots, Replica replica) {
        turn++;
        pauseUntil = node.now() + node.timing().retry() / 2;
        long wanted = log.chain().epoch(slots.loglet().epoch()).position(replica.appended());
        if (slots.firstKept() > wanted) {
            restoring.start(from, slots.firstKept());
        }
    }

    void tick(long now) {
        if (now >= probeAgainAt) {
            probeAgainAt = now + 3 * node.timing().retry();
            probed.retainAll(answered);
        }
        if (askedFrom != null && now - askedAt > 3 * node.timing().retry()) {
            askedFrom = null;
            turn++;
        }
        run();
    }

    long wakeAtNanos() {
        if (askedFrom != null) {
            return askedAt + 3 * node.timing().retry() + 1;
        }
        if (restoring.busy()) {
            return restoring.wakeAtNanos();
        }
        return complete ? Long.MAX_VALUE : Math.max(pauseUntil, node.now());
    }

    /// Whether so little is lacking that a change of epoch may include this run: everything below the open
    /// epoch is here, and of the open one nearly all that is chosen at any member that takes part in it. A log
    /// in memory in which nobody takes part any more lacks nothing that could be had.
    boolean nearlyThere() {
        EpochInfo newest = log.chain().newest();
        Replica replica = log.replica(newest.epoch());
        if (replica == null || replica.failed()) {
            return false;
        }
        boolean learner = replica.engine() == null;
        if (learner && !newest.plan().durable() && chosenAt.isEmpty()) {
            return allAsked(newest);
        }
        if (!completeBelow(newest.epoch())) {
            return false;
        }
        if (!learner) {
            return true;
        }
        long chosen =
                chosenAt.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return allAsked(newest) && replica.stored() + CLOSE >= chosen;
    }

    private boolean allAsked(EpochInfo newest) {
        return newest.members().stream()
                .filter(n -> !n.equals(node.self()) && node.links().linked(n))
                .filter(n -> node.layout().member(n).isPresent())
                .allMatch(answered::contains);
    }
}
