package org.ithaca.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A quantity measured several times: the median, and the least and the most seen.
public record Figure(double median, double least, double most) {
    /// Of one or more values; of an even number the median is the mean of the two in the middle.
    public static Figure of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a figure of no values");
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Figure(median, sorted[0], sorted[sorted.length - 1]);
    }

    /// For JSON: rounded to four significant digits.
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("median", rounded(median));
        map.put("min", rounded(least));
        map.put("max", rounded(most));
        return map;
    }

    /// `median (least..most)`, each with at most three digits that mean something.
    @Override
    public String toString() {
        return text(median) + " (" + text(least) + ".." + text(most) + ")";
    }

    /// A number for people: thousands in groups, fewer decimals the larger it is.
    public static String text(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : 2;
        return String.format(java.util.Locale.ROOT, "%,." + decimals + "f", value);
    }

    private static double rounded(double value) {
        if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
            return 0;
        }
        return new java.math.BigDecimal(value)
                .round(new java.math.MathContext(4))
                .doubleValue();
    }
}
