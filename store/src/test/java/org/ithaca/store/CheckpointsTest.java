package org.ithaca.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.DiskFile;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.junit.jupiter.api.Test;

/// Checkpoints: large, in pieces, whole or not at all.
class CheckpointsTest {
    private static final LogId LOG = new LogId(4);

    private final Machine machine = new Machine(1, Machine.SMALL);
    private final List<String> heard = new ArrayList<>();

    private void start() {
        assertTrue(machine.start(new Heard()));
    }

    private void write(long position, Bytes whole, int piece) {
        for (int at = 0; at < whole.length() || at == 0; at += piece) {
            int length = Math.min(piece, whole.length() - at);
            boolean last = at + piece >= whole.length();
            give(position, at, whole.slice(at, length), last);
            machine.settle();
        }
    }

    private void give(long position, long offset, Bytes piece, boolean last) {
        String what = position + (last ? " whole" : " to " + (offset + piece.length()));
        machine.storage.checkpoint(LOG, position, offset, piece, last, () -> heard.add(what));
    }

    /// The newest checkpoint's position and content, read in pieces.
    private String read(ByteWriter content, int piece) {
        String[] answer = {"no answer"};
        for (boolean more = true; more; ) {
            int before = content.length();
            machine.storage.readCheckpoint(LOG, before, piece, new Storage.CheckpointCallback() {
                @Override
                public void piece(long found, long size, Bytes bytes) {
                    answer[0] = Long.toString(found);
                    content.raw(bytes);
                    assertTrue(content.length() <= size);
                }

                @Override
                public void damaged(IthacaException why) {
                    answer[0] = "damaged";
                }
            });
            machine.settle();
            more = content.length() > before;
        }
        return answer[0];
    }

    private void assertNewest(long position, Bytes whole) {
        for (int piece : new int[] {1 << 20, 70_000, 65_536, 9_999}) {
            ByteWriter content = new ByteWriter();
            assertEquals(Long.toString(position), read(content, piece));
            assertEquals(whole, content.copy());
        }
    }

    private List<String> files() throws IOException {
        return machine.host.disk().list("checkpoints/4").stream().sorted().toList();
    }

    @Test
    void thereIsNoneAtFirst() {
        start();
        assertNewest(-1, Bytes.EMPTY);
    }

    @Test
    void pieceByPieceInAndOut() {
        start();
        for (int size : new int[] {0, 1, 65_535, 65_536, 65_537, 131_072, 300_000}) {
            write(size, Batches.of(size, size), 40_000);
            assertEquals(size + " whole", heard.getLast());
            assertNewest(size, Batches.of(size, size));
        }
        assertTrue(heard.contains("300000 to 280000"), "a piece is durable before the whole is");
    }

    @Test
    void aNewOneReplacesTheOldOneAndOnlyOnceItIsDurable() throws IOException {
        start();
        write(9, Batches.of(1, 100_000), 1 << 20);
        give(10, 0, Batches.of(2, 50_000), false);
        machine.settle();
        assertNewest(9, Batches.of(1, 100_000));
        machine.host.powerLoss();
        start();
        assertNewest(9, Batches.of(1, 100_000));
        write(10, Batches.of(2, 150_000), 1 << 16);
        assertNewest(10, Batches.of(2, 150_000));
        machine.host.powerLoss();
        start();
        assertNewest(10, Batches.of(2, 150_000));
        assertEquals(List.of("10.ckpt"), files());
    }

    @Test
    void begunAnewNothingOfTheFirstTryIsLeft() {
        start();
        give(5, 0, Batches.of(1, 50_000), false);
        write(5, Batches.of(2, 90_000), 40_000);
        assertNewest(5, Batches.of(2, 90_000));
        write(5, Batches.of(3, 1000), 500);
        assertNewest(5, Batches.of(3, 1000));
    }

    @Test
    void twoAtOnceDoNotDisturbEachOther() throws IOException {
        start();
        Bytes own = Batches.of(1, 120_000);
        Bytes copy = Batches.of(2, 100_000);
        give(5, 0, own.slice(0, 60_000), false);
        give(8, 0, copy.slice(0, 50_000), false);
        give(5, 60_000, own.slice(60_000, 60_000), true);
        machine.settle();
        assertNewest(5, own);
        give(8, 50_000, copy.slice(50_000, 50_000), true);
        machine.settle();
        assertNewest(8, copy);
        assertEquals(List.of("8.ckpt"), files());
    }

    @Test
    void theHigherOneStaysThoughTheLowerOneEndsLater() throws IOException {
        start();
        Bytes own = Batches.of(1, 120_000);
        give(5, 0, own.slice(0, 60_000), false);
        write(8, Batches.of(2, 100_000), 50_000);
        give(5, 60_000, own.slice(60_000, 60_000), true);
        give(6, 0, own, true);
        machine.settle();
        assertTrue(heard.containsAll(List.of("5 whole", "6 whole")), () -> "a newer one is there: " + heard);
        assertNewest(8, Batches.of(2, 100_000));
        machine.host.powerLoss();
        start();
        assertNewest(8, Batches.of(2, 100_000));
        assertEquals(List.of("8.ckpt"), files());
    }

    @Test
    void twoFinishedBeforeOneForceAreTakenInOrder() {
        start();
        give(1, 0, Batches.of(1, 500), true);
        give(1, 0, Batches.of(2, 500), true);
        give(2, 0, Batches.of(3, 500), true);
        machine.settle();
        assertEquals(List.of("1 whole", "1 whole", "2 whole"), heard);
        assertNewest(2, Batches.of(3, 500));
    }

    @Test
    void damageIsSaidWhereItIsAndThenItCountsAsNone() throws IOException {
        start();
        write(7, Batches.of(1, 200_000), 1 << 20);
        damage(CheckpointFormat.blockAt(1) + 5);
        assertEquals("damaged", read(new ByteWriter(), 50_000));
        assertNewest(-1, Bytes.EMPTY);
        assertEquals(List.of("7.damaged"), files());
        write(7, Batches.of(1, 200_000), 1 << 20);
        assertNewest(7, Batches.of(1, 200_000));
    }

    @Test
    void oneWithADamagedHeadIsSetAsideAtTheStart() throws IOException {
        start();
        write(7, Batches.of(1, 200_000), 1 << 20);
        machine.host.kill();
        damage(3);
        start();
        assertNewest(-1, Bytes.EMPTY);
        write(3, Batches.of(2, 1000), 1 << 20);
        machine.host.kill();
        start();
        assertNewest(3, Batches.of(2, 1000));
        assertEquals(List.of("3.ckpt", "7.damaged"), files());
    }

    private void damage(long at) throws IOException {
        try (DiskFile file = machine.host.disk().open("checkpoints/4/7.ckpt")) {
            file.write(at, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        }
    }

    @Test
    void aPieceThatFitsNowhereIsAnError() {
        start();
        assertThrows(
                IllegalArgumentException.class,
                () -> machine.storage.checkpoint(LOG, -1, 0, Bytes.EMPTY, true, () -> {}));
        give(5, 0, Batches.of(1, 1000), false);
        give(5, 999, Batches.of(1, 1000), true);
        assertThrows(IllegalStateException.class, machine::settle);
    }
}
