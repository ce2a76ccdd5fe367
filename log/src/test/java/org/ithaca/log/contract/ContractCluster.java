package org.ithaca.log.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.Hooks;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.NodeId;
import org.ithaca.base.SplitMix;
import org.ithaca.log.Loglet;
import org.ithaca.log.LogletPorts;
import org.ithaca.log.Plan;
import org.ithaca.quorum.QuorumSystem;

/// A small seeded world for the loglets of one epoch: time, a network and disks. The same seed gives the same
/// history.
public final class ContractCluster {
    /// How an engine makes a member's loglet.
    @FunctionalInterface
    public interface Engine {
        Loglet open(LogletId id, List<NodeId> members, NodeId self, Plan plan, LogletPorts ports, Hooks hooks);
    }

    private record Event(long at, long number, Runnable action) {}

    private final SplitMix random;
    private final Plan plan;
    private final Ledger ledger = new Ledger();
    private final List<NodeId> members;
    private final List<ContractNode> nodes = new ArrayList<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private Faults faults = Faults.NONE;
    private final List<Runnable> waiting = new ArrayList<>();
    private int frozen = -1;
    private long cut;
    private long now = 1_000;
    private long numbers;
    private long framesWithBody;
    private long framesWithout;

    public ContractCluster(long seed, int size, Plan plan, Hooks hooks, Engine engine) {
        this.random = new SplitMix(seed);
        this.plan = plan;
        this.members =
                IntStream.range(0, size).mapToObj(rank -> new NodeId(10 + rank)).toList();
        LogletId id = new LogletId(new LogId(1), 0);
        for (int rank = 0; rank < size; rank++) {
            ContractNode node = new ContractNode(this, rank);
            nodes.add(node);
            node.run(engine.open(id, members, members.get(rank), plan, node, hooks));
        }
    }

    public ContractCluster with(Faults changed) {
        faults = changed;
        return this;
    }

    public ContractNode node(int rank) {
        return nodes.get(rank);
    }

    public List<ContractNode> nodes() {
        return nodes;
    }

    public NodeId id(int rank) {
        return members.get(rank);
    }

    public SplitMix random() {
        return random;
    }

    public long now() {
        return now;
    }

    /// Frames with a body sent so far: batches.
    public long framesWithBody() {
        return framesWithBody;
    }

    /// Frames without a body sent so far.
    public long framesWithout() {
        return framesWithout;
    }

    Faults faults() {
        return faults;
    }

    Ledger ledger() {
        return ledger;
    }

    boolean durable() {
        return plan.durable();
    }

    QuorumSystem quorum() {
        return plan.quorum().over(nodes.size());
    }

    void after(long nanos, Runnable action) {
        events.add(new Event(now + nanos, numbers++, action));
    }

    void send(int from, NodeId to, Bytes head, Bytes body) {
        framesWithBody += body.isEmpty() ? 0 : 1;
        framesWithout += body.isEmpty() ? 1 : 0;
        Bytes frame = new ByteWriter().raw(head).raw(body).copy();
        int target = members.indexOf(to);
        int copies = faults.doubles(random) ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            boolean last = copy == copies - 1;
            after(faults.delay(random), () -> {
                boolean lost = isCut(from) || isCut(target) || faults.loses(random);
                Runnable arrival = () -> {
                    if (last) {
                        nodes.get(from).left(to, frame.length());
                    }
                    if (!lost) {
                        nodes.get(target).arrived(members.get(from), frame);
                    }
                };
                if (target == frozen && !lost) {
                    waiting.add(arrival);
                } else {
                    arrival.run();
                }
            });
        }
    }

    /// The member takes nothing from the network until [#thaw]: what is sent to it waits.
    public void freeze(int rank) {
        frozen = rank;
    }

    /// All that waits arrives.
    public void thaw() {
        frozen = -1;
        waiting.forEach(arrival -> after(0, arrival));
        waiting.clear();
    }

    private boolean isCut(int rank) {
        return (cut >> rank & 1) == 1;
    }

    /// Nothing reaches the member or leaves it.
    public void cut(int rank) {
        cut |= 1L << rank;
    }

    /// The member is reachable again, over new links.
    public void heal(int rank) {
        cut &= ~(1L << rank);
        for (int other = 0; other < nodes.size(); other++) {
            if (other != rank && !isCut(other)) {
                int far = other;
                after(0, () -> nodes.get(rank).linked(members.get(far)));
                after(0, () -> nodes.get(far).linked(members.get(rank)));
            }
        }
    }

    /// Writes `count` batches at the member, as soon as it takes them and with pauses between.
    public void write(int rank, int count, int pauseNanos) {
        write(rank, count, pauseNanos, 200);
    }

    /// Writes `count` batches of less than `mostBytes` at the member.
    public void write(int rank, int count, int pauseNanos, int mostBytes) {
        if (count > 0 && !nodes.get(rank).loglet().sealed()) {
            after(1 + random.below(pauseNanos), () -> {
                boolean taken = nodes.get(rank).tryAppend(random.below(mostBytes));
                write(rank, taken ? count - 1 : count, pauseNanos, mostBytes);
            });
        }
    }

    /// Seals the member in `nanos`.
    public void sealAfter(long nanos, int rank) {
        after(nanos, () -> nodes.get(rank).seal());
    }

    /// Lets time pass.
    public void run(long nanos) {
        long until = now + nanos;
        while (!events.isEmpty() && events.peek().at() <= until) {
            step();
        }
        now = until;
    }

    /// Lets time pass until the condition holds; false if it does not within `nanos`.
    public boolean runUntil(BooleanSupplier condition, long nanos) {
        long until = now + nanos;
        while (!condition.getAsBoolean()) {
            if (events.isEmpty() || events.peek().at() > until) {
                return false;
            }
            step();
        }
        return true;
    }

    /// Nothing is under way and nobody wants to be woken.
    public boolean quiet() {
        return events.isEmpty();
    }

    @Override
    public String toString() {
        return "at " + now + ": " + ledger.count() + " delivered; " + nodes + " " + events.size();
    }

    private void step() {
        Event event = events.remove();
        now = Math.max(now, event.at());
        event.action().run();
    }
}
