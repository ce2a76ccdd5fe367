package org.ithaca.sim;

import java.util.Collections;
import java.util.EnumSet;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ithaca.base.Defect;
import org.ithaca.base.Hooks;

/// The defects planted in a world, and how often each rare path was taken.
public final class SimHooks implements Hooks {
    private final EnumSet<Defect> planted = EnumSet.noneOf(Defect.class);
    private final SortedMap<String, Long> probes = new TreeMap<>();

    SimHooks() {}

    /// Makes every core of the world behave as badly as `defect` says.
    public void plant(Defect defect) {
        planted.add(defect);
    }

    @Override
    public boolean planted(Defect defect) {
        return planted.contains(defect);
    }

    @Override
    public void reached(String probe) {
        probes.merge(probe, 1L, Long::sum);
    }

    /// How often each probe was reached, by name.
    public SortedMap<String, Long> probes() {
        return Collections.unmodifiableSortedMap(probes);
    }
}
