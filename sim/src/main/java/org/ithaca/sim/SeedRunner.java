package org.ithaca.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// Runs a [Scenario] over a range of seeds.
public final class SeedRunner {
    private static final int TRACE_LINES = 200;

    private final Scenario scenario;
    private final String options;
    private int compareEvery = 50;
    private int mostFailures = 1;
    private LongConsumer progress = seed -> {};
    private Consumer<Simulator> prepare = world -> {};

    /// @param options what the command line needs besides the seed to run the same scenario, such as `--plan derecho`;
    ///     may be empty
    public SeedRunner(Scenario scenario, String options) {
        this.scenario = scenario;
        this.options = options;
    }

    /// Runs every so many seeds twice and compares the histories; 0 for none.
    public SeedRunner compareEvery(int seeds) {
        compareEvery = seeds;
        return this;
    }

    /// Stops after so many wrong histories.
    public SeedRunner mostFailures(int failures) {
        mostFailures = failures;
        return this;
    }

    /// Is called with every seed before it runs.
    public SeedRunner onSeed(LongConsumer listener) {
        progress = listener;
        return this;
    }

    /// Is called with every fresh world before the scenario: to plant defects, or to copy its trace to a file.
    public SeedRunner prepare(Consumer<Simulator> preparation) {
        prepare = preparation;
        return this;
    }

    /// Runs the seeds from `first`, `count` of them, one after the other.
    public SimReport run(long first, long count) {
        SimReport report = new SimReport();
        for (long seed = first; seed < first + count && report.failures().size() < mostFailures; seed++) {
            progress.accept(seed);
            one(seed, report);
        }
        return report;
    }

    private void one(long seed, SimReport report) {
        Simulator world = fresh(seed);
        try {
            report.add(scenario.run(world));
            if (compareEvery > 0 && report.seeds() % compareEvery == 0) {
                compare(seed, world);
                report.comparedOne();
            }
        } catch (Exception | StackOverflowError | AssertionError wrong) {
            report.add(new SeedFailure(
                    seed, world.nowNanos(), wrong, replay(seed), world.trace().tail(TRACE_LINES)));
        }
        report.add(world);
    }

    private Simulator fresh(long seed) {
        Simulator world = new Simulator(seed);
        prepare.accept(world);
        return world;
    }

    private String replay(long seed) {
        return ("./ithaca sim --seed " + seed + " " + options).strip();
    }

    private void compare(long seed, Simulator world) throws Exception {
        Simulator again = fresh(seed);
        scenario.run(again);
        if (again.trace().hash() != world.trace().hash()) {
            throw new IllegalStateException("two runs of seed " + seed + " differ: " + firstDifference(seed));
        }
    }

    private String firstDifference(long seed) throws Exception {
        List<String> one = lines(seed);
        List<String> two = lines(seed);
        for (int i = 0; i < Math.min(one.size(), two.size()); i++) {
            if (!one.get(i).equals(two.get(i))) {
                return String.format(Locale.ROOT, "event %d is%n%s%nor%n%s", i, one.get(i), two.get(i));
            }
        }
        return one.size() + " events or " + two.size();
    }

    private List<String> lines(long seed) throws Exception {
        Simulator world = fresh(seed);
        StringBuilder text = new StringBuilder();
        world.trace().copyTo(text);
        scenario.run(world);
        return new ArrayList<>(text.toString().lines().toList());
    }
}
