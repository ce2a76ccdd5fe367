package org.ithaca.quorum;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/// Which losses of members stop commits, and which stop reconfiguration: two different questions.
///
/// Commits need a write quorum of members, a change of epoch needs a seal quorum. Where it says *exact*,
/// every set of members was tried.
///
/// @param spec the text form of the system
/// @param size members
/// @param commits what commits need and survive
/// @param reconfiguration what a change of epoch needs and survives
/// @param losses for 1, 2, ... members lost, how many sets of them stop what; empty above [#EXACT_SIZE]
///     members
public record QuorumReport(
        String spec, int size, Availability commits, Availability reconfiguration, List<Losses> losses) {
    /// Most members for which every set of them is tried.
    public static final int EXACT_SIZE = 16;

    /// @param smallestQuorum members of the smallest quorum
    /// @param survives the largest number of losses, whichever they are, that leaves a quorum
    /// @param stopsWhen in words, the losses that leave none
    /// @param killingSets all minimal sets, as bit masks of ranks, whose loss leaves none, smallest first;
    ///     empty unless exact
    /// @param exact whether `killingSets` was computed
    public record Availability(
            int smallestQuorum, int survives, String stopsWhen, List<Long> killingSets, boolean exact) {
        public Availability {
            killingSets = List.copyOf(killingSets);
        }
    }

    /// Of the `sets` sets of `lost` members, those whose loss stops commits, and reconfiguration.
    public record Losses(int lost, int sets, int stopCommits, int stopReconfiguration) {}

    public QuorumReport {
        losses = List.copyOf(losses);
    }

    /// The report on a system.
    public static QuorumReport of(QuorumSystem system) {
        Tolerance tolerance = Tolerance.of(system.spec(), system.size());
        boolean exact = system.size() <= EXACT_SIZE;
        return new QuorumReport(
                system.spec().toString(),
                system.size(),
                availability(tolerance.write(), system.size(), system::writeQuorum, exact),
                availability(tolerance.seal(), system.size(), system::sealQuorum, exact),
                exact ? losses(system) : List.of());
    }

    private static Availability availability(Tolerance.Side side, int size, LongPredicate quorum, boolean exact) {
        List<Long> killing = exact ? killingSets(size, quorum) : List.of();
        return new Availability(side.smallestQuorum(), side.survives(), side.stopsWhen(), killing, exact);
    }

    private static List<Long> killingSets(int size, LongPredicate quorum) {
        long all = Ranks.below(size);
        List<Long> minimal = new ArrayList<>();
        for (long lost = 0; lost <= all; lost++) {
            if (!quorum.test(all & ~lost) && eachMemberCounts(lost, all, quorum)) {
                minimal.add(lost);
            }
        }
        minimal.sort((a, b) -> {
            int bySize = Integer.compare(Long.bitCount(a), Long.bitCount(b));
            return bySize != 0 ? bySize : Long.compare(Long.reverse(b) >>> 1, Long.reverse(a) >>> 1);
        });
        return minimal;
    }

    private static boolean eachMemberCounts(long lost, long all, LongPredicate quorum) {
        for (long left = lost; left != 0; left &= left - 1) {
            if (!quorum.test((all & ~lost) | Long.lowestOneBit(left))) {
                return false;
            }
        }
        return true;
    }

    private static List<Losses> losses(QuorumSystem system) {
        int size = system.size();
        long all = Ranks.below(size);
        int[] sets = new int[size + 1];
        int[] stopCommits = new int[size + 1];
        int[] stopReconfiguration = new int[size + 1];
        for (long lost = 0; lost <= all; lost++) {
            int count = Long.bitCount(lost);
            sets[count]++;
            stopCommits[count] += system.writeQuorum(all & ~lost) ? 0 : 1;
            stopReconfiguration[count] += system.sealQuorum(all & ~lost) ? 0 : 1;
        }
        List<Losses> rows = new ArrayList<>();
        for (int count = 1; count <= size; count++) {
            rows.add(new Losses(count, sets[count], stopCommits[count], stopReconfiguration[count]));
        }
        return rows;
    }

    /// A table for people; ends with a line break.
    public String text() {
        return ReportWriter.text(this);
    }

    /// One JSON object with the names of the components; sets are arrays of ranks.
    public String json() {
        return ReportWriter.json(this);
    }
}
