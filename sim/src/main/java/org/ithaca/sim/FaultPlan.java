package org.ithaca.sim;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ithaca.base.SplitMix;
import org.jspecify.annotations.Nullable;

/// Injects the faults of a [Swarm] into a cluster until it is told to heal.
///
/// A history has two phases: while the plan runs, what must always hold is checked; after [#heal] everything runs and
/// is
/// connected for good, and the cluster must finish what was asked of it. What died comes back by itself, whoever ended
/// it.
public final class FaultPlan {
    private static final Set<FaultKind> BY_NETWORK =
            EnumSet.of(FaultKind.LOSS, FaultKind.DUPLICATE, FaultKind.REORDER, FaultKind.DELAY, FaultKind.CLOCK_DRIFT);
    private static final List<CutMode> MODES = List.of(CutMode.values());
    private static final Set<FaultKind> CONSEQUENCES = EnumSet.of(FaultKind.TORN_WRITE, FaultKind.DIRECTORY_UNDONE);

    private static final long KEEP_UP = 300_000_000;

    private final SimNetwork network;
    private final Simulator world;
    private final Swarm swarm;
    private final Faultable target;
    private final SplitMix random;
    private final List<FaultKind> kinds = new ArrayList<>();
    private final Set<SimHost> returning = new HashSet<>();
    private final Set<SimHost> damaged = new HashSet<>();
    private boolean running;

    /// Sets the clocks adrift: make it before any process boots.
    public FaultPlan(SimNetwork network, Swarm swarm, Faultable target) {
        this.network = network;
        this.swarm = swarm;
        this.target = target;
        world = network.world();
        random = world.random("faults");
        for (FaultKind kind : FaultKind.values()) {
            if (swarm.kinds().contains(kind) && !BY_NETWORK.contains(kind) && !CONSEQUENCES.contains(kind)) {
                kinds.add(kind);
            }
        }
        if (swarm.maxDriftPpm() > 0) {
            for (SimHost host : network.hosts()) {
                host.clock().drift(random.below(2 * swarm.maxDriftPpm() + 1) - (long) swarm.maxDriftPpm());
                world.fault(FaultKind.CLOCK_DRIFT, host.name());
            }
        }
    }

    /// Begins to inject.
    public void start() {
        running = true;
        network.options(swarm.network());
        next();
    }

    /// Ends every fault: paths are mended, disks work, whatever stands still goes on, whatever is down starts.
    public void heal() {
        running = false;
        world.note("plan", "heal", 0, 0, 0);
        network.options(network.options().healed());
        network.mendAll();
        for (SimHost host : network.hosts()) {
            host.disk().faults().heal();
            host.resume();
        }
        keepUp();
    }

    /// Starts what is down, now and whenever a node still ends by its own wish.
    private void keepUp() {
        for (SimHost node : target.nodes()) {
            startIfDown(node);
        }
        world.after(KEEP_UP, () -> {
            if (!running) {
                keepUp();
            }
        });
    }

    private void next() {
        world.after(around(swarm.meanPauseNanos()), () -> {
            if (running) {
                bringBack();
                if (!kinds.isEmpty() && !target.nodes().isEmpty()) {
                    inject(kinds.get(random.below(kinds.size())));
                }
                next();
            }
        });
    }

    /// From a tenth to three times as long, small values more often.
    private long around(long mean) {
        long low = mean / 10;
        return low + (random.nextLong() >>> 1) % Math.max(1, (random.oneIn(3) ? 3 * mean : mean) - low);
    }

    private void inject(FaultKind kind) {
        SimHost node = target.nodes().get(random.below(target.nodes().size()));
        switch (kind) {
            case KILL, POWER_LOSS, POWER_LOSS_IN_WRITE -> stop(kind, node);
            case TOTAL_POWER_LOSS -> losePowerEverywhere();
            case PAUSE -> pause(node);
            case PARTITION -> partition();
            case CUT_ONE_WAY -> cutOneWay(node);
            case CLOG -> clog(node);
            case LINK_RESET -> network.resetSomeLink();
            case CLOCK_JUMP -> jump(node);
            case DISK_FULL ->
                lasting(
                        () -> node.disk().faults().full(true),
                        () -> node.disk().faults().full(false));
            case DISK_SLOW -> slow(node);
            case FORCE_FAILS ->
                lasting(
                        () -> node.disk().faults().forceFailsOneIn(1 + random.below(8)),
                        () -> node.disk().faults().forceFailsOneIn(0));
            case FORCE_LIES, BIT_FLIP -> damage(kind);
            case JOIN -> countIf(FaultKind.JOIN, target.join());
            case LEAVE -> countIf(FaultKind.LEAVE, target.leave());
            case LOSS, DUPLICATE, REORDER, DELAY, CLOCK_DRIFT, TORN_WRITE, DIRECTORY_UNDONE ->
                throw new IllegalStateException(kind + " is not injected here");
        }
    }

