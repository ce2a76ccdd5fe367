package org.ithaca.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ithaca.base.LogId;
import org.ithaca.base.NodeId;
import org.ithaca.log.Limits;
import org.ithaca.log.Plan;
import org.junit.jupiter.api.Test;

/// What follows from a layout and the reasons to change it.
class NextLayoutTest {
    private static final Plan FIXED = ClusterTest.plan(Plan.Order.LEADER, "counting(2,2)");
    private static final LogId LOG = new LogId(0);

    private static NodeId n(int number) {
        return new NodeId(number);
    }

    private static Reasons reasons(Set<NodeId> out, Map<NodeId, Reasons.Joiner> joining, Request... requests) {
        return new Reasons(out, joining, List.of(requests), Set.of());
    }

    private static Layout layout(int members, Plan plan) {
        List<Member> founders = new ArrayList<>();
        for (int i = 1; i <= members; i++) {
            founders.add(new Member(n(i), 1, "h" + i + ":1", false));
        }
        Layout start = new Layout(
                1, "c", founders, List.of(), founders.stream().map(Member::id).toList(), false, 0, List.of());
        return next(start, reasons(Set.of(), Map.of(), new Request.CreateLog("log", LogKind.RAW, plan)), Map.of());
    }

    private static Layout next(Layout base, Reasons reasons, Map<LogId, Long> ends) {
        return new NextLayout(base, reasons, _ -> true).build(ends, Map.of(), Set.of());
    }

    private static List<NodeId> replicas(Layout layout) {
        return layout.log(LOG).orElseThrow().newest().members();
    }

    @Test
    void aFailedMemberIsAwayAndRelativeLogsGoOnWithoutIt() {
        Layout after = next(layout(3, ClusterTest.PAXOS), reasons(Set.of(n(1)), Map.of()), Map.of(LOG, 5L));
        assertEquals(List.of(n(2), n(3)), replicas(after));
        assertEquals(List.of(n(2), n(3)), after.council());
        assertEquals(n(1), after.away().getFirst().id());
        assertEquals(5, after.log(LOG).orElseThrow().epoch(0).end());
        assertEquals(5 * 65_536, after.log(LOG).orElseThrow().newest().first());
    }

    @Test
    void logsAndNodesAreBounded() {
        Layout layout = layout(3, ClusterTest.PAXOS);
        for (int i = 1; i < Limits.MAX_LOGS; i++) {
            Request another = new Request.CreateLog("log" + i, LogKind.RAW, ClusterTest.PAXOS);
            assertInstanceOf(Requests.Verdict.Needed.class, Requests.judge(another, layout));
            layout = next(layout, reasons(Set.of(), Map.of(), another), Map.of());
        }
        Request oneMore = new Request.CreateLog("one more", LogKind.RAW, ClusterTest.PAXOS);
        assertInstanceOf(Requests.Verdict.Refused.class, Requests.judge(oneMore, layout));
        layout = layout(3, ClusterTest.PAXOS);
        for (int i = 4; i <= Limits.MAX_NODES; i++) {
            Request another = new Request.AddMember(n(i), "h" + i + ":1");
            assertInstanceOf(Requests.Verdict.Needed.class, Requests.judge(another, layout));
            layout = next(layout, reasons(Set.of(), Map.of(), another), Map.of());
        }
        assertInstanceOf(Requests.Verdict.Refused.class, Requests.judge(new Request.AddMember(n(65), "h65:1"), layout));
    }

    @Test
    void aPlanForMoreMembersThanAreLeftWaits() {
        Layout base = layout(3, ClusterTest.PAXOS);
        Plan three = ClusterTest.plan(Plan.Order.LEADER, "counting(3,1)");
        Request create = new Request.CreateLog("three", LogKind.RAW, three);
        Request change = new Request.ChangePlan(LOG, three);
        Layout two = next(base, reasons(Set.of(n(3)), Map.of(), create), Map.of(LOG, 0L));
        assertTrue(two.log("three").isEmpty());
        assertEquals(List.of(n(1), n(2)), replicas(two));
        Layout after = next(two, reasons(Set.of(), Map.of(), change), Map.of(LOG, 0L));
        assertEquals(ClusterTest.PAXOS, after.log(LOG).orElseThrow().newest().plan());
        Layout all = next(base, reasons(Set.of(), Map.of(), create, change), Map.of(LOG, 0L));
        assertTrue(all.log("three").isPresent());
        assertEquals(three, all.log(LOG).orElseThrow().newest().plan());
    }

