package org.ithaca.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.ithaca.base.Bytes;
import org.ithaca.base.Position;
import org.ithaca.base.SplitMix;
import org.ithaca.sim.SimMemory;
import org.junit.jupiter.api.Test;

class PendingAppendsTest {
    private static final long SLOT = Position.ENTRIES_PER_SLOT;

    private final FakeLink link = new FakeLink();
    private final PendingAppends pending = new PendingAppends();

    private void admit(long first, int count) {
        pending.admit(Runs.view(Runs.data(1, first, count)), first, link);
    }

    private void place(long slot, boolean certain) {
        Objects.requireNonNull(pending.next());
        pending.placed(slot * SLOT, certain);
    }

    @Test
    void runsAreDeliveredInTheOrderOfAdmissionWhateverTheBatches() {
        SplitMix random = new SplitMix(1);
        List<Long> firsts = new ArrayList<>();
        List<Long> positions = new ArrayList<>();
        long first = 1;
        for (int slot = 0; slot < 200; slot++) {
            long at = slot * SLOT;
            for (int run = 0; run <= random.below(4); run++) {
                int count = 1 + random.below(3);
                admit(first, count);
                firsts.add(first);
                positions.add(at);
                at += count;
                first += count;
            }
            place(slot, true);
        }
        assertEquals(0, pending.waitingBytes());
        for (int i = 0; i < firsts.size(); i++) {
            assertNull(pending.delivered(positions.get(i) + 1000), "another member's run");
            assertEquals(firsts.get(i), Objects.requireNonNull(pending.delivered(positions.get(i))).first);
        }
        assertNull(pending.delivered(0));
    }

    @Test
    void largeRunsAreHeldUntilTheyArePlacedOrDropped() {
        List<Bytes> frames = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Bytes frame = SimMemory.of(Runs.of(1, i + 1, Bytes.wrap(new byte[70_000])));
            pending.admit(Runs.view(frame), i, link);
            frame.release();
            frames.add(frame);
        }
        assertEquals(frames.getFirst(), Objects.requireNonNull(pending.next()));
        pending.placed(0, true);
        assertThrows(IllegalStateException.class, () -> frames.getFirst().get(0));
        frames.get(1).get(0);
        frames.get(2).get(0);
        pending.drop(0, _ -> {});
        frames.forEach(frame -> assertThrows(IllegalStateException.class, () -> frame.get(0)));
    }

    @Test
    void dropTakesWhatIsAboveTheEndAndWhatHasNoPosition() {
        for (int slot = 0; slot < 3; slot++) {
            admit(slot + 1, 1);
            place(slot, true);
        }
        admit(4, 1);
        pending.next();
        admit(5, 1);
        List<Long> dropped = new ArrayList<>();
        pending.drop(SLOT, run -> dropped.add(run.first));
        assertEquals(List.of(3L, 2L, 4L, 5L), dropped);
        assertEquals(0, pending.waitingBytes());
        assertNull(pending.next());
        assertEquals(1, Objects.requireNonNull(pending.delivered(0)).first);
        assertNull(pending.delivered(SLOT));
    }

    @Test
    void belowShowsOnlyWhatIsCertainAndNotAnswered() {
        admit(1, 2);
        admit(3, 1);
        place(0, true);
        admit(4, 1);
        place(1, false);
        List<Long> shown = new ArrayList<>();
        pending.below(2 * SLOT, (run, at) -> {
            run.answer();
            shown.add(at);
        });
        assertEquals(List.of(0L, 2L), shown);
        pending.below(2 * SLOT, (run, at) -> shown.add(at));
        assertEquals(2, shown.size());
    }

    @Test
    void openingsUnderWayAreCounted() {
        Bytes open = Runs.open(9);
        pending.admit(Runs.view(open), 1, link);
        place(0, true);
        pending.admit(Runs.view(open), 2, link);
        place(1, true);
        pending.admit(Runs.view(open), 3, link);
        assertEquals(3, pending.opening());
        pending.delivered(0);
        assertEquals(2, pending.opening());
        pending.drop(2 * SLOT, run -> {});
        assertEquals(1, pending.opening());
        pending.skipped(2 * SLOT);
        assertEquals(0, pending.opening());
        assertNull(pending.delivered(SLOT));
    }
}
