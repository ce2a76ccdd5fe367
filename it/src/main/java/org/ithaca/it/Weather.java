package org.ithaca.it;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.ithaca.sim.FaultKind;
import org.ithaca.sim.Simulator;
import org.ithaca.sim.Swarm;

/// Draws which faults a history has, within what a cluster must survive.
final class Weather {
    private static final int CALM_ONE_IN = 16;
    private static final long BRISK_PAUSE = TimeUnit.MILLISECONDS.toNanos(40);
    private static final long BRISK_LENGTH = TimeUnit.MILLISECONDS.toNanos(300);

    /// A disk that lies loses what it said it had, and nobody can know: no quorum system here is made for
    /// that.
    private static final Set<FaultKind> BEYOND = EnumSet.of(FaultKind.FORCE_LIES);

    /// What takes memory away without asking whether the others could do without it.
    private static final Set<FaultKind> NOT_IN_MEMORY =
            EnumSet.of(FaultKind.FORCE_FAILS, FaultKind.TOTAL_POWER_LOSS, FaultKind.JOIN, FaultKind.LEAVE);

    private Weather() {}

    /// The faults of one history.
    static Swarm draw(Simulator world, Focus focus) {
        if (focus.equals(Focus.NONE) && world.random("calm").oneIn(CALM_ONE_IN)) {
            return Swarm.calm();
        }
        EnumSet<FaultKind> allowed = EnumSet.allOf(FaultKind.class);
        allowed.removeAll(BEYOND);
        allowed.removeAll(focus.never());
        Swarm drawn = Swarm.draw(world, allowed);
        EnumSet<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        kinds.addAll(drawn.kinds());
        kinds.addAll(focus.always());
        if (!focus.brisk()) {
            return with(drawn, kinds);
        }
        return kinds.isEmpty()
                ? Swarm.calm()
                : new Swarm(drawn.network(), kinds, BRISK_PAUSE, BRISK_LENGTH, drawn.maxDriftPpm());
    }

    /// The same for a cluster whose logs are in memory.
    static Swarm forMemory(Swarm swarm) {
        EnumSet<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        kinds.addAll(swarm.kinds());
        kinds.removeAll(NOT_IN_MEMORY);
        return with(swarm, kinds);
    }

    private static Swarm with(Swarm swarm, Set<FaultKind> kinds) {
        return new Swarm(swarm.network(), kinds, swarm.meanPauseNanos(), swarm.meanLengthNanos(), swarm.maxDriftPpm());
    }
}
