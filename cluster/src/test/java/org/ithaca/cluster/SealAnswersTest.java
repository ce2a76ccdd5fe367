package org.ithaca.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.NodeId;
import org.ithaca.log.Plan;
import org.junit.jupiter.api.Test;

/// Which answers fix the end of an epoch.
class SealAnswersTest {
    private static final NodeId N1 = new NodeId(1);
    private static final NodeId N2 = new NodeId(2);
    private static final NodeId N3 = new NodeId(3);

    private static SealAnswers answers(String quorum, boolean durable) {
        Plan plan = new Plan(
                Plan.Order.LEADER, ClusterTest.plan(Plan.Order.LEADER, quorum).quorum(), Plan.Spread.STAR, durable);
        EpochInfo epoch = new EpochInfo(0, 0, EpochInfo.OPEN, plan, List.of(N1, N2, N3), List.of(1L, 1L, 1L));
        return new SealAnswers(new LogChain(new LogId(0), "log", LogKind.RAW, 0, List.of(epoch)));
    }

    private static ChangeMessage.Held held(long slots, boolean amnesiac) {
        return new ChangeMessage.Held(new LogletId(new LogId(0), 0), slots, slots, amnesiac, true);
    }

    @Test
    void aMajorityIsNeededAndTheLargestPrefixIsTheEnd() {
        SealAnswers answers = answers("majority", true);
        answers.add(N2, held(5, false));
        assertFalse(answers.reached(false));
        answers.add(N3, held(7, false));
        assertTrue(answers.reached(true));
        assertEquals(7, answers.end());
        assertEquals(List.of(N3), answers.sources());
    }

    @Test
    void anyOneIsEnoughWhereAllWrite() {
        SealAnswers answers = answers("all", true);
        answers.add(N3, held(7, false));
        assertTrue(answers.reached(true));
    }

    @Test
    void amnesiacsOnDiskCountAfterAWhile() {
        SealAnswers answers = answers("majority", true);
        answers.add(N2, held(5, true));
        answers.add(N3, held(4, false));
        assertFalse(answers.reached(true), "n1 may still answer, and remember more");
        assertTrue(answers.reached(false));
        answers.add(N1, held(6, true));
        assertTrue(answers.reached(true), "nobody is left who could");
    }

    @Test
    void amnesiacsInMemoryCountOnlyWhenAllIsLostAnyway() {
        SealAnswers answers = answers("majority", false);
        answers.add(N2, held(0, true));
        answers.add(N3, held(4, false));
        assertFalse(answers.reached(false));
        answers.add(N1, held(0, true));
        assertTrue(answers.reached(true));
        assertTrue(answers.mayHaveLost());
        assertFalse(answers.lost(), "n3 remembers something");
        assertEquals(4, answers.end());
    }

    @Test
    void whoIsNoMemberDoesNotCount() {
        SealAnswers answers = answers("all", true);
        answers.add(new NodeId(9), held(7, false));
        assertFalse(answers.reached(false));
        assertEquals(0, answers.end());
    }
}
