package org.ithaca.sim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ithaca.base.SplitMix;

/// What a run over many seeds did and found.
public final class SimReport {
    private final FaultCounts faults = new FaultCounts();
    private final SortedMap<String, Long> probes = new TreeMap<>();
    private final List<SeedFailure> failures = new ArrayList<>();
    private long seeds;
    private long operations;
    private long epochs;
    private long events;
    private long virtualNanos;
    private long comparedTwice;
    private long traceHash;

    SimReport() {}

    void add(Simulator world) {
        seeds++;
        faults.addAll(world.faults());
        world.hooks().probes().forEach((probe, count) -> probes.merge(probe, count, Long::sum));
        events += world.executed();
        virtualNanos += world.nowNanos();
        traceHash = SplitMix.mix(traceHash ^ world.trace().hash());
    }

    void add(Outcome outcome) {
        operations += outcome.operations();
        epochs += outcome.epochs();
    }

    void add(SeedFailure failure) {
        failures.add(failure);
    }

    void comparedOne() {
        comparedTwice++;
    }

    /// Histories run, each counted once.
    public long seeds() {
        return seeds;
    }

    /// Requests of clients that were answered.
    public long operations() {
        return operations;
    }

    /// Epochs that were opened.
    public long epochs() {
        return epochs;
    }

    /// Events of all worlds.
    public long events() {
        return events;
    }

    /// Virtual time of all worlds together.
    public long virtualNanos() {
        return virtualNanos;
    }

    /// Seeds that were run a second time to see that the history is the same.
    public long comparedTwice() {
        return comparedTwice;
    }

    /// The hashes of all traces, mixed in the order of the seeds.
    public long traceHash() {
        return traceHash;
    }

    public FaultCounts faults() {
        return faults;
    }

    /// How often each probe was reached, over all seeds.
    public SortedMap<String, Long> probes() {
        return Collections.unmodifiableSortedMap(probes);
    }

    public List<SeedFailure> failures() {
        return Collections.unmodifiableList(failures);
    }

    /// Those of the probes that no history reached.
    public List<String> unreached(Collection<String> expected) {
        return expected.stream()
                .filter(probe -> !probes.containsKey(probe))
                .sorted()
                .toList();
    }

    /// Whether every history was right.
    public boolean passed() {
        return failures.isEmpty();
    }

    /// Everything as a table of lines `what  count`, the failures last.
    public String table() {
        StringBuilder text = new StringBuilder();
        line(text, "seeds", seeds);
        line(text, "operations", operations);
        line(text, "epochs", epochs);
        line(text, "events", events);
        line(text, "virtual seconds", virtualNanos / 1_000_000_000);
        line(text, "seeds run twice", comparedTwice);
        line(text, "faults", faults.total());
        faults.byKind().forEach((kind, count) -> line(text, "  " + kind.label(), count));
        line(text, "rare paths", probes.size());
        probes.forEach((probe, count) -> line(text, "  " + probe, count));
        line(text, "violations", failures.size());
        text.append(String.format(Locale.ROOT, "%-36s %16x%n", "trace hash", traceHash));
        failures.forEach(failure -> text.append(failure.describe()).append(System.lineSeparator()));
        return text.toString();
    }

    private static void line(StringBuilder text, String what, long count) {
        text.append(String.format(Locale.ROOT, "%-36s %16d%n", what, count));
    }
}
