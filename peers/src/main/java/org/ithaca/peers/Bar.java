package org.ithaca.peers;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.ithaca.bench.Figure;

/// What is asked of Ithaca in one comparison: its figure as a multiple of the best peer's.
///
/// @param durable the level it is asked at; empty for both
/// @param value name of the value in a [Sample]
/// @param most whether the figure must be at most `factor` times the best, instead of at least
/// @param longest whether the longest of all trials counts, instead of the median
record Bar(
        Workload workload,
        Optional<Boolean> durable,
        Optional<Form> form,
        String value,
        boolean most,
        double factor,
        boolean longest) {

    /// All of them.
    static final List<Bar> ALL = List.of(
            least(Workload.W2, Optional.empty(), Form.CLIENT, 2.5),
            least(Workload.W2, Optional.empty(), Form.EMBEDDED, 3),
            least(Workload.W3, Optional.empty(), Form.CLIENT, 5),
            least(Workload.W3, Optional.of(false), Form.EMBEDDED, 2),
            new Bar(Workload.W4, Optional.empty(), Optional.empty(), Sample.PER_SECOND, false, 5, false),
            most(Workload.W1, Optional.of(false), Sample.P50, 0.8),
            most(Workload.W1, Optional.of(false), Sample.P99, 0.8),
            most(Workload.W1, Optional.of(true), Sample.P50, 0.6),
            most(Workload.W1, Optional.of(true), Sample.P99, 0.6),
            most(Workload.W2, Optional.empty(), Sample.CPU, 0.4),
            least(Workload.PUTS, Optional.of(true), Form.CLIENT, 8),
            new Bar(Workload.KILL, Optional.empty(), Optional.empty(), Sample.PAUSE, true, 0.1, true),
            most(Workload.STOP, Optional.empty(), Sample.PAUSE, 1 / 3.0),
            most(Workload.START, Optional.empty(), Sample.START, 0.5));

    private static Bar least(Workload workload, Optional<Boolean> durable, Form form, double factor) {
        return new Bar(workload, durable, Optional.of(form), Sample.PER_SECOND, false, factor, false);
    }

    private static Bar most(Workload workload, Optional<Boolean> durable, String value, double factor) {
        return new Bar(workload, durable, Optional.empty(), value, true, factor, false);
    }

    /// Whether it is asked of such a comparison.
    boolean asksOf(Sample.Set set) {
        return set.workload() == workload
                && durable.map(asked -> asked == set.durable()).orElse(true)
                && form.map(asked -> asked == set.form()).orElse(true);
    }

    /// Ithaca's figure over the best peer's; empty if one of them was not measured.
    OptionalDouble ratio(Map<String, Figure> figures) {
        Figure own = figures.get("ithaca");
        Collection<Double> others = figures.entrySet().stream()
                .filter(entry -> !entry.getKey().equals("ithaca"))
                .map(entry -> counted(entry.getValue()))
                .toList();
        if (own == null || others.isEmpty()) {
            return OptionalDouble.empty();
        }
        double best = others.stream()
                .mapToDouble(Double::doubleValue)
                .reduce(most ? Math::min : Math::max)
                .orElseThrow();
        return OptionalDouble.of(counted(own) / best);
    }

    private double counted(Figure figure) {
        return longest ? figure.most() : figure.median();
    }

    boolean met(double ratio) {
        return most ? ratio <= factor : ratio >= factor;
    }

    /// For people.
    String text(double ratio) {
        return value + (longest ? ", longest" : "") + ": Ithaca is " + Figure.text(ratio) + " of the best peer; asked: "
                + (most ? "at most " : "at least ") + Figure.text(factor) + (met(ratio) ? ", met" : ", NOT met");
    }
}