    private void countIf(FaultKind kind, boolean happened) {
        if (happened) {
            world.fault(kind, "cluster");
        }
    }

    private void lasting(Runnable begin, Runnable end) {
        begin.run();
        world.after(around(swarm.meanLengthNanos()), () -> {
            if (running) {
                end.run();
            }
        });
    }

    private long down() {
        return target.nodes().stream()
                .filter(node -> node.running() == null || node.disk().faults().armed())
                .count();
    }

    private void stop(FaultKind kind, SimHost node) {
        boolean stoppable = node.running() != null && !node.disk().faults().armed() && target.mayStop(node);
        if (!stoppable || down() >= target.mayBeDown()) {
            return;
        }
        switch (kind) {
            case POWER_LOSS -> target.powerLoss(node);
            case POWER_LOSS_IN_WRITE -> node.disk().faults().losePowerAfter(1 + random.below(20));
            default -> target.kill(node);
        }
    }

    private void losePowerEverywhere() {
        if (target.mayBeDown() >= target.nodes().size()
                && target.nodes().stream().allMatch(target::mayStop)) {
            world.fault(FaultKind.TOTAL_POWER_LOSS, "cluster");
            target.nodes().forEach(target::powerLoss);
        }
    }

    /// Plans the return of every node that is down, for whatever reason.
    private void bringBack() {
        for (SimHost node : target.nodes()) {
            if (node.running() == null && returning.add(node)) {
                world.after(around(swarm.meanLengthNanos()), () -> {
                    returning.remove(node);
                    if (running) {
                        startIfDown(node);
                    }
                });
            }
        }
    }

    private void startIfDown(SimHost node) {
        if (node.running() == null) {
            target.start(node);
        }
    }

    private void pause(SimHost node) {
        if (node.running() != null && !node.paused()) {
            lasting(node::pause, node::resume);
        }
    }

    private void partition() {
        CutMode mode = mode();
        List<SimHost> hosts = network.hosts();
        long side = random.nextLong();
        world.fault(FaultKind.PARTITION, "network");
        lasting(() -> across(hosts, side, mode), () -> across(hosts, side, null));
    }

    private void across(List<SimHost> hosts, long side, @Nullable CutMode mode) {
        for (SimHost from : hosts) {
            for (SimHost to : hosts) {
                if (((side >>> (from.index() & 63)) & 1) != ((side >>> (to.index() & 63)) & 1)) {
                    if (mode == null) {
                        network.mend(from, to);
                    } else {
                        network.cut(from, to, mode);
                    }
                }
            }
        }
    }

    private void cutOneWay(SimHost from) {
        SimHost to = other(from);
        if (to != from) {
            world.fault(FaultKind.CUT_ONE_WAY, from.name());
            CutMode mode = mode();
            lasting(() -> network.cut(from, to, mode), () -> network.mend(from, to));
        }
    }

    private void clog(SimHost from) {
        SimHost to = other(from);
        world.fault(FaultKind.CLOG, from.name());
        long step = 10_000L << random.below(8);
        lasting(() -> network.clog(from, to, step), () -> network.mend(from, to));
    }

    private SimHost other(SimHost host) {
        List<SimHost> hosts = network.hosts();
        return hosts.get((host.index() + 1 + random.below(Math.max(1, hosts.size() - 1))) % hosts.size());
    }

    private CutMode mode() {
        return MODES.get(random.below(MODES.size()));
    }

    private void jump(SimHost node) {
        world.fault(FaultKind.CLOCK_JUMP, node.name());
        node.clock().jumpWall((random.oneIn(2) ? 1 : -1) * (1L << random.below(23)));
    }

    private void slow(SimHost node) {
        world.fault(FaultKind.DISK_SLOW, node.name());
        lasting(
                () -> node.disk().faults().slow(true),
                () -> node.disk().faults().slow(false));
    }

    private void damage(FaultKind kind) {
        List<SimHost> candidates = damaged.size() < target.mayBeDamaged()
                ? target.nodes()
                : target.nodes().stream().filter(damaged::contains).toList();
        if (candidates.isEmpty()) {
            return;
        }
        SimHost node = candidates.get(random.below(candidates.size()));
        damaged.add(node);
        if (kind == FaultKind.BIT_FLIP) {
            node.disk().flipBit(path -> target.mayDamage(node, path));
        } else {
            lasting(
                    () -> node.disk().faults().forceLies(true),
                    () -> node.disk().faults().forceLies(false));
        }
    }
}
