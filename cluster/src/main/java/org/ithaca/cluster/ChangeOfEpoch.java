package org.ithaca.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.ithaca.base.Defect;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.NodeId;
import org.ithaca.log.Plan;
import org.ithaca.quorum.QuorumSystem;

/// One attempt to change the layout, at the node that started it (design, section 4; Vertical Paxos II,
/// PODC'09).
///
/// Safe against any number of attempts at once: the layout register lets one be decided, and every attempt
/// seals before it proposes.
final class ChangeOfEpoch {
    /// Where an attempt is.
    enum Phase {
        /// Phase 1 of the register and the seals of all touched logs are on their way, in one round.
        SEALING,
        /// The ends are known; the members of the new epochs copy what they lack below them.
        CATCHING_UP,
        /// Phase 2 of the register, at the council of the old layout.
        DECIDING,
        /// The layout is decided and told to everybody.
        OPENING
    }

    private final Node node;
    private final LayoutProposal proposal;
    private final long attempt;
    private final Reasons reasons;
    private final NextLayout next;
    private final Map<LogletId, SealAnswers> sealed = new LinkedHashMap<>();
    private final Set<NodeId> answered = new HashSet<>();
    private final Map<NodeId, Set<LogletId>> caughtUp = new HashMap<>();
    private final Map<LogId, Long> trims;
    private final Predicate<NodeId> failed;
    private final long startedAt;
    private Phase phase = Phase.SEALING;
    private List<ChangeMessage.Target> targets = List.of();
    private Optional<Layout> proposed = Optional.empty();
    private long quorumAt = Long.MAX_VALUE;
    private long nextRetry;

    /// @param attempt tells attempts of this node apart
    /// @param next what follows if no earlier attempt must be finished first
    /// @param trims what all members may forget of each log
    /// @param failed who is known to have failed
    ChangeOfEpoch(
            Node node,
            LayoutProposal proposal,
            long attempt,
            Reasons reasons,
            NextLayout next,
            Map<LogId, Long> trims,
            Predicate<NodeId> failed) {
        this.node = node;
        this.proposal = proposal;
        this.attempt = attempt;
        this.reasons = reasons;
        this.trims = trims;
        this.failed = failed;
        this.next = next;
        startedAt = node.now();
        for (LogId log : next.touched().keySet()) {
            LogChain chain = proposal.base().log(log).orElseThrow();
            sealed.put(chain.newestLoglet(), new SealAnswers(chain));
        }
    }

    Phase phase() {
        return phase;
    }

    Reasons reasons() {
        return reasons;
    }

    long version() {
        return proposal.version();
    }

    /// The layout decided, once it is.
    Optional<Layout> decided() {
        return proposal.decided();
    }

    void start() {
        node.listener().notice(new Notice.ChangeStarted(version(), reasons.toString()));
        proposal.start();
        for (NodeId to : asked()) {
            sendSeal(to);
        }
        waitForRetry();
        advance();
    }

    /// Everyone whose answer matters: replicas of what is sealed, and whoever takes part next.
    private Set<NodeId> asked() {
        Set<NodeId> nodes = new LinkedHashSet<>();
        sealed.values().forEach(s -> nodes.addAll(s.epoch().members()));
        next.touched().values().forEach(s -> nodes.addAll(s.members()));
        return nodes;
    }

    private void sendSeal(NodeId to) {
        node.links().send(to, new ChangeMessage.Seal(version(), attempt, List.copyOf(sealed.keySet())));
    }

    /// The node did not know the layout this change begins from; it does now.
    void informed(NodeId from) {
        if (phase == Phase.SEALING && asked().contains(from)) {
            sendSeal(from);
        }
    }

    void sealed(NodeId from, ChangeMessage.Sealed answer) {
        if (answer.version() != version() || answer.attempt() != attempt || phase != Phase.SEALING) {
            return;
        }
        answered.add(from);
        for (ChangeMessage.Held held : answer.held()) {
            SealAnswers answers = sealed.get(held.loglet());
            if (answers != null) {
                answers.add(from, held);
            }
        }
        advance();
    }

    void caughtUp(NodeId from, ChangeMessage.CaughtUp answer) {
        if (answer.version() == version() && answer.attempt() == attempt) {
            caughtUp.computeIfAbsent(from, _ -> new HashSet<>()).addAll(answer.loglets());
            advance();
        }
    }

    void replied(NodeId from, ChangeMessage.Reply reply) {
        proposal.replied(from, reply);
        advance();
    }

    private void advance() {
        if (phase != Phase.OPENING && proposal.decided().isPresent()) {
            phase = Phase.OPENING;
        }
        switch (phase) {
            case SEALING -> sealing();
            case CATCHING_UP -> catchingUp();
            case DECIDING, OPENING -> {}
        }
    }

    private void sealing() {
        if (!proposal.ready()) {
            return;
        }
        Optional<Layout> adopted = proposal.adopted();
        if (adopted.isPresent()) {
            node.hooks().reached("cluster.accepted-layout-adopted");
            deciding(adopted.get());
            return;
        }
        if (!node.hooks().planted(Defect.SEAL_NOT_AWAITED) && !enoughSealed()) {
            return;
        }
        reportLosses();
        targets = sealed.values().stream()
                .filter(s -> !s.lost())
                .map(s -> new ChangeMessage.Target(s.log().newestLoglet(), s.end(), s.sources()))
                .toList();
        phase = Phase.CATCHING_UP;
        sendCatchUp();
        catchingUp();
    }

