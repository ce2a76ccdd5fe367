package org.ithaca.sim;

import java.util.ArrayDeque;
import org.ithaca.base.SplitMix;

/// A thread beside the core of a process, in virtual time: jobs run one after the other, each after a drawn latency.
///
/// A job calls what blocks, such as the disk, and hands its result back with [SimProcess#post]. Jobs that have not run
/// when the process dies never run; the process may also die inside one.
public final class SimWorker {
    private final SimProcess process;
    private final SplitMix random;
    private final ArrayDeque<Runnable> jobs = new ArrayDeque<>();
    private boolean busy;

    SimWorker(SimProcess process, String purpose) {
        this.process = process;
        random = process.host().world().random("worker " + purpose + " of " + process.name());
    }

    /// Queues a job.
    public void submit(Runnable job) {
        jobs.add(job);
        next();
    }

    /// Queues a job in `delayNanos` from now.
    public void submitAfter(long delayNanos, Runnable job) {
        process.host().world().after(delayNanos, () -> submit(job));
    }

    void next() {
        if (!busy && process.alive() && !process.host().paused() && !jobs.isEmpty()) {
            busy = true;
            process.host().world().after(process.host().disk().latency(random), this::run);
        }
    }

    private void run() {
        busy = false;
        if (!process.alive() || process.host().paused()) {
            return;
        }
        Runnable job = jobs.poll();
        if (job != null) {
            process.host().guarded(job);
        }
        next();
    }
}
