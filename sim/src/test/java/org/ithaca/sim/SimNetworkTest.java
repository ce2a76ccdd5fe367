package org.ithaca.sim;

import static org.ithaca.sim.TestWorld.MILLI;
import static org.ithaca.sim.TestWorld.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.ithaca.sim.TestWorld.Recorder;
import org.junit.jupiter.api.Test;

class SimNetworkTest {
    private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

    private static void sayHundred(TestWorld world, Recorder from) {
        for (int i = 0; i < 100; i++) {
            int number = i;
            world.world.after(i * MILLI / 20, () -> from.say(number));
        }
        world.world.runFor(SECOND);
    }

    @Test
    void aGoodNetworkDeliversEverythingInOrder() {
        TestWorld world = TestWorld.lan();
        Recorder one = world.boot(world.one, 1, 1);
        Recorder two = world.boot(world.two, 2, 1);
        world.world.runFor(SECOND);
        sayHundred(world, one);
        assertEquals(HUNDRED, two.heard);
        assertEquals(1, two.links.size());
        assertEquals(100, world.network.framesSent(world.one, world.two));
        assertEquals(490, world.network.bytesSent(world.one, world.two));
        assertTrue(two.turns < 100, "some turns see several frames: " + two.turns);
        assertEquals(0, world.world.faults().total());
    }

    @Test
    void twoRunsOfOneSeedAreOneHistory() {
        assertEquals(busyHash(7), busyHash(7));
        assertNotEquals(busyHash(7), busyHash(8));
    }

    private static long busyHash(long seed) {
        TestWorld world = new TestWorld(seed, NetworkOptions.lan().faulty(500, 500, 500, 500));
        Recorder one = world.boot(world.one, 1, 1);
        world.boot(world.two, 2, 1);
        world.world.runFor(SECOND);
        sayHundred(world, one);
        return world.world.trace().hash();
    }

    @Test
    void losesDoublesAndReordersWhenTold() {
        TestWorld world = new TestWorld(3, NetworkOptions.lan().faulty(500, 1000, 1000, 1000));
        Recorder one = world.boot(world.one, 1, 1);
        Recorder two = world.boot(world.two, 2, 1);
        world.world.runFor(SECOND);
        sayHundred(world, one);
        FaultCounts faults = world.world.faults();
        assertTrue(faults.of(FaultKind.LOSS) > 0);
        assertTrue(faults.of(FaultKind.DUPLICATE) > 0);
        assertTrue(faults.of(FaultKind.REORDER) > 0);
        assertTrue(faults.of(FaultKind.DELAY) > 0);
        assertEquals(100 - faults.of(FaultKind.LOSS), new TreeSet<>(two.heard).size());
        assertTrue(two.heard.size() > new TreeSet<>(two.heard).size(), "some came twice");
        assertNotEquals(two.heard.stream().sorted().toList(), two.heard);
        assertEquals(0, one.links.getLast().queuedBytes());
    }

    @Test
    void framesWaitAtACutThatHangs() {
        TestWorld world = TestWorld.lan();
        Recorder one = world.boot(world.one, 1, 1);
        Recorder two = world.boot(world.two, 2, 1);
        world.world.runFor(SECOND);
        world.network.cut(world.one, world.two, CutMode.HANG);
        sayHundred(world, one);
        assertEquals(List.of(), two.heard);
        assertTrue(one.links.getLast().queuedBytes() > 400);
        world.network.mend(world.one, world.two);
        world.world.runFor(SECOND);
        assertEquals(HUNDRED, two.heard);
        assertEquals(0, one.links.getLast().queuedBytes());
    }

