package org.ithaca.sim;

import org.ithaca.base.SplitMix;

/// What goes wrong on one [SimDisk], until told otherwise.
public final class DiskFaults {
    private boolean full;
    private boolean slow;
    private boolean forceLies;
    private int forceFailsOneIn;
    private int operationsLeft;

    DiskFaults() {}

    /// Whether writes that need room are refused.
    public void full(boolean on) {
        full = on;
    }

    /// Whether jobs of workers take 20 to 220 times as long.
    public void slow(boolean on) {
        slow = on;
    }

    /// Whether forces succeed and make nothing durable.
    public void forceLies(boolean on) {
        forceLies = on;
    }

    /// Lets one force in so many fail; 0 for none.
    public void forceFailsOneIn(int n) {
        forceFailsOneIn = n;
    }

    /// Takes the power away inside the `operations`-th change from now: a write is done in part then. Disarmed when the
    /// process dies before.
    public void losePowerAfter(int operations) {
        operationsLeft = operations;
    }

    /// Everything works again.
    public void heal() {
        full = false;
        slow = false;
        forceLies = false;
        forceFailsOneIn = 0;
        operationsLeft = 0;
    }

    boolean full() {
        return full;
    }

    boolean slow() {
        return slow;
    }

    boolean forceLies() {
        return forceLies;
    }

    boolean forceFails(SplitMix random) {
        return forceFailsOneIn > 0 && random.oneIn(forceFailsOneIn);
    }

    boolean armed() {
        return operationsLeft > 0;
    }

    boolean countDown() {
        return operationsLeft > 0 && --operationsLeft == 0;
    }

    void disarm() {
        operationsLeft = 0;
    }
}
