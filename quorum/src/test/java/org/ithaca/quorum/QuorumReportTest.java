package org.ithaca.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.SplitMix;
import org.ithaca.quorum.QuorumReport.Availability;
import org.ithaca.quorum.QuorumReport.Losses;
import org.junit.jupiter.api.Test;

class QuorumReportTest {
    private static final List<Long> WHOLE_GROUPS = List.of(0b111L, 0b111_000L, 0b111_000_000L, 0b111_000_000_000L);

    /// Twelve members in four groups of three (Howard's example): any three losses still elect, and still
    /// commit unless they are one whole group; four stop elections only when there is one in each group.
    @Test
    void oneOfEachGroupWritesAWholeGroupSeals() {
        QuorumReport report = report("groups(4x3)", 12);
        assertEquals(2, report.commits().survives());
        assertEquals(WHOLE_GROUPS, report.commits().killingSets());
        assertEquals(3, report.reconfiguration().survives());
        List<Long> onePerGroup = report.reconfiguration().killingSets();
        assertEquals(81, onePerGroup.size());
        assertTrue(onePerGroup.stream()
                .allMatch(set -> WHOLE_GROUPS.stream().allMatch(group -> Long.bitCount(set & group) == 1)));
        assertEquals(new Losses(3, 220, 4, 0), report.losses().get(2));
        assertEquals(new Losses(4, 495, 36, 81), report.losses().get(3));
    }

    /// The same reversed: commits stop when a group loses two, elections only when every group has lost
    /// two.
    @Test
    void twoOfEachGroupWriteTwoOfAnyGroupSeal() {
        QuorumReport report = report("groups(4x3,2,2)", 12);
        assertEquals(1, report.commits().survives());
        assertEquals(12, report.commits().killingSets().size());
        assertTrue(report.commits().killingSets().stream()
                .allMatch(set -> Long.bitCount(set) == 2
                        && WHOLE_GROUPS.stream().anyMatch(group -> Ranks.contains(group, set))));
        assertEquals(7, report.reconfiguration().survives());
        assertEquals(81, report.reconfiguration().killingSets().size());
        assertTrue(report.reconfiguration().killingSets().stream()
                .allMatch(set -> WHOLE_GROUPS.stream().allMatch(group -> Long.bitCount(set & group) == 2)));
    }

    @Test
    void rendersAsTextAndJson() {
        QuorumReport report = report("counting(2,3)", 4);
        assertEquals("""
            quorums counting(2,3) over 4 members: safe, every write quorum meets every seal quorum

                             smallest quorum  survives any loss   stops when
            commits                        2               of 2   3 members of 4 lost
            reconfiguration                3               of 1   2 members of 4 lost

                lost       sets   stop commits   stop reconfiguration
                   1          4              0                      0
                   2          6              0                      6
                   3          4              4                      4
                   4          1              1                      1

            smallest sets whose loss stops commits (4): {0,1,2} {0,1,3} {0,2,3} {1,2,3}
            smallest sets whose loss stops reconfiguration (6): {0,1} {0,2} {0,3} {1,2} {1,3} {2,3}
            """, report.text());
        assertEquals(
                "{\"spec\":\"all\",\"size\":1,"
                        + "\"commits\":{\"smallestQuorum\":1,\"survives\":0,\"stopsWhen\":\"a member of 1 lost\","
                        + "\"exact\":true,\"killingSets\":[[0]]},"
                        + "\"reconfiguration\":{\"smallestQuorum\":1,\"survives\":0,"
                        + "\"stopsWhen\":\"a member of 1 lost\",\"exact\":true,\"killingSets\":[[0]]},"
                        + "\"losses\":[{\"lost\":1,\"sets\":1,\"stopCommits\":1,\"stopReconfiguration\":1}]}",
                report("all", 1).json());
    }

    @Test
    void largeSystemsAreReportedWithoutTryingEverySet() {
        QuorumReport report = report("grid(8x8)", 64);
        assertEquals(7, report.commits().survives());
        assertEquals(7, report.reconfiguration().survives());
        assertEquals(List.of(), report.losses());
        assertTrue(report.text().contains("not listed above 16 members"));
    }

    /// What follows from the numbers of a system, and what trying every set says.
    @Test
    void toleranceAgreesWithTheDefinition() {
        SplitMix random = new SplitMix(77);
        int compared = 0;
        while (compared < 3_000) {
            Specs.Sized sized = Specs.random(random, 8);
            BruteForce plain = new BruteForce(sized.spec(), sized.size());
            if (plain.safe()) {
                compared++;
                QuorumReport report = QuorumReport.of(sized.spec().over(sized.size()));
                compare(sized, report.commits(), quorumSets(sized.size(), plain::write));
                compare(sized, report.reconfiguration(), quorumSets(sized.size(), plain::seal));
            }
        }
    }

    private static void compare(Specs.Sized sized, Availability side, List<Long> quorums) {
        long all = Ranks.below(sized.size());
        List<Long> killing = new ArrayList<>();
        for (long lost = 0; lost <= all; lost++) {
            long without = lost;
            if (quorums.stream().allMatch(quorum -> (quorum & without) != 0)) {
                killing.add(lost);
            }
        }
        List<Long> minimal = killing.stream()
                .filter(set -> killing.stream().noneMatch(other -> !other.equals(set) && Ranks.contains(set, other)))
                .sorted()
                .toList();
        String about = sized.toString();
        assertEquals(minimal, side.killingSets().stream().sorted().toList(), about);
        assertEquals(minimal.stream().mapToInt(Long::bitCount).min().orElseThrow() - 1, side.survives(), about);
        assertEquals(quorums.stream().mapToInt(Long::bitCount).min().orElseThrow(), side.smallestQuorum(), about);
    }

    private static List<Long> quorumSets(int size, java.util.function.LongPredicate quorum) {
        List<Long> sets = new ArrayList<>();
        for (long set = 0; set <= Ranks.below(size); set++) {
            if (quorum.test(set)) {
                sets.add(set);
            }
        }
        return sets;
    }

    private static QuorumReport report(String spec, int size) {
        return QuorumReport.of(QuorumSpec.parse(spec).over(size));
    }
}
