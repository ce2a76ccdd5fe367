package org.ithaca.group;

import org.ithaca.base.ByteReader;
import org.ithaca.base.Bytes;
import org.ithaca.base.Defect;
import org.ithaca.base.Hooks;
import org.ithaca.base.Invariant;
import org.ithaca.base.LogletId;
import org.ithaca.base.MalformedException;
import org.ithaca.base.NodeId;
import org.ithaca.log.Loglet;
import org.ithaca.log.LogletPorts;
import org.ithaca.log.Plan;
import org.jspecify.annotations.Nullable;

/// One member's part of one epoch under a member-driven plan. Made by [GroupEngine].
public final class GroupLoglet implements Loglet {
    private static final int LARGE_BATCH_BYTES = 64 << 10;

    private final LogletId id;
    private final Members members;
    private final OrderPolicy order;
    private final LogletPorts ports;
    private final Hooks hooks;
    private final boolean durablePlan;
    private final SlotWindow slots;
    private final Frontiers frontiers;
    private final WriteWindow writing;
    private final StarSpread spread;
    private final Exchange exchange;
    private boolean writes;
    private boolean sealed;
    private long deliveredHere;
    private long nulls;
    private long corrupt;
    private long refused;

    GroupLoglet(LogletId id, Members members, Plan plan, LogletPorts ports, Hooks hooks) {
        this.id = id;
        this.members = members;
        this.order = OrderPolicy.of(plan.order(), members);
        this.ports = ports;
        this.hooks = hooks;
        this.durablePlan = plan.durable();
        this.slots = new SlotWindow(order.writers());
        this.frontiers = new Frontiers(members, plan.quorum().over(members.count()), hooks);
        this.writing = new WriteWindow(order, members.self(), slots);
        Parts parts = new Parts(members, order, slots, frontiers, writing, ports, hooks);
        this.spread = new StarSpread(parts);
        this.exchange = new Exchange(parts, durablePlan);
        this.writes = order.writes(members.self());
    }

    /// Goes on as a member that lost its memory: stored slots count, and it writes no more.
    void resumeAt(long stored) {
        slots.startAt(stored);
        frontiers.received(stored, stored);
        frontiers.durable(stored);
        deliveredHere = stored;
        writes = false;
        spread.close();
    }

    @Override
    public LogletId id() {
        return id;
    }

    @Override
    public Admission admission() {
        if (sealed) {
            return Admission.SEALED;
        }
        if (!writes) {
            return Admission.NOT_WRITER;
        }
        return writing.full() ? Admission.WINDOW_FULL : Admission.OPEN;
    }

    @Override
    public @Nullable NodeId writer() {
        return order.writers() == 1 ? members.node(order.owner(0)) : null;
    }

    @Override
    public long append(Bytes batch, int crc) {
        if (admission() != Admission.OPEN) {
            throw new IllegalStateException("append to " + id + " while " + admission());
        }
        long slot = writing.next();
        write(batch, crc);
        spread.wrote(slot, batch, crc);
        advance();
        return slot;
    }

    private void write(Bytes batch, int crc) {
        slots.put(writing.next(), batch, crc);
        writing.wrote(batch);
    }

    @Override
    public void received(NodeId from, ByteReader message) {
        int rank = members.otherRank(from);
        switch (GroupMessage.decode(message)) {
            case GroupMessage.Data(long slot, int crc, Bytes batch) -> {
                own(rank, slot);
                take(rank, slot, batch, crc);
                advance();
            }
            case GroupMessage.Nulls(long first, int count) -> {
                own(rank, first);
                for (int i = 0; i < count; i++) {
                    take(rank, first + (long) i * order.writers(), Bytes.EMPTY, 0);
                }
                advance();
            }
            case GroupMessage.Row(boolean ask, ByteReader cells) -> {
                frontiers.merge(rank, cells);
                if (ask) {
                    exchange.owe(rank);
                }
                settle();
            }
        }
    }

    private void own(int rank, long slot) {
        if (order.owner(slot) != rank) {
            throw new MalformedException("slot " + slot + " from rank " + rank + ", who does not own it");
        }
    }

    private void take(int rank, long slot, Bytes batch, int crc) {
        if (slot < slots.received()) {
            exchange.owe(rank);
        } else if (closed()) {
            hooks.reached("group.data-after-seal");
        } else if (!slots.wants(slot, batch.length())) {
            refuse(slot);
        } else if (batch.crc32c() != crc) {
            corrupt++;
            hooks.reached("group.corrupt-dropped");
        } else {
            slots.put(slot, tight(batch), crc);
        }
    }

