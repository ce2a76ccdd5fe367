package org.ithaca.quorum;

import java.util.Collections;
import java.util.List;

/// What a kind of quorum system needs and survives, from its numbers alone; exact for every size.
record Tolerance(Side write, Side seal) {
    record Side(int smallestQuorum, int survives, String stopsWhen) {}

    static Tolerance of(QuorumSpec spec, int n) {
        return switch (spec) {
            case QuorumSpec.Majority majority -> new Tolerance(counted(n, n / 2 + 1), counted(n, n / 2 + 1));
            case QuorumSpec.All all -> new Tolerance(counted(n, n), counted(n, 1));
            case QuorumSpec.Counting counting ->
                new Tolerance(counted(n, counting.write()), counted(n, counting.seal()));
            case QuorumSpec.Weighted weighted ->
                new Tolerance(
                        weighed(weighted.weights(), weighted.write()), weighed(weighted.weights(), weighted.seal()));
            case QuorumSpec.Grid grid -> grid(grid);
            case QuorumSpec.Groups groups -> groups(groups);
            case QuorumSpec.Explicit explicit -> new Tolerance(listed(explicit.write()), listed(explicit.seal()));
        };
    }

    private static Side counted(int n, int needed) {
        return new Side(needed, n - needed, members(n - needed + 1) + " of " + n + " lost");
    }

    private static Tolerance grid(QuorumSpec.Grid grid) {
        return new Tolerance(
                new Side(grid.columns(), grid.rows() - 1, "every row has lost a member"),
                new Side(grid.rows(), grid.columns() - 1, "every column has lost a member"));
    }

    private static Tolerance groups(QuorumSpec.Groups spec) {
        int stopWrite = spec.perGroup() - spec.write() + 1;
        int stopSeal = spec.perGroup() - spec.seal() + 1;
        return new Tolerance(
                new Side(spec.groups() * spec.write(), stopWrite - 1, "one group has lost " + members(stopWrite)),
                new Side(spec.seal(), spec.groups() * stopSeal - 1, "every group has lost " + members(stopSeal)));
    }

    /// The heaviest members make the smallest quorum, and their loss is the worst.
    private static Side weighed(List<Integer> weights, int needed) {
        List<Integer> heaviestFirst =
                weights.stream().sorted(Collections.reverseOrder()).toList();
        int quorum = 0;
        for (int sum = 0; sum < needed; quorum++) {
            sum += heaviestFirst.get(quorum);
        }
        int survives = -1;
        int rest = weights.stream().mapToInt(Integer::intValue).sum();
        while (rest >= needed) {
            survives++;
            rest -= heaviestFirst.get(survives);
        }
        return new Side(quorum, survives, "the members left weigh less than " + needed);
    }

    private static Side listed(List<Long> sets) {
        int smallest = sets.stream().mapToInt(Long::bitCount).min().orElseThrow();
        int killing = 1;
        while (!canHit(sets, 0, killing)) {
            killing++;
        }
        return new Side(smallest, killing - 1, "every listed set has lost a member");
    }

    /// Whether `hit` with at most `more` further ranks has a member in every set.
    private static boolean canHit(List<Long> sets, long hit, int more) {
        long missed = 0;
        long apart = 0;
        int needed = 0;
        for (long set : sets) {
            if ((set & hit) == 0 && (set & apart) == 0) {
                missed = missed == 0 ? set : missed;
                apart |= set;
                needed++;
            }
        }
        if (needed == 0 || needed > more) {
            return needed == 0;
        }
        for (long left = missed; left != 0; left &= left - 1) {
            if (canHit(sets, hit | Long.lowestOneBit(left), more - 1)) {
                return true;
            }
        }
        return false;
    }

    private static String members(int count) {
        return count == 1 ? "a member" : count + " members";
    }
}
