package org.ithaca.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.Defect;
import org.ithaca.base.Hooks;
import org.ithaca.base.MalformedException;
import org.ithaca.base.Position;
import org.ithaca.base.SplitMix;
import org.junit.jupiter.api.Test;

class SessionTableTest {
    private static final SessionLimits SMALL = new SessionLimits(4, 1 << 16, 1 << 20, 1 << 22);

    private static Bytes data(long session, long first, long acked, int count) {
        RunWriter writer = new RunWriter(64);
        for (int i = 0; i < count; i++) {
            writer.add(Bytes.utf8(session + "/" + (first + i)));
        }
        return writer.run(new RunHeader(session, first, acked, Level.ORDERED, RunKind.DATA));
    }

    private static Bytes open() {
        return new RunWriter(8).add(Bytes.EMPTY).run(RunHeader.open(1, Level.ORDERED));
    }

    /// Plays random histories into the table and the model, and compares after each batch; now and then the table
    /// goes through a checkpoint.
    private static final class History {
        final SplitMix random;
        final SessionModel model = new SessionModel(SMALL.sessions());
        final List<Long> everOpened = new ArrayList<>();
        final Map<Long, Long> acked = new HashMap<>();
        final Hooks hooks;
        SessionTable table;
        long position;

        History(long seed, Hooks hooks) {
            random = new SplitMix(seed);
            this.hooks = hooks;
            table = new SessionTable(SMALL, hooks);
        }

        void run(int batches) {
            for (int i = 0; i < batches; i++) {
                batch();
                compare();
                if (random.oneIn(10)) {
                    restart();
                }
                if (random.oneIn(20)) {
                    table.suppressed().trim(position - 5L * Position.ENTRIES_PER_SLOT);
                }
                position += (long) Position.ENTRIES_PER_SLOT * (1 + random.below(2));
            }
        }

        void batch() {
            ByteWriter batch = new ByteWriter();
            List<SessionVerdict> expected = new ArrayList<>();
            long at = position;
            for (int runs = random.below(5); runs > 0; runs--) {
                if (everOpened.isEmpty() || random.oneIn(8)) {
                    batch.raw(open());
                    everOpened.add(at + 1);
                    model.open(at);
                    expected.add(SessionVerdict.OPENED);
                    at++;
                } else {
                    at += dataRun(batch, expected, at);
                }
            }
            play(batch.copy(), expected);
        }

        int dataRun(ByteWriter batch, List<SessionVerdict> expected, long at) {
            long session = everOpened.get(Math.max(0, everOpened.size() - 1 - random.below(6)));
            long last = Math.max(0, model.last(session));
            long first = Math.max(1, last + 1 - random.below(6) + random.below(4));
            int count = 1 + random.below(6);
            long through = Math.min(first - 1, Math.max(0, last - random.below(8)));
            acked.merge(session, through, Math::max);
            batch.raw(data(session, first, through, count));
            expected.add(model.data(session, first, count, at));
            return count;
        }

        void play(Bytes batch, List<SessionVerdict> expected) {
            List<SessionVerdict> heard = new ArrayList<>();
            table.play(position, batch, (run, at, skipped, verdict) -> {
                heard.add(verdict);
                for (int i = 0; i < run.count(); i++) {
                    assertEquals(model.suppressed.contains(at + i), i < skipped, "entry at " + (at + i));
                    if (i >= skipped && verdict == SessionVerdict.TAKEN) {
                        Bytes result = Bytes.utf8("r" + (at + i));
                        table.result(run.session(), run.firstSequence() + i, result);
                        // a session may be forgotten later in the same batch
                        if (model.results.containsKey(run.session())) {
                            model.results.get(run.session()).put(run.firstSequence() + i, result);
                        }
                    }
                }
            });
            assertEquals(expected, heard);
        }

        void compare() {
            assertEquals(model.leastRecentFirst.size(), table.size());
            for (long session : everOpened) {
                long last = model.last(session);
                assertEquals(last, table.last(session));
                if (last != SessionTable.UNKNOWN) {
                    compareAnswers(session, last, acked.getOrDefault(session, 0L));
                }
            }
        }

        void compareAnswers(long session, long last, long through) {
            int count = (int) (last - through);
            Map<Long, Long> positions = new HashMap<>();
            int found = table.recall(session, through + 1, count, (first, some, at, results) -> {
                for (int i = 0; i < some; i++) {
                    positions.put(first + i, at + i);
                    assertEquals(model.results.get(session).get(first + i), results.get(i));
                }
            });
            assertEquals(count, found);
            positions.forEach(
                    (sequence, at) -> assertEquals(model.taken.get(session).get(sequence), at));
        }

        void restart() {
            SessionTable restored = new SessionTable(SMALL, hooks);
            table.encode(1 + random.below(200)).forEach(restored::restore);
            assertEquals(table.encode(100), restored.encode(100));
            table = restored;
        }
    }

    @Test
    void agreesWithTheModelOverManyHistories() {
        for (long seed = 0; seed < 400; seed++) {
            new History(seed, Hooks.NONE).run(60);
        }
    }

