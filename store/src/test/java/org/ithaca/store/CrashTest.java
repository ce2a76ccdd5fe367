package org.ithaca.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ithaca.base.Bytes;
import org.ithaca.base.Defect;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.SplitMix;
import org.ithaca.base.StoredSlot;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// Random requests, steps and crashes over many seeds: whatever was reported is there after every restart,
/// and nothing is there that was not asked for. More seeds: `-Dsurefire.args="-Dithaca.store.from=1
/// -Dithaca.store.seeds=100000"`.
class CrashTest {
    private static final int SEEDS = Integer.getInteger("ithaca.store.seeds", 300);

    @Test
    void whatWasReportedSurvivesEveryCrash() {
        Map<String, Long> probes = new TreeMap<>();
        for (long seed = Long.getLong("ithaca.store.from", 1); seed <= SEEDS; seed++) {
            Run run = new Run(seed);
            run.play();
            run.machine.world.hooks().probes().forEach((probe, count) -> probes.merge(probe, count, Long::sum));
        }
        for (String rare : List.of(
                "store.torn-tail-cut",
                "store.torn-state-cut",
                "store.torn-segment-removed",
                "store.state-compacted",
                "store.full",
                "store.room-again",
                "store.segment-renewed",
                "store.loglet-failed",
                "store.loglet-reopened",
                "store.written-beside-a-force")) {
            assertTrue(probes.containsKey(rare), "never reached " + rare + ", only " + probes);
        }
    }

    @Test
    void reportingBeforeTheForceIsFound() {
        Assertions.assertThrows(AssertionError.class, () -> {
            for (long seed = 1; seed <= 300; seed++) {
                Run run = new Run(seed);
                run.machine.world.hooks().plant(Defect.ACK_BEFORE_FORCE);
                run.play();
            }
        });
    }

    /// What is known of one loglet.
    private static final class Model implements Storage.ReadCallback {
        final LogletId id;
        final List<Bytes> batches = new ArrayList<>();
        long stored;
        long end = Long.MAX_VALUE;
        long endDone = Long.MAX_VALUE;
        long trimmed;
        boolean failed;
        boolean answered = true;

        Model(LogletId id) {
            this.id = id;
        }

        long held() {
            return Math.min(end, batches.size());
        }

        @Override
        public void slots(List<StoredSlot> slots) {
            answered = true;
            for (StoredSlot slot : slots) {
                assertEquals(batches.get((int) slot.slot()), slot.batch());
                assertEquals(slot.batch().crc32c(), slot.crc());
            }
        }

        @Override
        public void damaged(long slot, IthacaException why) {
            Assertions.fail(id + " damaged at " + slot + ": " + why.getMessage());
        }
    }

    /// One seed.
    private static final class Run implements Storage.Listener {
        final Machine machine;
        final SplitMix random;
        final long seed;
        final Map<LogletId, Model> models = new TreeMap<>();
        final Map<String, List<Bytes>> puts = new HashMap<>();
        final Map<String, Integer> durablePuts = new HashMap<>();
        final List<Bytes> checkpoints = new ArrayList<>();
        int durableCheckpoint = -1;
        final Set<LogletId> dropped = new HashSet<>();
        boolean broken;
        boolean forcesFail;

        Run(long seed) {
            this.seed = seed;
            machine = new Machine(seed, Machine.SMALL);
            random = machine.world.random("test");
        }

        void play() {
            for (int life = 0; life < 5; life++) {
                if (random.oneIn(6)) {
                    machine.host.disk().faults().losePowerAfter(1 + random.below(40));
                }
                boolean alive = machine.start(this) && check();
                if (random.oneIn(3)) {
                    machine.host.disk().faults().losePowerAfter(1 + random.below(120));
                }
                for (int step = random.below(60); alive && !broken && step > 0; step--) {
                    alive = Machine.alive(this::step);
                }
                machine.host.disk().faults().heal();
                if (alive && !broken && random.oneIn(2)) {
                    allIsStored();
                }
                die();
                machine.host.disk().faults().heal();
            }
            for (boolean done = false; !done; ) {
                done = machine.start(this) && check();
                die();
            }
        }

        /// Nothing is left waiting on a disk that works.
        private void allIsStored() {
            for (int i = 0; i < 3; i++) {
                machine.storage.runForces();
                machine.storage.complete();
                machine.settle();
            }
            models.values().stream()
                    .filter(model -> !broken && !model.failed)
                    .forEach(model -> assertEquals(model.held(), model.stored, () -> say(model) + " waits"));
        }

