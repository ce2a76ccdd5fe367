package org.ithaca.register;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.IthacaException;
import org.ithaca.base.SplitMix;

/// Configurations of three register sets, safe or not, that the models explore. Each owned set has an owner
/// of its own.
final class RandomConfigurations {
    private final SplitMix random;

    RandomConfigurations(long seed) {
        random = new SplitMix(seed);
    }

    /// With at most `open` open sets. What follows the three sets is asked of everyone, so that it decides
    /// nothing about safety.
    RegisterConfiguration next(int servers, int open) {
        List<RegisterSet> sets = new ArrayList<>();
        int opened = 0;
        for (int set = 0; set < RegisterModel.SETS; set++) {
            Quorums write = quorums(servers, 1);
            Quorums seal = set == 0 ? new Quorums.AnyOf(0) : quorums(servers, 0);
            if (opened < open && random.oneIn(3)) {
                opened++;
                sets.add(RegisterSet.open(write, seal));
            } else {
                sets.add(RegisterSet.owned(set, write, seal));
            }
        }
        Quorums everyone = new Quorums.AnyOf(servers);
        return new RegisterConfiguration(servers, sets, List.of(RegisterSet.owned(9, everyone, everyone)));
    }

    private Quorums quorums(int servers, int least) {
        if (random.oneIn(2)) {
            int count = Math.max(random.below(servers + 1), random.below(servers + 1));
            return new Quorums.AnyOf(Math.max(least, count));
        }
        List<Long> sets = new ArrayList<>();
        int count = 1 + random.below(3);
        while (sets.size() < count) {
            long half = random.nextLong();
            long set = (half | random.nextLong()) & ((1L << servers) - 1);
            if (set != 0) {
                sets.add(set);
            }
        }
        return new Quorums.Listed(sets);
    }

    static boolean accepted(RegisterConfiguration configuration, ClientKind kind) {
        try {
            configuration.check(kind);
            return true;
        } catch (IthacaException refused) {
            return false;
        }
    }
}