    @Test
    void aLinkWhoseFramesWaitTooLongIsGivenUpAndOpensAgainWhenMended() {
        TestWorld world = TestWorld.lan();
        Recorder one = world.boot(world.one, 1, 1);
        Recorder two = world.boot(world.two, 2, 1);
        world.world.runFor(SECOND);
        world.network.cut(world.one, world.two, CutMode.HANG);
        sayHundred(world, one);
        world.world.runFor(4 * SECOND);
        assertTrue(one.links.isEmpty());
        assertFalse(two.links.isEmpty(), "the other end knows nothing");
        world.network.mend(world.one, world.two);
        world.world.runFor(3 * SECOND);
        assertEquals(1, one.links.size());
        assertEquals(1, two.links.size());
        assertEquals(List.of(), two.heard);
    }

    @Test
    void aCutThatDropsLosesFramesAndKeepsTheLink() {
        TestWorld world = TestWorld.lan();
        Recorder one = world.boot(world.one, 1, 1);
        Recorder two = world.boot(world.two, 2, 1);
        world.world.runFor(SECOND);
        world.network.cut(world.one, world.two, CutMode.DROP);
        two.say(5);
        sayHundred(world, one);
        world.network.mend(world.one, world.two);
        one.say(7);
        world.world.runFor(SECOND);
        assertEquals(List.of(7), two.heard);
        assertEquals(List.of(5), one.heard);
        assertEquals(1, one.events.size());
    }

    @Test
    void aResetClosesBothEndsAndTheyFindEachOtherAgain() {
        TestWorld world = TestWorld.lan();
        Recorder one = world.boot(world.one, 1, 1);
        Recorder two = world.boot(world.two, 2, 1);
        world.world.runFor(SECOND);
        int before = one.events.size();
        assertTrue(world.network.resetSomeLink());
        world.world.runFor(3 * SECOND);
        assertTrue(one.events.size() >= before + 2, one.events.toString());
        assertEquals(1, one.links.size());
        assertEquals(1, two.links.size());
    }

    @Test
    void aKilledProcessIsNoticedAtOnceAndItsNextRunIsFoundByItself() {
        TestWorld world = TestWorld.lan();
        Recorder one = world.boot(world.one, 1, 1);
        Recorder two = world.boot(world.two, 2, 1);
        world.world.runFor(SECOND);
        one.say(1);
        world.world.after(MILLI, world.one::kill);
        world.world.runFor(20 * MILLI);
        assertEquals(List.of(1), two.heard);
        assertTrue(two.links.isEmpty());
        world.boot(world.one, 1, 2);
        world.world.runFor(3 * SECOND);
        assertEquals(new Peer.Node(new NodeId(1), 2), two.links.getLast().peer());
    }

    @Test
    void aLossOfPowerIsNoticedLate() {
        TestWorld world = TestWorld.lan();
        world.boot(world.one, 1, 1);
        Recorder two = world.boot(world.two, 2, 1);
        world.world.runFor(SECOND);
        world.one.powerLoss();
        world.world.runFor(SECOND);
        assertEquals(1, two.links.size());
        world.world.runFor(20 * SECOND);
        assertTrue(two.links.isEmpty());
    }

    @Test
    void aPausedProcessSeesEverythingInOneBurst() {
        TestWorld world = TestWorld.lan();
        Recorder one = world.boot(world.one, 1, 1);
        Recorder two = world.boot(world.two, 2, 1);
        world.world.runFor(SECOND);
        world.two.pause();
        int turns = two.turns;
        sayHundred(world, one);
        assertEquals(List.of(), two.heard);
        world.two.resume();
        world.world.runFor(10 * MILLI);
        assertEquals(HUNDRED, two.heard);
        assertEquals(turns + 1, two.turns);
    }

    @Test
    void aClogDelaysMoreAndMore() {
        TestWorld world = TestWorld.lan();
        Recorder one = world.boot(world.one, 1, 1);
        Recorder two = world.boot(world.two, 2, 1);
        world.world.runFor(SECOND);
        world.network.clog(world.one, world.two, 100 * MILLI);
        sayHundred(world, one);
        assertTrue(two.heard.size() < 20 && !two.heard.isEmpty(), two.heard.toString());
        world.world.runFor(10 * SECOND);
        assertEquals(HUNDRED, two.heard);
    }