        private void die() {
            broken = false;
            forcesFail = false;
            if (random.oneIn(3)) {
                machine.host.kill();
            } else {
                machine.host.powerLoss();
            }
        }

        private void step() {
            switch (random.below(21)) {
                case 0, 1, 2, 3, 4 -> append(any());
                case 5, 6, 7 -> machine.storage.runWrites();
                case 8, 9, 10 -> {
                    machine.storage.runWrites();
                    machine.storage.runForces();
                    machine.storage.complete();
                    machine.turn();
                }
                case 11 -> machine.storage.complete();
                case 12 -> put();
                case 13 -> read(any());
                case 14 -> bounds(any());
                case 15 -> checkpoint();
                case 16 -> machine.turn();
                case 17 -> faults();
                case 18 -> reopen();
                case 19, 20 -> machine.force();
                default -> throw new AssertionError();
            }
        }

        private void faults() {
            switch (random.below(6)) {
                case 0 -> machine.host.disk().faults().full(true);
                case 1 -> {
                    forcesFail = true;
                    machine.host.disk().faults().forceFailsOneIn(4);
                }
                default -> {
                    machine.host.disk().faults().full(false);
                    machine.host.disk().faults().forceFailsOneIn(0);
                }
            }
        }

        private void reopen() {
            for (Model model : List.copyOf(models.values())) {
                if (model.failed) {
                    machine.storage.reopen(model.id, holding -> reopened(model, holding));
                }
            }
        }

        private void reopened(Model model, Storage.Holding holding) {
            String what = say(model) + " reopened as " + holding;
            assertTrue(holding.held() >= model.stored, what);
            assertTrue(holding.held() <= model.held(), what);
            model.batches.subList((int) holding.held(), model.batches.size()).clear();
            model.stored = Math.min(model.end, holding.held());
            model.failed = false;
        }

        private Model any() {
            LogletId id;
            do {
                id = new LogletId(new LogId(random.below(2)), random.below(3));
            } while (dropped.contains(id));
            return model(id);
        }

        private Model model(LogletId id) {
            return models.computeIfAbsent(id, _ -> {
                machine.storage.open(id, Storage.Durability.DISK, 0);
                return new Model(id);
            });
        }

        private void append(Model model) {
            for (int i = model.failed ? 0 : random.below(12); i > 0 && model.batches.size() < model.end; i--) {
                int length = random.oneIn(10) ? random.below(9000) : random.below(400);
                Bytes batch = Batches.of(random.nextLong(), length);
                machine.storage.append(model.id, model.batches.size(), batch, batch.crc32c());
                model.batches.add(batch);
            }
        }

        private void read(Model model) {
            long from = model.trimmed + random.below((int) Math.max(1, model.held() - model.trimmed + 1));
            if (!model.failed) {
                machine.storage.read(model.id, from, from + random.below(100), random.below(5000), model);
            }
        }

        private void bounds(Model model) {
            if (random.oneIn(3)) {
                model.trimmed = Math.max(model.trimmed, Math.min(model.held(), random.below(200)));
                machine.storage.trim(model.id, model.trimmed);
            } else if (random.oneIn(6)) {
                long end = Math.max(model.trimmed, Math.min(model.end, model.held() - 10 + random.below(20)));
                model.end = end;
                model.stored = Math.min(model.stored, end);
                askEnd(model);
            } else if (random.oneIn(10) && dropped.size() < 3) {
                machine.storage.drop(model.id);
                models.remove(model.id);
                dropped.add(model.id);
            }
        }

        private void askEnd(Model model) {
            long end = model.end;
            machine.storage.end(model.id, end, () -> model.endDone = Math.min(model.endDone, end));
        }

        private void put() {
            String key = "key/" + random.below(3);
            List<Bytes> values = puts.computeIfAbsent(key, _ -> new ArrayList<>());
            int index = values.size();
            Bytes value = Batches.of(random.nextLong(), random.below(3000));
            values.add(value);
            machine.storage.put(key, value, () -> durablePuts.merge(key, index, Math::max));
        }

