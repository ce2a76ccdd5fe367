package org.ithaca.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A table for people: columns as wide as they must be, numbers to the right.
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... titles) {
        rows.add(List.of(titles));
    }

    /// Adds a row, with as many cells as there are titles.
    public Table row(@Nullable Object... cells) {
        rows.add(java.util.Arrays.stream(cells).map(String::valueOf).toList());
        return this;
    }

    @Override
    public String toString() {
        int columns = rows.getFirst().size();
        int[] widths = IntStream.range(0, columns)
                .map(c -> rows.stream().mapToInt(r -> r.get(c).length()).max().orElse(0))
                .toArray();
        StringBuilder out = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            for (int c = 0; c < columns; c++) {
                String cell = rows.get(r).get(c);
                String pad = " ".repeat(widths[c] - cell.length());
                boolean right = r > 0 && cell.matches("[-+]?[\\d,.]+( ?[%a-zA-Z/]+)?");
                out.append(c == 0 ? "" : "  ").append(right ? pad + cell : cell + pad);
            }
            trimEnd(out).append('\n');
            if (r == 0) {
                out.repeat('-', java.util.Arrays.stream(widths).sum() + 2 * (columns - 1))
                        .append('\n');
            }
        }
        return out.toString();
    }

    private static StringBuilder trimEnd(StringBuilder out) {
        while (!out.isEmpty() && out.charAt(out.length() - 1) == ' ') {
            out.setLength(out.length() - 1);
        }
        return out;
    }
}