    @Test
    void aClientReachesANodeAndIsKnownAsOne() {
        TestWorld world = TestWorld.lan();
        Recorder one = world.boot(world.one, 1, 1);
        SimProcess client = world.network.clientHost("c1").boot(new Peer.Client(9, "c1"));
        Recorder program = new Recorder(client);
        client.attach(program);
        client.network().reach(new NodeId(1), "n1:1");
        world.world.runFor(SECOND);
        assertEquals(List.of("opened " + new Peer.Client(9, "c1")), one.events);
        one.links.getLast().close("enough");
        client.network().forget(new NodeId(1));
        world.world.runFor(SECOND);
        assertTrue(program.links.isEmpty());
    }

    @Test
    void aClientMeetsWhoeverLivesAtTheAddressAndKeepsOneLinkToIt() {
        TestWorld world = TestWorld.lan();
        world.boot(world.one, 1, 1);
        SimProcess client = world.network.clientHost("c1").boot(new Peer.Client(9, "c1"));
        Recorder program = new Recorder(client);
        client.attach(program);
        client.network().reach(new NodeId(60_000), "n1:1");
        client.network().reach(new NodeId(60_001), "n1:1");
        world.world.runFor(3 * SECOND);
        assertEquals(1, program.links.size(), program.events.toString());
        assertEquals(new Peer.Node(new NodeId(1), 1), program.links.getLast().peer());
        client.network().reach(new NodeId(1), "n1:1");
        client.network().forget(new NodeId(60_000));
        client.network().forget(new NodeId(60_001));
        world.world.runFor(3 * SECOND);
        assertEquals(1, program.links.size());
        world.one.kill();
        world.world.runFor(SECOND);
        assertEquals(0, program.links.size());
        world.boot(world.one, 1, 2);
        world.world.runFor(3 * SECOND);
        assertEquals(1, program.links.size());
    }

    @Test
    void aNodeIsRefusedWhereAnotherNodeLives() {
        TestWorld world = TestWorld.lan();
        world.boot(world.one, 1, 1);
        SimProcess process = world.two.boot(new Peer.Node(new NodeId(2), 1));
        Recorder program = new Recorder(process);
        process.attach(program);
        process.network().reach(new NodeId(7), "n1:1");
        world.world.runFor(SECOND);
        assertTrue(program.events.contains("refused n7"), program.events.toString());
    }

    @Test
    void aProcessIsAloneUntilItListens() {
        TestWorld world = TestWorld.lan();
        Recorder one = world.boot(world.one, 1, 1);
        SimProcess process = world.two.start(Recorder::new);
        assertThrows(IllegalStateException.class, () -> process.network().reach(new NodeId(1), "n1:1"));
        world.world.runFor(SECOND);
        assertEquals(List.of(), one.events);
        process.post(() -> process.listen(new Peer.Node(new NodeId(2), 7)));
        world.world.runFor(SECOND);
        assertEquals(List.of("opened " + new Peer.Node(new NodeId(2), 7)), one.events);
    }

    @Test
    void aClockThatDriftsWakesOnItsOwnTime() {
        TestWorld world = TestWorld.lan();
        world.one.clock().drift(200);
        world.two.clock().drift(-200);
        Recorder fast = world.boot(world.one, 1, 1);
        Recorder slow = world.boot(world.two, 2, 1);
        fast.wakeAt = 10 * SECOND;
        slow.wakeAt = 10 * SECOND;
        world.world.runFor(20 * SECOND);
        assertTrue(fast.wokenAt >= 10 * SECOND && fast.wokenAt < 10 * SECOND + MILLI, "" + fast.wokenAt);
        assertTrue(slow.wokenAt >= 10 * SECOND && slow.wokenAt < 10 * SECOND + MILLI, "" + slow.wokenAt);
        assertEquals(20_004_000_000L, fast.process.clock().nanos());
        long wall = fast.process.clock().wallMillis();
        world.one.clock().jumpWall(-5_000);
        assertEquals(wall - 5_000, fast.process.clock().wallMillis());
    }
}