        private void checkpoint() {
            int index = checkpoints.size();
            Bytes whole = Batches.of(seed * 1000 + index, random.below(200_000));
            checkpoints.add(whole);
            int cut = random.below(whole.length() + 1);
            machine.storage.checkpoint(new LogId(1), index, 0, whole.slice(0, cut), false, () -> {});
            machine.storage.checkpoint(new LogId(1), index, cut, whole.slice(cut, whole.length() - cut), true, () -> {
                durableCheckpoint = Math.max(durableCheckpoint, index);
            });
        }

        /// After a restart: compares with what was promised, and goes on from what is there.
        private boolean check() {
            Storage.Recovered found = machine.storage.recovered();
            dropped.clear();
            models.values().removeIf(model -> !found.loglets().containsKey(model.id) && model.stored == 0);
            found.loglets().forEach(this::checkLoglet);
            for (Model model : models.values()) {
                assertTrue(found.loglets().containsKey(model.id), say(model) + " is gone");
            }
            puts.forEach((key, values) -> checkKey(key, values, found.state().get(key)));
            checkCheckpoint();
            boolean alive = machine.settle();
            for (Model model : models.values()) {
                assertTrue(!alive || model.answered, say(model) + " gave no answer");
            }
            return alive;
        }

        private void checkLoglet(LogletId id, Storage.Holding holding) {
            Model model = models.get(id);
            if (model == null) {
                machine.storage.drop(id);
                dropped.add(id);
                return;
            }
            String what = say(model) + " recovered as " + holding;
            assertTrue(holding.held() >= model.stored, what);
            assertTrue(holding.held() <= model.batches.size(), what);
            assertTrue(holding.held() <= model.endDone, what);
            assertTrue(holding.first() <= model.trimmed && holding.first() <= holding.held(), what);
            model.batches.subList((int) holding.held(), model.batches.size()).clear();
            model.stored = Math.min(model.end, holding.held());
            model.trimmed = Math.max(holding.first(), Math.min(model.trimmed, holding.held()));
            model.failed = false;
            model.answered = true;
            if (holding.held() > holding.first()) {
                model.answered = false;
                machine.storage.read(id, holding.first(), holding.held(), 1 << 24, new Storage.ReadCallback() {
                    @Override
                    public void slots(List<StoredSlot> slots) {
                        assertEquals(holding.held() - holding.first(), slots.size(), what);
                        model.slots(slots);
                    }

                    @Override
                    public void damaged(long slot, IthacaException why) {
                        Assertions.fail(what + ": damaged at " + slot);
                    }
                });
            }
            if (model.end < model.endDone) {
                askEnd(model);
            }
        }

        private void checkKey(String key, List<Bytes> values, Bytes found) {
            int durable = durablePuts.getOrDefault(key, -1);
            int index = found == null ? -1 : values.lastIndexOf(found);
            assertTrue(index >= durable, "seed " + seed + ": " + key + " is " + index + " after " + durable);
            durablePuts.put(key, index);
            values.subList(index + 1, values.size()).clear();
        }

        private void checkCheckpoint() {
            machine.storage.readCheckpoint(new LogId(1), 0, 1 << 20, (position, size, piece) -> {
                int index = (int) position;
                String what = "seed " + seed + ": checkpoint " + position + " after " + durableCheckpoint;
                assertTrue(index >= durableCheckpoint, what);
                if (index >= 0) {
                    assertEquals(checkpoints.get(index), piece, what);
                    assertEquals(size, piece.length(), what);
                }
                durableCheckpoint = index;
            });
        }

        private String say(Model model) {
            return "seed " + seed + ": " + model.id + " stored " + model.stored + " of " + model.batches.size()
                    + ", end " + model.end + "/" + model.endDone + ", trimmed " + model.trimmed;
        }

        @Override
        public void stored(LogletId loglet, long frontier) {
            Model model = models.get(loglet);
            if (model != null) {
                assertTrue(!model.failed, say(model) + " failed and stored " + frontier);
                model.stored = Math.max(model.stored, Math.min(model.end, frontier));
                assertTrue(frontier <= model.batches.size(), say(model) + ", told " + frontier);
            }
        }

        @Override
        public void full(String message) {}

        @Override
        public void roomAgain() {}

        @Override
        public void failed(LogletId loglet, IthacaException why) {
            Model model = models.get(loglet);
            assertTrue(forcesFail, () -> loglet + " failed on a disk that works: " + why.getMessage());
            if (model != null) {
                model.failed = true;
            }
        }

        @Override
        public void broken(IthacaException why) {
            broken = true;
        }
    }
}
