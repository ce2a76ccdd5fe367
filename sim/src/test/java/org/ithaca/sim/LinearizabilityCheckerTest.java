package org.ithaca.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ithaca.base.SplitMix;
import org.ithaca.sim.LinearizabilityChecker.Verdict;
import org.ithaca.sim.MapOperation.Get;
import org.ithaca.sim.MapOperation.Put;
import org.ithaca.sim.MapOperation.PutIfAbsent;
import org.ithaca.sim.MapOperation.Remove;
import org.ithaca.sim.MapOperation.RemoveIf;
import org.ithaca.sim.MapOperation.Replace;
import org.ithaca.sim.MapOperation.ReplaceIf;
import org.junit.jupiter.api.Test;

class LinearizabilityCheckerTest {
    private final LinearizabilityChecker<Optional<Object>, MapOperation> checker =
            new LinearizabilityChecker<>(MapOperation.MODEL, 7);

    private int begin(MapOperation what) {
        return checker.invoked("c", "k", what);
    }

    private void end(int number, Object result) {
        checker.completed(number, result);
    }

    private void did(MapOperation what, Object result) {
        end(begin(what), result);
    }

    private static Optional<Object> value(Object value) {
        return Optional.of(value);
    }

    private Verdict verdict() {
        return checker.verdict("k");
    }

    @Test
    void everyOperationDoesWhatAConcurrentMapDoes() {
        did(new Get(), Optional.empty());
        did(new Replace(1), Optional.empty());
        did(new PutIfAbsent(1), Optional.empty());
        did(new PutIfAbsent(2), value(1));
        did(new Put(3), value(1));
        did(new ReplaceIf(2, 4), false);
        did(new ReplaceIf(3, 4), true);
        did(new Replace(5), value(4));
        did(new RemoveIf(4), false);
        did(new RemoveIf(5), true);
        did(new Put(6), Optional.empty());
        did(new Remove(), value(6));
        did(new Get(), Optional.empty());
        assertEquals(Verdict.LINEARIZABLE, verdict());
        assertEquals(0, checker.check());
    }

    @Test
    void aStaleReadIsFound() {
        did(new Put(1), Optional.empty());
        did(new Put(2), value(1));
        did(new Get(), value(1));
        ViolationException violation = assertThrows(ViolationException.class, checker::check);
        assertTrue(violation.getMessage().contains("-> [4, 5] c: Get"), violation.getMessage());
    }

    @Test
    void aReadDuringAWriteMaySeeEither() {
        did(new Put(1), Optional.empty());
        int write = begin(new Put(2));
        did(new Get(), value(1));
        did(new Get(), value(2));
        end(write, value(1));
        assertEquals(Verdict.LINEARIZABLE, verdict());
    }

    @Test
    void aReadThatWentBackIsFound() {
        did(new Put(1), Optional.empty());
        int write = begin(new Put(2));
        did(new Get(), value(2));
        did(new Get(), value(1));
        end(write, value(1));
        assertEquals(Verdict.NOT_LINEARIZABLE, verdict());
    }

    @Test
    void whatGotNoAnswerMayHappenLaterOrNever() {
        begin(new Put(1));
        did(new Get(), Optional.empty());
        did(new Get(), value(1));
        begin(new Put(2));
        did(new Get(), value(1));
        assertEquals(Verdict.LINEARIZABLE, verdict());
    }

    @Test
    void whatGotNoAnswerHappensAtMostOnce() {
        begin(new Put(1));
        did(new Get(), value(1));
        did(new Remove(), value(1));
        did(new Get(), value(1));
        assertEquals(Verdict.NOT_LINEARIZABLE, verdict());
    }

    @Test
    void whatWasRefusedNeverHappens() {
        checker.refused(begin(new Put(1)));
        did(new Get(), value(1));
        assertEquals(Verdict.NOT_LINEARIZABLE, verdict());
    }

    @Test
    void twoWinnersOfOneRaceAreFound() {
        int one = begin(new PutIfAbsent(1));
        int two = begin(new PutIfAbsent(2));
        end(one, Optional.empty());
        end(two, Optional.empty());
        assertEquals(Verdict.NOT_LINEARIZABLE, verdict());
    }

    @Test
    void keysAreApart() {
        checker.completed(checker.invoked("c", "a", new Put(1)), Optional.empty());
        checker.completed(checker.invoked("c", "b", new Get()), Optional.empty());
        assertEquals(0, checker.check());
        assertEquals(2, checker.size());
    }

    @Test
    void randomHistoriesThatAreRightPassAndMutatedOnesAreMostlyFound() {
        int found = 0;
        for (int seed = 0; seed < 300; seed++) {
            assertEquals(Verdict.LINEARIZABLE, random(seed, false).verdict("k"), "seed " + seed);
            found += random(seed, true).verdict("k") == Verdict.NOT_LINEARIZABLE ? 1 : 0;
        }
        assertTrue(found > 200, found + " of 300");
    }

    /// Four clients do 200 operations; each takes effect at some moment between its call and its return. One in forty
    /// gets
    /// no answer. With a mutation, one result is replaced.
    private static LinearizabilityChecker<Optional<Object>, MapOperation> random(int seed, boolean mutate) {
        SplitMix random = new SplitMix(seed);
        LinearizabilityChecker<Optional<Object>, MapOperation> history =
                new LinearizabilityChecker<>(MapOperation.MODEL, 7);
        Optional<Object> state = Optional.empty();
        List<int[]> open = new ArrayList<>();
        List<MapOperation> whats = new ArrayList<>();
        List<Object> results = new ArrayList<>();
        int victim = 100 + random.below(50);
        while (whats.size() < 200 || !open.isEmpty()) {
            int dice = random.below(3);
            if (dice == 0 && open.size() < 4 && whats.size() < 200) {
                MapOperation what = draw(random);
                whats.add(what);
                results.add("not yet");
                open.add(new int[] {history.invoked("c" + open.size(), "k", what), 0});
            } else if (!open.isEmpty()) {
                int[] one = open.get(random.below(open.size()));
                if (one[1] == 0) {
                    SequentialModel.Step<Optional<Object>> step = MapOperation.MODEL.apply(state, whats.get(one[0]));
                    state = step.state();
                    results.set(one[0], step.result());
                    one[1] = 1;
                } else {
                    open.remove(one);
                    boolean wrong = mutate && one[0] == victim;
                    if (wrong || !random.oneIn(40)) {
                        history.completed(one[0], wrong ? other(results.get(one[0])) : results.get(one[0]));
                    }
                }
            }
        }
        return history;
    }

    private static Object other(Object result) {
        return switch (result) {
            case Boolean did -> !did;
            case Optional<?> value -> Optional.of(value.isPresent() ? ((Integer) value.get() + 1) % 10 : 0);
            default -> throw new IllegalArgumentException(result.toString());
        };
    }

    private static MapOperation draw(SplitMix random) {
        Integer a = random.below(10);
        Integer b = random.below(10);
        return switch (random.below(7)) {
            case 0 -> new Put(a);
            case 1 -> new PutIfAbsent(a);
            case 2 -> new Remove();
            case 3 -> new RemoveIf(a);
            case 4 -> new Replace(a);
            case 5 -> new ReplaceIf(a, b);
            default -> new Get();
        };
    }
}
