package org.ithaca.sim;

import java.util.function.Function;
import org.ithaca.base.Peer;
import org.jspecify.annotations.Nullable;

/// A machine: what outlives the processes on it. At most one process runs at a time.
public final class SimHost {
    private final SimNetwork network;
    private final String name;
    private final int index;
    private final SimClock clock;
    private final SimDisk disk;
    private @Nullable SimProcess process;
    private boolean powered = true;
    private boolean paused;
    private int runs;

    SimHost(SimNetwork network, String name, int index) {
        this.network = network;
        this.name = name;
        this.index = index;
        clock = new SimClock(network.world());
        disk = new SimDisk(network.world(), name, this::powerLoss);
    }

    /// Starts a process that listens and reaches others as `identity` from the beginning.
    ///
    /// @throws IllegalStateException if one is running
    public SimProcess boot(Peer identity) {
        SimProcess booted = boot();
        booted.listen(identity);
        return booted;
    }

    /// Starts a process, powering the machine up if need be. It has no network until [SimProcess#listen].
    ///
    /// @throws IllegalStateException if one is running
    public SimProcess boot() {
        if (process != null) {
            throw new IllegalStateException(name + " is running");
        }
        powered = true;
        paused = false;
        SimProcess booted = new SimProcess(this, runs++);
        process = booted;
        network.world().note(name, "boot", runs, 0, 0);
        return booted;
    }

    /// Starts a process and the program that `make` builds for it. The process returned is dead if it died while it was
    /// built: [SimProcess#exit] is the way out for a program that cannot start.
    public SimProcess start(Peer identity, Function<SimProcess, Program> make) {
        return attached(boot(identity), make);
    }

    /// The same for a program that learns only later, from its disk, who it is, and then calls [SimProcess#listen].
    public SimProcess start(Function<SimProcess, Program> make) {
        return attached(boot(), make);
    }

    private SimProcess attached(SimProcess started, Function<SimProcess, Program> make) {
        guarded(() -> started.attach(make.apply(started)));
        return started;
    }

    /// Kills the process as `kill -9` does. Nothing if none runs.
    public void kill() {
        if (process != null) {
            network.world().fault(FaultKind.KILL, name);
            end(false);
        }
    }

    /// Takes the power away: the process dies, and what its disk was not forced to keep is lost in part.
    public void powerLoss() {
        if (powered) {
            network.world().fault(FaultKind.POWER_LOSS, name);
            powered = false;
            end(true);
            disk.losePower();
        }
    }

    /// Lets the process stand still: what arrives waits.
    public void pause() {
        if (process != null && !paused) {
            network.world().fault(FaultKind.PAUSE, name);
            paused = true;
        }
    }

    /// Lets it go on; all that waited comes in one burst.
    public void resume() {
        if (paused) {
            paused = false;
            network.world().note(name, "resume", 0, 0, 0);
            if (process != null) {
                process.planTurn(0);
                process.resumeWorkers();
            }
        }
    }

    /// The process that runs here, if any; a paused one runs.
    public @Nullable SimProcess running() {
        return process;
    }

    public boolean powered() {
        return powered;
    }

    public boolean paused() {
        return paused;
    }

    public String name() {
        return name;
    }

    /// Its place in [SimNetwork#hosts].
    public int index() {
        return index;
    }

    public SimClock clock() {
        return clock;
    }

    public SimDisk disk() {
        return disk;
    }

    SimNetwork network() {
        return network;
    }

    Simulator world() {
        return network.world();
    }

    void end(boolean powerLost) {
        SimProcess ending = process;
        process = null;
        paused = false;
        if (ending != null) {
            ending.die(powerLost);
            disk.closed();
        }
    }

    /// Runs code of the process; if the process dies inside, only it unwinds.
    void guarded(Runnable code) {
        try {
            code.run();
        } catch (ProcessKilled _) {
            network.world().note(name, "died inside", 0, 0, 0);
        }
    }
}
