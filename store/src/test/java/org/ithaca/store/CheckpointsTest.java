package org.ithaca.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

    private void write(String name, Bytes whole, int piece) {
        for (int at = 0; at < whole.length() || at == 0; at += piece) {
            int length = Math.min(piece, whole.length() - at);
            boolean last = at + piece >= whole.length();
            machine.storage.checkpoint(LOG, name, whole.slice(at, length), last, () -> heard.add(name + " durable"));
            machine.settle();
        }
    }

    /// The newest checkpoint's name and content, read in pieces.
    private String read(ByteWriter content, int piece) {
        String[] name = {"no answer"};
        for (boolean more = true; more; ) {
            int before = content.length();
            machine.storage.readCheckpoint(LOG, before, piece, new Storage.CheckpointCallback() {
                @Override
                public void piece(String found, long size, Bytes bytes) {
                    name[0] = found;
                    content.raw(bytes);
                    assertTrue(content.length() <= size);
                }

                @Override
                public void damaged(IthacaException why) {
                    name[0] = "damaged";
                }
            });
            machine.settle();
            more = content.length() > before;
        }
        return name[0];
    }

    private void assertNewest(String name, Bytes whole) {
        for (int piece : new int[] {1 << 20, 70_000, 65_536, 9_999}) {
            ByteWriter content = new ByteWriter();
            assertEquals(name, read(content, piece));
            assertEquals(whole, content.copy());
        }
    }

    @Test
    void thereIsNoneAtFirst() {
        start();
        assertNewest("", Bytes.EMPTY);
    }

    @Test
    void pieceByPieceInAndOut() {
        start();
        for (int size : new int[] {0, 1, 65_535, 65_536, 65_537, 131_072, 300_000}) {
            write("s" + size, Batches.of(size, size), 40_000);
            assertEquals("s" + size + " durable", heard.getLast());
            assertNewest("s" + size, Batches.of(size, size));
        }
    }

    @Test
    void aNewOneReplacesTheOldOneAndOnlyOnceItIsDurable() throws IOException {
        start();
        write("old", Batches.of(1, 100_000), 1 << 20);
        machine.storage.checkpoint(LOG, "new", Batches.of(2, 50_000), false, () -> {});
        machine.settle();
        assertNewest("old", Batches.of(1, 100_000));
        machine.host.powerLoss();
        start();
        assertNewest("old", Batches.of(1, 100_000));
        write("new", Batches.of(2, 150_000), 1 << 16);
        assertNewest("new", Batches.of(2, 150_000));
        machine.host.powerLoss();
        start();
        assertNewest("new", Batches.of(2, 150_000));
        assertEquals(List.of("new.ckpt"), machine.host.disk().list("checkpoints/4"));
    }

    @Test
    void oneGivenUpForAnotherLeavesNothing() throws IOException {
        start();
        machine.storage.checkpoint(LOG, "a", Batches.of(1, 50_000), false, () -> {});
        write("b", Batches.of(2, 1000), 100);
        assertNewest("b", Batches.of(2, 1000));
        assertEquals(List.of("b.ckpt"), machine.host.disk().list("checkpoints/4"));
        write("b", Batches.of(3, 2000), 100);
        assertNewest("b", Batches.of(3, 2000));
    }

    @Test
    void twoFinishedBeforeOneForceAreTakenInOrder() {
        start();
        machine.storage.checkpoint(LOG, "a", Batches.of(1, 500), true, () -> heard.add("a"));
        machine.storage.checkpoint(LOG, "a", Batches.of(2, 500), true, () -> heard.add("a again"));
        machine.storage.checkpoint(LOG, "b", Batches.of(3, 500), true, () -> heard.add("b"));
        machine.settle();
        assertEquals(List.of("a", "a again", "b"), heard);
        assertNewest("b", Batches.of(3, 500));
    }

    @Test
    void damageIsSaidWhereItIs() throws IOException {
        start();
        write("c", Batches.of(1, 200_000), 1 << 20);
        try (DiskFile file = machine.host.disk().open("checkpoints/4/c.ckpt")) {
            file.write(CheckpointFormat.blockAt(1) + 5, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        }
        assertEquals("damaged", read(new ByteWriter(), 50_000));
        machine.host.kill();
        try (DiskFile file = machine.host.disk().open("checkpoints/4/c.ckpt")) {
            file.truncate(file.size() - 1);
        }
        start();
        assertNewest("", Bytes.EMPTY);
    }
}
