package org.ithaca.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ithaca.base.Defect;
import org.ithaca.base.IthacaException;
import org.ithaca.base.NodeId;
import org.ithaca.log.Loglet;
import org.ithaca.log.Plan;
import org.ithaca.quorum.QuorumSystem;

/// Finds read points of one log: positions below which lies everything acknowledged before the question.
///
/// The members of the newest epoch are asked whether it is still open at them, and how far they are.
/// Answers from a write quorum prove that no seal quorum was closed when the question was asked, so no
/// later epoch had acknowledged anything. Answers that also contain a seal quorum meet every write quorum,
/// so the largest `received` among them covers everything acknowledged, and everything an earlier read has
/// seen; under leader order the leader's alone does. Its `stable` would not: another member may know of
/// more, and have shown it to a reader. One round serves all questions of a turn. The answer is given once
/// everything below the point is delivered here.
final class Confirmations {
    private final Node node;
    private final LocalLog log;
    private final Delivery delivery;
    private final Map<Long, Round> rounds = new LinkedHashMap<>();
    private final List<Point> points = new ArrayList<>();
    private List<VirtualLog.ConfirmCallback> asked = new ArrayList<>();
    private long lastRound;

    /// One question to the members of one epoch.
    private static final class Round {
        private final List<VirtualLog.ConfirmCallback> callbacks;
        private final long deadline;
        private int epoch = -1;
        private long answered;
        private long received;
        private boolean writerAnswered;
        private long sentAt;

        Round(List<VirtualLog.ConfirmCallback> callbacks, long deadline) {
            this.callbacks = callbacks;
            this.deadline = deadline;
        }
    }

    /// A read point found; it waits for delivery.
    ///
    /// @param slot in slots of the epoch: if that ends below, its end is the point
    private record Point(List<VirtualLog.ConfirmCallback> callbacks, long deadline, int epoch, long slot) {}

    Confirmations(Node node, LocalLog log, Delivery delivery) {
        this.node = node;
        this.log = log;
        this.delivery = delivery;
    }

    void ask(VirtualLog.ConfirmCallback callback) {
        asked.add(callback);
    }

    /// Begins a round for what was asked in this turn, and answers what has been delivered meanwhile.
    void turnEnded() {
        if (!asked.isEmpty()) {
            Round round = new Round(asked, node.now() + node.timing().request());
            asked = new ArrayList<>();
            begin(++lastRound, round);
        }
        answerDelivered();
    }

    private void begin(long number, Round round) {
        if (node.hooks().planted(Defect.READ_UNCONFIRMED)) {
            round.callbacks.forEach(c -> c.confirmed(delivery.delivered()));
            return;
        }
        rounds.put(number, round);
        send(number, round);
    }

    private void send(long number, Round round) {
        EpochInfo newest = log.chain().newest();
        if (round.epoch != newest.epoch()) {
            round.epoch = newest.epoch();
            round.answered = 0;
            round.received = 0;
            round.writerAnswered = false;
        }
        round.sentAt = node.now();
        for (int rank = 0; rank < newest.members().size(); rank++) {
            NodeId member = newest.members().get(rank);
            if (member.equals(node.self())) {
                answerSelf(number);
            } else if ((round.answered >>> rank & 1) == 0) {
                node.links().send(member, new CopyMessage.Confirm(log.chain().newestLoglet(), number));
            }
        }
    }

    private void answerSelf(long number) {
        Loglet engine = log.openEngine();
        if (engine != null) {
            received(node.self(), new CopyMessage.Confirmed(engine.id(), number, engine.received()));
        }
    }

    /// Another member asks; only one that takes part in the open epoch answers.
    void asked(NodeId from, CopyMessage.Confirm confirm) {
        Loglet engine = log.openEngine();
        if (engine != null && confirm.loglet().equals(engine.id())) {
            engine.hurry();
            node.links().send(from, new CopyMessage.Confirmed(confirm.loglet(), confirm.round(), engine.received()));
        }
    }

    void received(NodeId from, CopyMessage.Confirmed answer) {
        Round round = rounds.get(answer.round());
        EpochInfo newest = log.chain().newest();
        int rank = newest.rank(from);
        if (round == null || rank < 0 || !answer.loglet().equals(log.chain().newestLoglet())) {
            return;
        }
        if (round.epoch != newest.epoch()) {
            return;
        }
        round.answered |= 1L << rank;
        round.received = Math.max(round.received, answer.received());
        if (newest.plan().order() == Plan.Order.LEADER && rank == 0) {
            round.writerAnswered = true;
        }
        QuorumSystem quorums = newest.quorums();
        boolean open = quorums.writeQuorum(round.answered);
        if (open && (round.writerAnswered || quorums.sealQuorum(round.answered))) {
            rounds.remove(answer.round());
            points.add(new Point(round.callbacks, round.deadline, round.epoch, round.received));
        }
    }

    private void answerDelivered() {
        for (Point point : List.copyOf(points)) {
            long position = position(point);
            if (delivery.delivered() >= position) {
                points.remove(point);
                point.callbacks.forEach(c -> c.confirmed(position));
            }
        }
    }

    private long position(Point point) {
        LogChain chain = log.chain();
        if (!chain.lists(point.epoch)) {
            return chain.epochs().getFirst().first();
        }
        EpochInfo epoch = chain.epoch(point.epoch);
        return Math.min(epoch.position(point.slot), epoch.endPosition());
    }

    /// The chain grew: unfinished rounds ask the members of the newest epoch.
    void adopted() {
        for (Map.Entry<Long, Round> entry : List.copyOf(rounds.entrySet())) {
            if (entry.getValue().epoch != log.chain().newest().epoch()) {
                send(entry.getKey(), entry.getValue());
            }
        }
    }

    void tick(long now) {
        for (Map.Entry<Long, Round> entry : List.copyOf(rounds.entrySet())) {
            Round round = entry.getValue();
            if (now >= round.deadline) {
                rounds.remove(entry.getKey());
                fail(round.callbacks);
            } else if (now - round.sentAt >= node.timing().retry()) {
                send(entry.getKey(), round);
            }
        }
        for (Point point : List.copyOf(points)) {
            if (now >= point.deadline) {
                points.remove(point);
                fail(point.callbacks);
            }
        }
    }

    /// Nothing will be confirmed any more.
    void giveUp() {
        fail(asked);
        rounds.values().forEach(round -> fail(round.callbacks));
        points.forEach(point -> fail(point.callbacks));
        asked = new ArrayList<>();
        rounds.clear();
        points.clear();
    }

    private static void fail(List<VirtualLog.ConfirmCallback> callbacks) {
        IthacaException why = IthacaException.notDone(
                IthacaException.Code.UNAVAILABLE,
                "no quorum confirmed the read in time; a majority of the log's replicas must be reachable");
        callbacks.forEach(c -> c.failed(why));
    }

    long wakeAtNanos() {
        long wake = Long.MAX_VALUE;
        for (Round round : rounds.values()) {
            wake = Math.min(
                    wake, Math.min(round.deadline, round.sentAt + node.timing().retry()));
        }
        for (Point point : points) {
            wake = Math.min(wake, point.deadline);
        }
        return wake;
    }
}
