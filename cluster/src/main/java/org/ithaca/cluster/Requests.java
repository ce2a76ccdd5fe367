package org.ithaca.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.ithaca.base.IthacaException;
import org.ithaca.base.NodeId;
import org.ithaca.log.Limits;
import org.ithaca.log.Plan;

/// Operators' wishes made at this node: sent to a council member, again and again, until the layout fulfils
/// them.
final class Requests {
    private final Node node;
    private final FailureDetector detector;
    private final Map<Long, Pending> pending = new LinkedHashMap<>();
    private long lastId;

    /// What a layout says to a request.
    sealed interface Verdict {
        /// It is fulfilled.
        record Holds() implements Verdict {}

        /// It takes a change.
        record Needed() implements Verdict {}

        /// It cannot be.
        record Refused(IthacaException why) implements Verdict {}
    }

    private static final class Pending {
        private final Request request;
        private final Consumer<Outcome> done;
        private final long deadline;
        private long sendAt;
        private int sent;

        Pending(Request request, Consumer<Outcome> done, long deadline) {
            this.request = request;
            this.done = done;
            this.deadline = deadline;
        }
    }

    Requests(Node node, FailureDetector detector) {
        this.node = node;
        this.detector = detector;
    }

    void ask(Request request, Consumer<Outcome> done) {
        pending.put(
                ++lastId, new Pending(request, done, node.now() + node.timing().request()));
    }

    static Verdict judge(Request request, Layout layout) {
        return switch (request) {
            case Request.CreateLog create -> judgeCreate(create, layout);
            case Request.ChangePlan change -> judgeChange(change, layout);
            case Request.AddMember add -> judgeAdd(add, layout);
            case Request.RemoveMember remove -> judgeRemove(remove, layout);
        };
    }

    private static Verdict judgeCreate(Request.CreateLog create, Layout layout) {
        Optional<LogChain> known = layout.log(create.name());
        if (known.isPresent()) {
            return known.get().kind() == create.kind()
                    ? new Verdict.Holds()
                    : refused(
                            IthacaException.Code.CONFLICT,
                            "log " + create.name() + " exists and is of kind "
                                    + known.get().kind());
        }
        int replicas = replicas(layout);
        if (create.name().isEmpty() || create.name().length() > 255) {
            return refused(IthacaException.Code.INVALID, "a log's name has 1 to 255 characters");
        }
        if (layout.logs().size() >= Limits.MAX_LOGS) {
            return refused(
                    IthacaException.Code.INVALID,
                    "the cluster has " + Limits.MAX_LOGS + " logs, as many as there may be");
        }
        return NextLayout.fits(create.plan(), replicas) ? new Verdict.Needed() : misfit(create.plan(), replicas);
    }

    private static Verdict judgeAdd(Request.AddMember add, Layout layout) {
        if (layout.node(add.id()).isPresent()) {
            return new Verdict.Holds();
        }
        boolean full = layout.members().size() + layout.away().size() >= Limits.MAX_NODES;
        return full
                ? refused(
                        IthacaException.Code.INVALID,
                        "the cluster has " + Limits.MAX_NODES + " nodes, as many as there may be: remove one first")
                : new Verdict.Needed();
    }

    private static Verdict judgeChange(Request.ChangePlan change, Layout layout) {
        Optional<LogChain> log = layout.log(change.log());
        if (log.isEmpty()) {
            return refused(IthacaException.Code.NOT_FOUND, "there is no log " + change.log());
        }
        EpochInfo newest = log.get().newest();
        if (newest.plan().equals(change.plan())) {
            return new Verdict.Holds();
        }
        if (newest.plan().durable() != change.plan().durable()) {
            return refused(
                    IthacaException.Code.INVALID,
                    "whether log " + log.get().name() + " is kept on disk was chosen when it was created");
        }
        int replicas = replicas(layout);
        boolean fits = NextLayout.fits(change.plan(), replicas)
                || NextLayout.fits(change.plan(), newest.members().size());
        return fits ? new Verdict.Needed() : misfit(change.plan(), replicas);
    }

    private static Verdict judgeRemove(Request.RemoveMember remove, Layout layout) {
        if (layout.node(remove.id()).isEmpty()) {
            return new Verdict.Holds();
        }
        boolean last = layout.members().stream().noneMatch(m -> !m.id().equals(remove.id()) && !m.witness());
        if (last) {
            return refused(IthacaException.Code.INVALID, remove.id() + " is the last member");
        }
        return layout.councilFixed() && layout.council().contains(remove.id())
                ? refused(IthacaException.Code.INVALID, remove.id() + " sits on the council, which is fixed")
                : new Verdict.Needed();
    }

    private static int replicas(Layout layout) {
        return (int) layout.members().stream().filter(m -> !m.witness()).count();
    }

    private static Verdict misfit(Plan plan, int replicas) {
        return refused(
                IthacaException.Code.INVALID,
                "quorum system " + plan.quorum() + " does not fit " + replicas + " members");
    }

    private static Verdict refused(IthacaException.Code code, String message) {
        return new Verdict.Refused(IthacaException.notDone(code, message));
    }

    void answered(NewsMessage.Answered answer) {
        Pending asked = pending.get(answer.id());
        if (asked == null) {
            return;
        }
        if (answer.version() < 0) {
            pending.remove(answer.id());
            asked.done.accept(new Outcome.Failed(IthacaException.notDone(answer.error(), answer.message())));
        } else if (node.layout().version() >= answer.version()) {
            pending.remove(answer.id());
            asked.done.accept(new Outcome.Done(answer.version()));
        }
    }

    /// Sends what is due, and finishes what the layout fulfils or no time is left for.
    void run(long now) {
        for (Map.Entry<Long, Pending> entry : List.copyOf(pending.entrySet())) {
            Pending asked = entry.getValue();
            if (judge(asked.request, node.layout()) instanceof Verdict.Holds) {
                pending.remove(entry.getKey());
                asked.done.accept(new Outcome.Done(node.layout().version()));
            } else if (now >= asked.deadline) {
                pending.remove(entry.getKey());
                asked.done.accept(new Outcome.Failed(IthacaException.unknown(
                        IthacaException.Code.UNAVAILABLE,
                        "no council quorum decided in time; it may still be done, and asking again is safe")));
            } else if (now >= asked.sendAt) {
                send(entry.getKey(), asked, now);
            }
        }
    }

    private void send(long id, Pending asked, long now) {
        List<NodeId> council = node.layout().council().stream()
                .filter(n -> node.links().linked(n) && !detector.suspects(n))
                .toList();
        asked.sendAt = now + node.timing().retry();
        if (!council.isEmpty()) {
            NodeId to = council.get(asked.sent++ / 3 % council.size());
            node.links().send(to, new NewsMessage.Wanted(id, asked.request));
        }
    }

    long wakeAtNanos() {
        long wake = Long.MAX_VALUE;
        for (Pending asked : pending.values()) {
            wake = Math.min(wake, Math.min(asked.sendAt, asked.deadline));
        }
        return wake;
    }
}
