package org.ithaca.log.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ithaca.base.ByteReader;
import org.ithaca.base.Bytes;
import org.ithaca.base.NodeId;
import org.ithaca.base.StoredSlot;
import org.ithaca.log.Limits;
import org.ithaca.log.Loglet;
import org.ithaca.log.LogletPorts;

/// One member: the host of a loglet, its storage, and checks of what the loglet says after each step.
public final class ContractNode implements LogletPorts {
    private final ContractCluster cluster;
    private final int rank;
    private final List<StoredSlot> storage = new ArrayList<>();
    private final Map<NodeId, Long> queued = new HashMap<>();
    private Loglet loglet;
    private boolean turnOpen;
    private long tickAt = Long.MAX_VALUE;
    private long written;
    private long delivered;
    private long received;
    private long stable;
    private long durable;
    private long durablyStable;
    private boolean diskStuck;
    private boolean hostStuck;
    private boolean sealed;

    ContractNode(ContractCluster cluster, int rank) {
        this.cluster = cluster;
        this.rank = rank;
    }

    void run(Loglet mine) {
        loglet = mine;
    }

    public Loglet loglet() {
        return loglet;
    }

    /// Every slot below was delivered here.
    public long delivered() {
        return delivered;
    }

    /// Batches written here so far.
    public long written() {
        return written;
    }

    public void diskStuck(boolean stuck) {
        diskStuck = stuck;
        if (!stuck) {
            storedSoon();
        }
    }

    /// The host delivers nothing while it is stuck.
    public void hostStuck(boolean stuck) {
        hostStuck = stuck;
        step(() -> {});
    }

    /// Bytes sent to the member that did not arrive yet.
    public long underWayTo(NodeId to) {
        return queued.getOrDefault(to, 0L);
    }

    /// Writes a batch if the loglet takes one now.
    public boolean tryAppend(int filler) {
        if (loglet.admission() != Loglet.Admission.OPEN) {
            return false;
        }
        Bytes batch = Ledger.batch(rank, written++, filler);
        step(() -> {
            long slot = loglet.append(batch, batch.crc32c());
            assertTrue(slot - safe() < Limits.WINDOW_SLOTS, "slot " + slot + " when only " + safe() + " is safe");
        });
        return true;
    }

    void arrived(NodeId from, Bytes frame) {
        step(() -> loglet.received(from, new ByteReader(frame)));
    }

    void linked(NodeId to) {
        step(() -> loglet.linked(to));
    }

    void left(NodeId to, int bytes) {
        queued.merge(to, (long) -bytes, Long::sum);
    }

    void seal() {
        step(() -> {
            loglet.seal();
            cluster.ledger().answers(new Ledger.Answer(rank, loglet.received()));
        });
    }

    private void step(Runnable call) {
        call.run();
        check();
        if (!turnOpen) {
            turnOpen = true;
            cluster.after(cluster.random().below(50_000), this::endTurn);
        }
    }

    private void endTurn() {
        turnOpen = false;
        loglet.turnEnded(cluster.now());
        check();
        deliver();
        wake();
    }

    private void wake() {
        long at = loglet.wakeAtNanos();
        if (at < tickAt) {
            tickAt = at;
            cluster.after(Math.max(0, at - cluster.now()), () -> tick(at));
        }
    }

    private void tick(long at) {
        if (at == tickAt) {
            tickAt = Long.MAX_VALUE;
            if (loglet.wakeAtNanos() <= cluster.now()) {
                step(() -> loglet.tick(cluster.now()));
            }
            wake();
        }
    }

    /// Below is what the plan delivers.
    private long safe() {
        return cluster.durable() ? durablyStable : stable;
    }

    private void deliver() {
        while (!hostStuck && delivered < safe()) {
            Bytes batch = loglet.batch(delivered);
            assertNotNull(batch, "slot " + delivered + " is received, not delivered, and not in memory");
            cluster.ledger().delivers(delivered++, batch);
        }
        loglet.delivered(delivered);
    }

    private void check() {
        assertTrue(!sealed || loglet.received() == received, "received moved after the seal");
        sealed = loglet.sealed();
        received = advanced(received, loglet.received(), "received");
        stable = advanced(stable, loglet.stable(), "stable");
        durable = advanced(durable, loglet.durable(), "durable");
        durablyStable = advanced(durablyStable, loglet.durablyStable(), "durably stable");
        assertTrue(durablyStable <= stable && stable <= received && durable <= received, "frontiers out of order");
        assertTrue(durable <= storage.size(), "durable and not stored");
        cluster.ledger().claims(stable, durablyStable);
    }

    private static long advanced(long before, long after, String name) {
        assertTrue(after >= before, name + " went back from " + before + " to " + after);
        return after;
    }

    @Override
    public void send(NodeId to, Bytes head, Bytes body) {
        queued.merge(to, (long) head.length() + body.length(), Long::sum);
        cluster.send(rank, to, head, body);
    }

    @Override
    public long queuedBytes(NodeId to) {
        return underWayTo(to);
    }

    @Override
    public void store(long slot, Bytes batch, int crc) {
        assertEquals(storage.size(), slot, "slots are stored in order");
        assertEquals(batch.crc32c(), crc);
        storage.add(new StoredSlot(slot, batch, crc));
        storedSoon();
    }

    private void storedSoon() {
        long frontier = storage.size();
        if (!diskStuck) {
            cluster.after(cluster.faults().disk(cluster.random()), () -> step(() -> loglet.stored(frontier)));
        }
    }

    @Override
    public void fetch(long fromSlot, long toSlot, int maxBytes, FetchCallback callback) {
        List<StoredSlot> found = new ArrayList<>();
        long bytes = 0;
        boolean unreadable = cluster.faults().loses(cluster.random());
        for (long slot = fromSlot; !unreadable && slot < toSlot && slot < storage.size() && bytes < maxBytes; slot++) {
            found.add(storage.get((int) slot));
            bytes += storage.get((int) slot).batch().length();
        }
        cluster.after(cluster.faults().disk(cluster.random()), () -> step(() -> callback.slots(found)));
    }

    @Override
    public String toString() {
        String frontiers = "received %d stable %d durable %d durably stable %d"
                .formatted(received, stable, durable, durablyStable);
        return "rank %d wrote %d delivered %d, %s, %s"
                .formatted(rank, written, delivered, frontiers, loglet.admission());
    }
}
