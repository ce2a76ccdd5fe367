package org.ithaca.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.LogId;
import org.ithaca.base.MalformedException;
import org.ithaca.base.SplitMix;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CheckpointsTest {
    private static final LogId LOG = new LogId(7);

    private final FakeStorage storage = new FakeStorage();
    private final List<Long> covered = new ArrayList<>();
    private final Checkpoints checkpoints = new Checkpoints(storage, LOG, 100, covered::add);

    /// Notes what a restore says.
    private static final class Notes implements Checkpoints.Restored {
        private ByteWriter got = new ByteWriter();
        private int begun;
        private boolean done;
        private @Nullable Long position;

        @Override
        public void again() {
            got = new ByteWriter();
            begun++;
        }

        @Override
        public void bytes(Bytes piece) {
            got.raw(piece);
        }

        @Override
        public void done(@Nullable Long covers) {
            done = true;
            position = covers;
        }
    }

    private static Iterator<Bytes> pieces(int count, int size) {
        List<Bytes> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] piece = new byte[size];
            java.util.Arrays.fill(piece, (byte) i);
            all.add(Bytes.wrap(piece));
        }
        return all.iterator();
    }

    private void write() {
        while (checkpoints.writing()) {
            checkpoints.turnEnded();
            storage.run();
        }
    }

    @Test
    void randomCutsGiveBackTheFrames() {
        SplitMix random = new SplitMix(7);
        for (int round = 0; round < 300; round++) {
            List<Bytes> sent = new ArrayList<>();
            ByteWriter stream = new ByteWriter();
            for (int i = random.below(8); i > 0; i--) {
                byte[] piece = new byte[random.below(50)];
                java.util.Arrays.fill(piece, (byte) random.below(256));
                sent.add(Bytes.wrap(piece));
                stream.raw(CheckpointStream.frame(i % 2, Bytes.wrap(piece)));
            }
            List<Bytes> got = new ArrayList<>();
            CheckpointStream reader = new CheckpointStream((piece, kind) -> got.add(piece));
            Bytes all = stream.copy();
            for (int at = 0; at < all.length(); ) {
                int cut = Math.min(1 + random.below(30), all.length() - at);
                reader.add(all.slice(at, cut));
                at += cut;
            }
            reader.end();
            assertEquals(sent, got);
        }
    }

    @Test
    void aStreamCutOffOrWithAnImpossibleLengthIsMalformed() {
        CheckpointStream cut = new CheckpointStream((piece, kind) -> {});
        cut.add(CheckpointStream.frame(0, Bytes.utf8("abc")).slice(0, 7));
        assertThrows(MalformedException.class, cut::end);
        CheckpointStream huge = new CheckpointStream((piece, kind) -> {});
        assertThrows(
                MalformedException.class,
                () -> huge.add(new ByteWriter().i32(-1).u8(0).copy()));
    }

    @Test
    void oneAtATimeAndReadBackWhole() {
        assertFalse(checkpoints.due());
        checkpoints.played(100);
        assertTrue(checkpoints.due());
        checkpoints.begin(1 << 20, List.of(Bytes.utf8("table")), pieces(9, 400_000));
        checkpoints.played(100);
        assertFalse(checkpoints.due(), "the first is not durable yet");
        write();
        assertEquals(List.of(1L << 20), covered);
        assertTrue(checkpoints.due());
        Notes notes = new Notes();
        checkpoints.restore(notes);
        storage.run();
        assertEquals(1L << 20, notes.position);
        assertEquals(storage.checkpoint, notes.got.copy());
    }

    @Test
    void noMoreIsGivenThanTheDiskKeepsUpWith() {
        checkpoints.begin(1 << 20, List.of(), pieces(100, 10));
        for (int turn = 0; turn < 5; turn++) {
            checkpoints.turnEnded();
        }
        assertEquals(8, storage.answers.size());
        assertFalse(checkpoints.writing(), "the storage's answer wakes it");
        storage.answers.removeFirst().run();
        assertTrue(checkpoints.writing());
        checkpoints.turnEnded();
        assertEquals(8, storage.answers.size());
    }

    @Test
    void noneIsNoPosition() {
        Notes notes = new Notes();
        checkpoints.restore(notes);
        storage.run();
        assertTrue(notes.done);
        assertNull(notes.position);
    }

    @Test
    void damageFoundHalfWayVoidsWhatWasHandedOver() {
        checkpoints.begin(1 << 20, List.of(), pieces(9, 400_000));
        write();
        storage.damagedFrom = 1 << 20;
        Notes notes = new Notes();
        checkpoints.restore(notes);
        storage.run();
        assertEquals(1, notes.begun);
        assertTrue(notes.done);
        assertNull(notes.position);
        assertEquals(0, notes.got.length());
    }

    @Test
    void aCheckpointReplacedWhileItIsReadIsReadFromItsStart() {
        checkpoints.begin(1 << 20, List.of(), pieces(9, 400_000));
        write();
        Notes notes = new Notes();
        checkpoints.restore(notes);
        storage.answers.removeFirst().run();
        storage.checkpointPosition = 2097152;
        storage.checkpoint = Bytes.utf8("another");
        storage.run();
        assertEquals(1, notes.begun);
        assertEquals(2097152L, notes.position);
        assertEquals(Bytes.utf8("another"), notes.got.copy());
    }

    @Test
    void anAbandonedImageIsWrittenNoFurther() {
        checkpoints.begin(1 << 20, List.of(), pieces(9, 100));
        checkpoints.turnEnded();
        checkpoints.abandon();
        assertFalse(checkpoints.writing());
        checkpoints.played(100);
        assertTrue(checkpoints.due());
        storage.run();
        assertTrue(covered.isEmpty());
    }
}