    /// No room, or held already. The writer sends it again once this member's frontier has stood still for a while.
    private void refuse(long slot) {
        if (slots.held(slot) == null) {
            refused++;
            hooks.reached("group.no-room");
        }
    }

    /// A batch is kept for a while and must not keep a much larger array alive. Beside a large one mostly its
    /// neighbours lie there, which are kept as long.
    private static Bytes tight(Bytes batch) {
        long most = batch.length() < LARGE_BATCH_BYTES ? 2L * batch.length() + 1024 : 4L * batch.length();
        boolean loose = batch.sharedLength() > most;
        return loose ? batch.compact() : batch;
    }

    private boolean closed() {
        return sealed && !hooks.planted(Defect.SEAL_NOT_KEPT);
    }

    /// Takes in what `slots` now holds without a gap.
    private void advance() {
        slots.advance(ports);
        boolean guardFirst = hooks.planted(Defect.GUARD_BEFORE_DATA);
        frontiers.received(slots.received(), guardFirst ? slots.highest() : slots.received());
        settle();
    }

    /// The frontiers may have moved: so does the window of the writer.
    private void settle() {
        Invariant.ordered(durablyStable(), "durably stable", stable(), "stable");
        Invariant.ordered(durable(), "durable", received(), "received");
        writing.safe(durablePlan ? durablyStable() : stable());
    }

    @Override
    public void stored(long frontier) {
        frontiers.durable(frontier);
        settle();
        release();
    }

    @Override
    public void delivered(long frontier) {
        deliveredHere = Math.max(deliveredHere, Math.min(frontier, slots.received()));
        release();
    }

    private void release() {
        slots.release(Math.max(slots.floor(), Math.min(deliveredHere, frontiers.durable())));
    }

    @Override
    public void linked(NodeId member) {
        int rank = members.otherRank(member);
        spread.linked(rank);
        exchange.owe(rank);
    }

    @Override
    public void hurry() {
        exchange.hurry();
    }

    @Override
    public void turnEnded(long nowNanos) {
        if (!sealed) {
            fillOwnSlots();
        }
        spread.turnEnded(nowNanos);
        exchange.turnEnded(nowNanos);
        if (sealed) {
            exchange.close();
        }
    }

    /// The null rule (Derecho, Spindle): whoever has nothing to say fills its slots below the highest one seen, so
    /// that nobody waits for it.
    private void fillOwnSlots() {
        if (!writes || !order.fills() || hooks.planted(Defect.NULL_RULE_OFF) || writing.next() >= slots.highest()) {
            return;
        }
        long first = writing.next();
        int count = 0;
        for (long end = slots.highest(); writing.next() < end; count++) {
            write(Bytes.EMPTY, 0);
        }
        nulls += count;
        spread.filled(first, count);
        advance();
    }

    @Override
    public void tick(long nowNanos) {
        spread.tick(nowNanos, exchange);
        exchange.tick(nowNanos);
    }

    @Override
    public long wakeAtNanos() {
        return Math.min(spread.dueNanos(), exchange.dueNanos());
    }

    @Override
    public void seal() {
        if (sealed) {
            return;
        }
        sealed = true;
        spread.close();
        exchange.close();
        if (!hooks.planted(Defect.SEAL_NOT_KEPT)) {
            slots.dropEarly();
        }
    }

    @Override
    public void close() {
        seal();
        slots.dropEarly();
        slots.release(slots.received());
    }

    @Override
    public boolean sealed() {
        return sealed;
    }

    @Override
    public long received() {
        return slots.received();
    }

    @Override
    public long stable() {
        return frontiers.stable();
    }

    @Override
    public long durable() {
        return frontiers.durable();
    }

    @Override
    public long durablyStable() {
        return frontiers.durablyStable();
    }

    @Override
    public MemberFrontiers frontiersOf(NodeId member) {
        int rank = members.rankOf(member);
        if (rank < 0) {
            throw new IllegalArgumentException(member + " is no member of " + id);
        }
        return new MemberFrontiers(frontiers.receivedBy(rank), frontiers.durableAt(rank));
    }

    @Override
    public @Nullable Bytes batch(long slot) {
        return slot < slots.received() ? slots.held(slot) : null;
    }

    /// Frontiers and counters, for displays.
    public GroupStatus status() {
        return new GroupStatus(
                received(),
                stable(),
                durable(),
                durablyStable(),
                slots.floor(),
                slots.highest(),
                nulls,
                spread.resent(),
                corrupt,
                refused,
                sealed);
    }
}
