package org.ithaca.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.Clock;
import org.ithaca.base.Entropy;
import org.ithaca.base.Network;
import org.ithaca.base.Peer;
import org.ithaca.base.SplitMix;
import org.jspecify.annotations.Nullable;

/// One run of a [Program] on a [SimHost], from its boot until it dies.
///
/// The program is stepped in turns: all that arrived is handed over, it is woken if it asked for that, `turnEnded` is
/// called, and only then do the frames it sent leave. A process that dies in the middle of a turn has sent none of
/// them.
public final class SimProcess {
    private final SimHost host;
    private final Endpoint endpoint;
    private final SplitMix entropy;
    private final ArrayDeque<Runnable> inbox = new ArrayDeque<>();
    private final List<SimLink> output = new ArrayList<>();
    private final List<SimWorker> workers = new ArrayList<>();
    private @Nullable Peer identity;
    private @Nullable Program program;
    private boolean alive = true;
    private boolean turnPlanned;
    private @Nullable SimTimer alarm;

    SimProcess(SimHost host, int run) {
        this.host = host;
        endpoint = new Endpoint(host.network(), this);
        entropy = host.world().random("entropy of " + host.name() + " run " + run);
    }

    /// Sets what runs here. The first turn follows soon, even if nothing arrives.
    public void attach(Program attached) {
        program = attached;
        planTurn(0);
    }

    public SimHost host() {
        return host;
    }

    public String name() {
        return host.name();
    }

    /// Accepts links from now on, and may reach others.
    public void listen(Peer self) {
        identity = self;
    }

    /// Whether [#listen] was called.
    boolean listens() {
        return identity != null;
    }

    /// What it says of itself in its hello.
    ///
    /// @throws IllegalStateException before [#listen]
    public Peer identity() {
        Peer self = identity;
        if (self == null) {
            throw new IllegalStateException(name() + " does not listen yet");
        }
        return self;
    }

    /// Whether it has not died yet.
    public boolean alive() {
        return alive;
    }

    public Network network() {
        return endpoint;
    }

    public Clock clock() {
        return new Clock() {
            @Override
            public long nanos() {
                return host.clock().nanos();
            }

            @Override
            public long wallMillis() {
                return host.clock().wallMillis();
            }
        };
    }

    public Entropy entropy() {
        return entropy;
    }

    /// A thread beside the core, such as the disk thread: see [SimWorker].
    public SimWorker worker(String purpose) {
        SimWorker worker = new SimWorker(this, purpose);
        workers.add(worker);
        return worker;
    }

    /// Runs `task` on the thread of the core in its next turn. May be called from anywhere; lost if the process dies.
    public void post(Runnable task) {
        enqueue(task);
    }

    /// Runs `task` on the thread of the core in a turn that begins `delayNanos` from now or later.
    public SimTimer postAfter(long delayNanos, Runnable task) {
        return host.world().after(delayNanos, () -> enqueue(task));
    }

    /// Ends the process by its own wish, as a node does that no longer trusts its state: what is on the stack unwinds,
    /// and nothing that was sent in this turn leaves.
    ///
    /// @throws ProcessKilled always; not to be caught
    public void exit(String reason) {
        note("exit " + reason, 0, 0);
        host.end(false);
        throw new ProcessKilled(name());
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Program program() {
        Program attached = program;
        if (attached == null) {
            throw new IllegalStateException(name() + " has no program");
        }
        return attached;
    }

    void note(String verb, long a, long b) {
        host.world().note(host.name(), verb, a, 0, b);
    }

    void hasOutput(SimLink link) {
        output.add(link);
        if (!turnPlanned) {
            planTurn(0);
        }
    }

    void enqueue(Runnable event) {
        if (alive) {
            inbox.add(event);
            long most = host.network().options().turnDelay();
            planTurn(most == 0 ? 0 : host.network().draws().below((int) most));
        }
    }

    void planTurn(long delayNanos) {
        if (!turnPlanned && program != null && alive && !host.paused()) {
            turnPlanned = true;
            host.world().after(delayNanos, this::turn);
        }
    }

    private void turn() {
        turnPlanned = false;
        if (!alive || host.paused()) {
            return;
        }
        host.guarded(() -> {
            for (int left = inbox.size(); left > 0; left--) {
                Runnable event = inbox.poll();
                if (event != null) {
                    event.run();
                }
            }
            long now = host.clock().nanos();
            if (program().wakeAtNanos() <= now) {
                program().wake(now);
            }
            program().turnEnded();
        });
        if (alive) {
            flush();
            setAlarm();
        }
    }

    private void flush() {
        for (SimLink link : output) {
            link.flush();
        }
        output.clear();
    }

    private void setAlarm() {
        long wakeAt = program().wakeAtNanos();
        if (wakeAt == Long.MAX_VALUE) {
            return;
        }
        long moment = Math.max(host.world().nowNanos() + 1, host.clock().worldTime(wakeAt));
        if (alarm != null
                && alarm.timeNanos <= moment
                && alarm.timeNanos > host.world().nowNanos()) {
            return;
        }
        if (alarm != null) {
            alarm.cancel();
        }
        alarm = host.world().at(moment, () -> planTurn(0));
    }

    void resumeWorkers() {
        workers.forEach(SimWorker::next);
    }

    void die(boolean powerLost) {
        alive = false;
        inbox.clear();
        output.clear();
        endpoint.died(powerLost);
    }
}
