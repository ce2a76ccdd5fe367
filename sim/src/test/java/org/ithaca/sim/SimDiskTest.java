package org.ithaca.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ithaca.base.Disk;
import org.ithaca.base.DiskFile;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.junit.jupiter.api.Test;

class SimDiskTest {
    private static final int SIZE = 5000;

    private static byte[] filled(int value) {
        byte[] bytes = new byte[SIZE];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] content(Disk disk) throws IOException {
        try (DiskFile file = disk.open("d/f")) {
            ByteBuffer read = ByteBuffer.allocate((int) file.size());
            assertEquals(file.size(), file.read(0, read));
            return read.array();
        }
    }

    /// A host with a file `d/f` of ones, forced.
    private static SimHost hostWithFile(long seed) throws IOException {
        SimHost host = new SimNetwork(new Simulator(seed), NetworkOptions.lan()).host("n1", "n1:1");
        host.boot(new Peer.Node(new NodeId(1), 1));
        host.disk().createDirectories("d");
        try (DiskFile file = host.disk().create("d/f")) {
            file.write(0, ByteBuffer.wrap(filled(1)));
            file.force();
        }
        host.disk().forceDirectory("d");
        return host;
    }

    private static DiskFile overwritten(SimHost host) throws IOException {
        DiskFile file = host.disk().open("d/f");
        file.write(0, ByteBuffer.wrap(filled(2)));
        return file;
    }

    @Test
    void aKilledProcessLosesNothingItWrote() throws IOException {
        SimHost host = hostWithFile(1);
        DiskFile file = overwritten(host);
        host.kill();
        assertArrayEquals(filled(2), content(host.disk()));
        assertThrows(IllegalStateException.class, file::force, "the handle died with the process");
    }

    @Test
    void aLossOfPowerKeepsWhatWasForcedAndTearsWhatWasNot() throws IOException {
        Set<String> outcomes = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            SimHost host = hostWithFile(seed);
            overwritten(host).write(SIZE, ByteBuffer.wrap(filled(3)));
            host.powerLoss();
            byte[] after = content(host.disk());
            assertTrue(after.length >= SIZE && after.length <= 2 * SIZE);
            boolean old = contains(after, SIZE, 1);
            boolean fresh = contains(after, SIZE, 2);
            outcomes.add(old && fresh ? "torn" : old ? "old" : "new");
            outcomes.add(after.length == SIZE ? "short" : after.length < 2 * SIZE ? "middle" : "long");
        }
        assertEquals(Set.of("torn", "old", "new", "short", "middle", "long"), outcomes);
    }

    private static boolean contains(byte[] bytes, int end, int value) {
        for (int i = 0; i < end; i++) {
            if (bytes[i] == value) {
                return true;
            }
        }
        return false;
    }

    @Test
    void whatWasForcedSurvivesEveryLossOfPower() throws IOException {
        for (int seed = 0; seed < 100; seed++) {
            SimHost host = hostWithFile(seed);
            overwritten(host).force();
            host.powerLoss();
            assertArrayEquals(filled(2), content(host.disk()));
        }
    }

    @Test
    void directoryChangesThatWereNotForcedAreUndoneFromSomePointOn() throws IOException {
        Set<List<String>> outcomes = new HashSet<>();
        for (int seed = 0; seed < 100; seed++) {
            SimHost host = hostWithFile(seed);
            host.disk().create("d/a").close();
            host.disk().rename("d/a", "d/f");
            host.disk().create("d/z").close();
            assertEquals(List.of("f", "z"), host.disk().list("d"));
            host.powerLoss();
            outcomes.add(host.disk().list("d"));
        }
        assertEquals(Set.of(List.of("f"), List.of("a", "f"), List.of("f", "z")), outcomes);
    }

    @Test
    void directoryChangesThatWereForcedStay() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            SimHost host = hostWithFile(seed);
            host.disk().create("d/z").close();
            host.disk().delete("d/f");
            host.disk().forceDirectory("d");
            host.powerLoss();
            assertEquals(List.of("z"), host.disk().list("d"));
        }
    }

    @Test
    void aFailedForceLosesBytesEvenIfTheNextOneSucceeds() throws IOException {
        boolean shownLost = false;
        boolean lostLater = false;
        for (int seed = 0; seed < 50; seed++) {
            SimHost host = hostWithFile(seed);
            DiskFile file = overwritten(host);
            host.disk().faults().forceFailsOneIn(1);
            assertThrows(IOException.class, file::force);
            host.disk().faults().heal();
            file.force();
            byte[] shown = content(host.disk());
            shownLost |= contains(shown, SIZE, 1);
            host.powerLoss();
            byte[] after = content(host.disk());
            lostLater |= !Arrays.equals(shown, after);
            assertTrue(contains(after, SIZE, 1));
        }
        assertTrue(shownLost && lostLater);
    }

    @Test
    void aLyingForceMakesNothingDurable() throws IOException {
        boolean lost = false;
        for (int seed = 0; seed < 20; seed++) {
            SimHost host = hostWithFile(seed);
            host.disk().faults().forceLies(true);
            overwritten(host).force();
            host.powerLoss();
            lost |= contains(content(host.disk()), SIZE, 1);
        }
        assertTrue(lost);
    }

    @Test
    void aFullDiskRefusesWhatNeedsRoomAndMayWriteAPart() throws IOException {
        SimHost host = hostWithFile(5);
        host.disk().faults().full(true);
        DiskFile file = overwritten(host);
        ByteBuffer more = ByteBuffer.wrap(filled(3));
        assertThrows(Disk.FullException.class, () -> file.write(SIZE, more));
        assertThrows(Disk.FullException.class, () -> host.disk().create("d/g"));
        host.disk().faults().full(false);
        assertTrue(file.size() > SIZE && file.size() < 2 * SIZE);
        file.write(SIZE, ByteBuffer.wrap(filled(3)));
        assertEquals(2 * SIZE, file.size());
    }

    @Test
    void aBitFlipsInTheFileThatIsEligible() throws IOException {
        SimHost host = hostWithFile(6);
        assertFalse(host.disk().flipBit(path -> path.startsWith("x")));
        assertTrue(host.disk().flipBit(path -> true));
        byte[] after = content(host.disk());
        int wrong = 0;
        for (byte value : after) {
            wrong += Integer.bitCount((value ^ 1) & 0xFF);
        }
        assertEquals(1, wrong);
    }

    @Test
    void powerGoesInTheMiddleOfAWrite() throws IOException {
        SimHost host = hostWithFile(7);
        SimProcess process = host.running();
        assertTrue(process != null);
        DiskFile file = host.disk().open("d/f");
        host.disk().faults().losePowerAfter(2);
        file.write(0, ByteBuffer.wrap(filled(2)));
        assertThrows(ProcessKilled.class, () -> file.write(SIZE, ByteBuffer.wrap(filled(3))));
        assertFalse(process.alive());
        assertFalse(host.powered());
    }

    @Test
    void aTruncatedTailMayComeBackUntilItIsForced() throws IOException {
        Set<Boolean> longAgain = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            SimHost host = hostWithFile(seed);
            host.disk().open("d/f").truncate(100);
            assertEquals(100, content(host.disk()).length);
            host.powerLoss();
            longAgain.add(content(host.disk()).length > 100);
        }
        assertEquals(Set.of(true, false), longAgain);
    }
}
