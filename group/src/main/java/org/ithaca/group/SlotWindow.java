package org.ithaca.group;

import java.util.Arrays;
import org.ithaca.base.Bytes;
import org.ithaca.base.Invariant;
import org.ithaca.log.Limits;
import org.ithaca.log.LogletPorts;
import org.jspecify.annotations.Nullable;

/// The slots in memory: a ring from [#floor], the received prefix first, then slots that came before their turn.
///
/// Bounded in slots and bytes whatever others send: what does not fit is not taken, and its writer sends it again.
final class SlotWindow {
    /// Most slots held: more than a writer's window, as releasing a slot takes one exchange longer than its being
    /// stable.
    static final int HOLD_SLOTS = 4 * Limits.WINDOW_SLOTS;

    private final long holdBytes;
    private final long earlyBytes;
    private @Nullable Bytes[] batches = new Bytes[64];
    private int[] crcs = new int[64];
    private long floor;
    private long received;
    private long highest;
    private long prefixInMemory;
    private long earlyInMemory;

    /// A window that has room for whatever `writers` writers may have under way together, and as much again.
    SlotWindow(int writers) {
        long underWay = Limits.WINDOW_BYTES + (long) writers * Limits.MAX_BATCH_BYTES;
        holdBytes = Limits.WINDOW_BYTES + underWay;
        earlyBytes = underWay;
    }

    /// Starts above slots that are stored already. Only on an empty window.
    void startAt(long stored) {
        Invariant.check(highest == 0, "a window in use starts anew");
        floor = stored;
        received = stored;
        highest = stored;
    }

    /// Slots below are not in memory.
    long floor() {
        return floor;
    }

    /// Every slot below is held.
    long received() {
        return received;
    }

    /// No slot at or above is held.
    long highest() {
        return highest;
    }

    /// Whether a batch of this length is new for the slot and fits.
    boolean wants(long slot, int length) {
        return slot >= received
                && slot - floor < HOLD_SLOTS
                && prefixInMemory < holdBytes
                && (slot == received || earlyInMemory + length <= earlyBytes)
                && held(slot) == null;
    }

    /// Whether this member may write the slot itself.
    boolean roomFor(long slot) {
        return slot - floor < HOLD_SLOTS && prefixInMemory < holdBytes;
    }

    /// Takes the batch of a slot that is neither received nor held. Call [#advance] afterwards.
    void put(long slot, Bytes batch, int crc) {
        Invariant.check(
                slot >= received && slot - floor < HOLD_SLOTS && held(slot) == null, "slot " + slot + " written twice");
        reserve(slot);
        int at = index(slot);
        batches[at] = batch.retain();
        crcs[at] = crc;
        earlyInMemory += batch.length();
        highest = Math.max(highest, slot + 1);
    }

    /// Moves `received` over what is held without a gap and hands that to the storage, in order of slots.
    void advance(LogletPorts ports) {
        for (Bytes batch = held(received); batch != null; batch = held(received)) {
            ports.store(received, batch, crcs[index(received)]);
            earlyInMemory -= batch.length();
            prefixInMemory += batch.length();
            received++;
        }
    }

    /// Forgets the slots below `frontier`, which is at most [#received].
    void release(long frontier) {
        Invariant.ordered(frontier, "released", received, "received");
        for (; floor < frontier; floor++) {
            prefixInMemory -= forget(floor);
        }
    }

    /// Forgets the slots that came before their turn: nothing will be received any more.
    void dropEarly() {
        for (long slot = received; slot < highest; slot++) {
            forget(slot);
        }
        earlyInMemory = 0;
        highest = received;
    }

    /// Gives the batch of the slot back, if there is one; returns its length.
    private int forget(long slot) {
        Bytes batch = batches[index(slot)];
        if (batch == null) {
            return 0;
        }
        batches[index(slot)] = null;
        batch.release();
        return batch.length();
    }

    /// The batch of a slot in memory, received or early.
    @Nullable
    Bytes held(long slot) {
        return slot < floor || slot >= highest ? null : batches[index(slot)];
    }

    /// The checksum of a slot that is [#held].
    int crc(long slot) {
        return crcs[index(slot)];
    }

    private int index(long slot) {
        return (int) slot & (batches.length - 1);
    }

    private void reserve(long slot) {
        int capacity = batches.length;
        while (slot - floor >= capacity) {
            capacity *= 2;
        }
        if (capacity == batches.length) {
            return;
        }
        @Nullable Bytes[] oldBatches = batches;
        int[] oldCrcs = crcs;
        batches = Arrays.copyOf(oldBatches, capacity);
        Arrays.fill(batches, null);
        crcs = new int[capacity];
        for (long moved = floor; moved < highest; moved++) {
            int from = (int) moved & (oldBatches.length - 1);
            batches[index(moved)] = oldBatches[from];
            crcs[index(moved)] = oldCrcs[from];
        }
    }
}
