package org.ithaca.group;

import org.ithaca.base.Bytes;
import org.ithaca.log.Limits;

/// Back-pressure: what this member wrote and is not yet safe at the level its plan delivers at.
final class WriteWindow {
    private final OrderPolicy order;
    private final int self;
    private final SlotWindow slots;
    private final long mostBytes;
    private long next;
    private long safe;
    private long bytes;

    WriteWindow(OrderPolicy order, int self, SlotWindow slots) {
        this.order = order;
        this.self = self;
        this.slots = slots;
        this.next = order.writes(self) ? order.firstOwned(self, 0) : 0;
        this.mostBytes = Limits.WINDOW_BYTES / order.writers();
    }

    /// The slot this member writes next.
    long next() {
        return next;
    }

    boolean full() {
        return next - safe >= Limits.WINDOW_SLOTS || bytes >= mostBytes || !slots.roomFor(next);
    }

    void wrote(Bytes batch) {
        bytes += batch.length();
        next += order.writers();
    }

    /// All slots below `frontier` are safe; to be called before they leave memory.
    void safe(long frontier) {
        for (long slot = order.firstOwned(self, safe); slot < Math.min(frontier, next); slot += order.writers()) {
            Bytes batch = slots.held(slot);
            bytes -= batch == null ? 0 : batch.length();
        }
        safe = Math.max(safe, frontier);
    }
}