    /// Whether a seal quorum of every touched log has answered, and everybody else has too or was given a
    /// while.
    private boolean enoughSealed() {
        long now = node.now();
        boolean patient = now - startedAt < node.timing().grace() && !allAnswered();
        for (SealAnswers answers : sealed.values()) {
            if (!answers.reached(patient)) {
                return false;
            }
        }
        quorumAt = Math.min(quorumAt, now);
        return allAnswered() || now - quorumAt >= node.timing().grace();
    }

    private boolean allAnswered() {
        return asked().stream()
                .allMatch(n -> answered.contains(n) || !node.links().linked(n) || failed.test(n));
    }

    private void reportLosses() {
        for (SealAnswers answers : sealed.values()) {
            if (answers.mayHaveLost()) {
                node.hooks().reached("cluster.memory-lost");
                node.listener().notice(new Notice.MayHaveLost(answers.log().newestLoglet(), answers.end()));
            }
        }
    }

    private void sendCatchUp() {
        Set<NodeId> nodes = new LinkedHashSet<>();
        next.touched().values().forEach(s -> nodes.addAll(s.members()));
        for (NodeId to : nodes) {
            List<ChangeMessage.Target> theirs = new ArrayList<>();
            for (ChangeMessage.Target target : targets) {
                if (shape(target.loglet()).members().contains(to) && !isCaughtUp(to, target.loglet())) {
                    theirs.add(target);
                }
            }
            if (!theirs.isEmpty()) {
                node.links().send(to, new ChangeMessage.CatchUp(version(), attempt, theirs));
            }
        }
    }

    private NextLayout.EpochShape shape(LogletId loglet) {
        return java.util.Objects.requireNonNull(next.touched().get(loglet.log()));
    }

    private boolean isCaughtUp(NodeId member, LogletId loglet) {
        return caughtUp.getOrDefault(member, Set.of()).contains(loglet);
    }

    private void catchingUp() {
        boolean skipped = node.hooks().planted(Defect.CATCH_UP_SKIPPED);
        Map<LogId, Long> ends = new HashMap<>();
        for (ChangeMessage.Target target : targets) {
            if (!skipped && !canOpen(target.loglet())) {
                return;
            }
            ends.put(target.loglet().log(), target.end());
        }
        Set<LogId> lost = new HashSet<>();
        sealed.values().stream()
                .filter(SealAnswers::lost)
                .forEach(s -> lost.add(s.log().id()));
        deciding(next.build(ends, trims, lost));
    }

    /// Whether a write quorum of the new epoch and everyone who writes in it hold all below its start.
    private boolean canOpen(LogletId loglet) {
        NextLayout.EpochShape shape = shape(loglet);
        long ready = 0;
        for (int rank = 0; rank < shape.members().size(); rank++) {
            if (isCaughtUp(shape.members().get(rank), loglet)) {
                ready |= 1L << rank;
            }
        }
        int count = shape.members().size();
        QuorumSystem quorums = shape.plan().quorum().over(count);
        long writers = shape.plan().order() == Plan.Order.LEADER ? 1 : -1L >>> (Long.SIZE - count);
        return (ready & writers) == writers && quorums.writeQuorum(ready);
    }

    private void deciding(Layout layout) {
        phase = Phase.DECIDING;
        proposed = Optional.of(layout);
        proposal.propose(layout);
        if (proposal.decided().isPresent()) {
            phase = Phase.OPENING;
        }
    }

    /// The layout this attempt proposes, once it does.
    Optional<Layout> proposed() {
        return proposed;
    }

    /// Whether this attempt can hardly succeed as it was begun: someone it needs has failed.
    boolean hopeless() {
        return (phase.compareTo(Phase.DECIDING) < 0 && next.members().stream().anyMatch(m -> lost(m.id())))
                || (phase == Phase.CATCHING_UP && targets.stream().anyMatch(this::sourceless));
    }

    /// Whether whoever said that it holds the end can be reached no more, and nobody has copied it yet.
    private boolean sourceless(ChangeMessage.Target target) {
        boolean copied = caughtUp.values().stream().anyMatch(c -> c.contains(target.loglet()));
        return !copied && target.end() > 0 && target.sources().stream().noneMatch(node.links()::linked);
    }

    private boolean lost(NodeId id) {
        return reasons.joining().containsKey(id) ? !node.links().linked(id) : failed.test(id);
    }

    long startedAt() {
        return startedAt;
    }

    void tick(long now) {
        if (now >= nextRetry) {
            retry();
        }
        advance();
    }

    private void retry() {
        waitForRetry();
        proposal.retry();
        switch (phase) {
            case SEALING -> asked().stream().filter(n -> !answered.contains(n)).forEach(this::sendSeal);
            case CATCHING_UP -> sendCatchUp();
            case DECIDING, OPENING -> {}
        }
    }

    /// Competing initiators draw apart.
    private void waitForRetry() {
        long pause = node.timing().retry();
        int spread = (int) Math.min(Integer.MAX_VALUE, proposal.preempted() ? 4 * pause : pause / 2);
        nextRetry = node.now() + pause + node.entropy().below(Math.max(1, spread));
    }

    long wakeAtNanos() {
        long grace = phase == Phase.SEALING
                ? Math.min(startedAt, quorumAt == Long.MAX_VALUE ? startedAt : quorumAt)
                        + node.timing().grace()
                : Long.MAX_VALUE;
        return grace > node.now() ? Math.min(nextRetry, grace) : nextRetry;
    }
}
