package org.ithaca.quorum;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.SplitMix;

/// Random quorum systems in the text form, safe or not, with a size they are meant for.
final class Specs {
    private Specs() {}

    record Sized(QuorumSpec spec, int size) {}

    static Sized random(SplitMix random, int maxSize) {
        return switch (random.below(7)) {
            case 0 -> new Sized(new QuorumSpec.Majority(), 1 + random.below(maxSize));
            case 1 -> new Sized(new QuorumSpec.All(), 1 + random.below(maxSize));
            case 2 -> counting(random, 1 + random.below(maxSize));
            case 3 -> weighted(random, 1 + random.below(maxSize));
            case 4 -> grid(random, maxSize);
            case 5 -> groups(random, maxSize);
            default -> explicit(random, 1 + random.below(maxSize));
        };
    }

    private static Sized counting(SplitMix random, int n) {
        return new Sized(new QuorumSpec.Counting(1 + random.below(n), 1 + random.below(n)), n);
    }

    private static Sized weighted(SplitMix random, int n) {
        List<Integer> weights = new ArrayList<>();
        int total = 0;
        for (int i = 0; i < n; i++) {
            weights.add(i == 0 ? 1 + random.below(4) : random.below(5));
            total += weights.get(i);
        }
        int write = 1 + random.below(total);
        int seal = random.oneIn(2) ? 1 + random.below(total) : Math.max(1, total - write + random.below(2));
        return new Sized(new QuorumSpec.Weighted(weights, write, seal), n);
    }

    private static Sized grid(SplitMix random, int maxSize) {
        int rows = 1 + random.below(4);
        int columns = 1 + random.below(Math.max(1, maxSize / rows));
        return new Sized(new QuorumSpec.Grid(rows, columns), rows * columns);
    }

    private static Sized groups(SplitMix random, int maxSize) {
        int groups = 1 + random.below(4);
        int members = 1 + random.below(Math.max(1, maxSize / groups));
        int write = 1 + random.below(members);
        int seal = 1 + random.below(members);
        return new Sized(new QuorumSpec.Groups(groups, members, write, seal), groups * members);
    }

    private static Sized explicit(SplitMix random, int n) {
        return new Sized(new QuorumSpec.Explicit(sets(random, n), sets(random, n)), n);
    }

    private static List<Long> sets(SplitMix random, int n) {
        List<Long> sets = new ArrayList<>();
        int count = 1 + random.below(4);
        while (sets.size() < count) {
            long half = random.nextLong();
            long set = (half | random.nextLong()) & Ranks.below(n);
            if (set != 0) {
                sets.add(set);
            }
        }
        return sets;
    }
}