    @Test
    void aNewRunComesLastAmongTheReplicas() {
        Layout without = next(layout(3, ClusterTest.PAXOS), reasons(Set.of(n(1)), Map.of()), Map.of());
        Reasons back = reasons(Set.of(), Map.of(n(1), new Reasons.Joiner(2, "h1:9")));
        Layout after = next(without, back, Map.of());
        assertEquals(List.of(n(2), n(3), n(1)), replicas(after));
        assertEquals(new Member(n(1), 2, "h1:9", false), after.member(n(1)).orElseThrow());
        assertTrue(after.away().isEmpty());
    }

    @Test
    void aFixedSizeKeepsItsNumber() {
        Layout base = layout(3, FIXED);
        assertEquals(List.of(n(2), n(3), n(1)), replicas(next(base, reasons(Set.of(n(1)), Map.of()), Map.of())));
        Layout four = next(
                next(base, reasons(Set.of(), Map.of(), new Request.AddMember(n(4), "h4:1")), Map.of()),
                reasons(Set.of(), Map.of(n(4), new Reasons.Joiner(1, "h4:1"))),
                Map.of());
        assertEquals(List.of(n(1), n(2), n(3)), replicas(four), "a spare member is not used");
        assertEquals(List.of(n(1), n(3), n(4)), replicas(next(four, reasons(Set.of(n(2)), Map.of()), Map.of())));
    }

    @Test
    void nothingIsTouchedWithoutNeed() {
        Layout base = layout(3, ClusterTest.PAXOS);
        Reasons another = reasons(Set.of(), Map.of(), new Request.CreateLog("b", LogKind.RAW, ClusterTest.DERECHO));
        assertTrue(new NextLayout(base, another, _ -> true).touched().isEmpty());
        Layout two = next(base, another, Map.of());
        Reasons plan = reasons(Set.of(), Map.of(), new Request.ChangePlan(LOG, ClusterTest.DERECHO));
        assertEquals(Set.of(LOG), new NextLayout(two, plan, _ -> true).touched().keySet());
        assertTrue(new NextLayout(two, plan, _ -> false).touched().isEmpty(), "what cannot be sealed stays");
    }

    @Test
    void aRemovedNodeIsGoneAndAnInvitedOneIsAway() {
        Layout after = next(
                layout(3, ClusterTest.PAXOS),
                reasons(Set.of(), Map.of(), new Request.RemoveMember(n(3)), new Request.AddMember(n(7), "h7:1")),
                Map.of());
        assertTrue(after.node(n(3)).isEmpty());
        assertTrue(after.node(n(7)).isPresent());
        assertFalse(after.member(n(7)).isPresent());
    }

    @Test
    void anEpochThatEndsNowStaysListedWhateverIsTrimmed() {
        Layout base = layout(3, ClusterTest.PAXOS);
        for (long end : new long[] {0, 5}) {
            Layout after = new NextLayout(base, reasons(Set.of(n(1)), Map.of()), _ -> true)
                    .build(Map.of(LOG, end), Map.of(LOG, 1_000_000L), Set.of());
            assertTrue(after.log(LOG).orElseThrow().lists(0));
        }
    }

    @Test
    void aLostLogIsReplacedByAnother() {
        Layout base = layout(3, ClusterTest.PAXOS);
        Layout after =
                new NextLayout(base, reasons(Set.of(n(1)), Map.of()), _ -> true).build(Map.of(), Map.of(), Set.of(LOG));
        LogChain another = after.log("log").orElseThrow();
        assertEquals(new LogId(1), another.id());
        assertEquals(List.of(n(2), n(3)), another.newest().members());
        assertEquals(0, another.newest().epoch());
        assertEquals(2, after.nextLog());
        assertTrue(after.log(LOG).isEmpty());
    }

    @Test
    void theChainOfALogThatNobodyUsesDoesNotGrow() {
        Layout layout = layout(3, ClusterTest.PAXOS);
        for (long run = 2; run < 10; run++) {
            Reasons back = reasons(Set.of(), Map.of(n(1), new Reasons.Joiner(run, "h1:1")));
            layout = next(layout, back, Map.of(LOG, 0L));
        }
        assertEquals(2, layout.log(LOG).orElseThrow().epochs().size());
    }
}