    @Test
    void theComparisonFindsEveryPlantedDefect() {
        for (Defect defect :
                List.of(Defect.DEDUPE_OFF, Defect.SESSION_GAP_ADMITTED, Defect.SESSIONS_NOT_IN_CHECKPOINT)) {
            assertThrows(
                    AssertionError.class,
                    () -> {
                        for (long seed = 0; seed < 50; seed++) {
                            new History(seed, planting(defect)).run(60);
                        }
                    },
                    () -> defect + " was not noticed");
        }
    }

    private static Hooks planting(Defect planted) {
        return new Hooks() {
            @Override
            public boolean planted(Defect defect) {
                return defect == planted;
            }

            @Override
            public void reached(String probe) {}
        };
    }

    @Test
    void aClientThatNeverAcknowledgesCostsBoundedMemory() {
        SessionTable table = new SessionTable(new SessionLimits(4, 100, 1000, 1500), Hooks.NONE);
        table.play(0, open(), (run, at, skipped, verdict) -> {});
        for (int i = 1; i <= 500; i++) {
            int first = 10 * i - 9;
            table.play((long) i * Position.ENTRIES_PER_SLOT, data(1, first, 0, 10), (run, at, skipped, verdict) -> {
                for (int k = 0; k < 10; k++) {
                    table.result(1, first + k, Bytes.wrap(new byte[10]));
                }
            });
        }
        int found = table.recall(1, 1, 5000, (first, count, at, results) -> assertTrue(first > 4900));
        assertTrue(found <= 100, "remembers " + found);
        assertEquals(5000, table.last(1));
    }

    @Test
    void resultsOfAllSessionsTogetherAreBounded() {
        SessionTable table = new SessionTable(new SessionLimits(100, 100, 1000, 1500), Hooks.NONE);
        for (int i = 0; i < 10; i++) {
            long position = (long) i * Position.ENTRIES_PER_SLOT;
            Bytes batch = new ByteWriter()
                    .raw(open())
                    .raw(data(position + 1, 1, 0, 1))
                    .copy();
            table.play(position, batch, (run, at, skipped, verdict) -> {
                if (verdict == SessionVerdict.TAKEN) {
                    table.result(run.session(), 1, Bytes.wrap(new byte[500]));
                }
            });
        }
        assertEquals(3, table.size());
        assertEquals(1, table.last(9L * Position.ENTRIES_PER_SLOT + 1));
    }

    @Test
    void asTheOwnerKnowsMoreThanTheTableItAdmitsDuplicatesAndGapsNeither() {
        SessionTable table = new SessionTable(SMALL, Hooks.NONE);
        SessionAdmission admission = new SessionAdmission(table, Hooks.NONE);
        assertEquals(new SessionAdmission.NotYet(), decide(admission, data(1, 1, 0, 3)));
        assertEquals(new SessionAdmission.Admit(), decide(admission, open()));
        table.play(0, open(), (run, at, skipped, verdict) -> {});
        assertEquals(new SessionAdmission.Admit(), decide(admission, data(1, 1, 0, 3)));
        assertEquals(new SessionAdmission.InFlight(), decide(admission, data(1, 1, 0, 3)));
        assertEquals(new SessionAdmission.Gap(4), decide(admission, data(1, 6, 0, 3)));
        assertEquals(new SessionAdmission.Admit(), decide(admission, data(1, 2, 0, 4)));
        table.play(Position.ENTRIES_PER_SLOT, data(1, 1, 0, 3), (run, at, skipped, verdict) -> {});
        assertEquals(new SessionAdmission.Delivered(), decide(admission, data(1, 1, 0, 3)));
        assertEquals(new SessionAdmission.InFlight(), decide(admission, data(1, 2, 0, 4)));
        admission.epochEnded();
        assertEquals(new SessionAdmission.Gap(4), decide(admission, data(1, 6, 0, 1)));
        assertEquals(new SessionAdmission.Admit(), decide(admission, data(1, 4, 0, 1)));
        assertEquals(new SessionAdmission.UnknownSession(), decide(admission, data(7, 1, 0, 1)));
    }

    private static SessionAdmission.Decision decide(SessionAdmission admission, Bytes run) {
        RunReader reader = new RunReader(run);
        assertTrue(reader.next());
        return admission.decide(reader.run());
    }

    @Test
    void damagedCheckpointsAreRefused() {
        SessionTable table = new SessionTable(SMALL, Hooks.NONE);
        Bytes batch = new ByteWriter()
                .raw(open())
                .raw(data(1, 1, 0, 3))
                .raw(data(1, 1, 0, 3))
                .copy();
        table.play(0, batch, (run, at, skipped, verdict) -> {});
        for (Bytes piece : table.encode(1 << 20)) {
            for (int cut = 0; cut < piece.length(); cut++) {
                Bytes part = piece.slice(0, cut);
                if (cut != 2 || piece.get(1) != 1) {
                    SessionTable fresh = new SessionTable(SMALL, Hooks.NONE);
                    assertThrows(MalformedException.class, () -> fresh.restore(part));
                }
            }
        }
        assertTrue(table.suppressed().contains(4));
        assertFalse(table.suppressed().contains(3));
        assertEquals(2, table.suppressed().prefix(5, 2));
    }
}
