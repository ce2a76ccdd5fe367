package org.ithaca.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A picture of figures: horizontal bars as long as the median, with a line from the least to the most;
/// several groups below each other, each with a scale of its own from 0. Written as SVG.
public final class BarChart {
    private static final int WIDTH = 760;
    private static final int LABEL_WIDTH = 210;
    private static final int BAR_WIDTH = 360;
    private static final int ROW = 26;
    private static final int BAR = 16;
    private static final int TITLE = 34;
    private static final List<String> COLOURS = List.of("#2f6f8f", "#c8763a", "#5f8f4f", "#8a5a9e");

    private final String title;
    private final StringBuilder body = new StringBuilder();
    private int y = TITLE + 10;

    public BarChart(String title) {
        this.title = title;
    }

    /// One bar.
    public record Bar(String label, Figure figure) {}

    /// Adds bars that share a scale; `unit` is written behind their numbers.
    public BarChart group(String name, String unit, List<Bar> bars) {
        double scale =
                bars.stream().mapToDouble(bar -> bar.figure().most()).max().orElse(0);
        text(10, y + 16, "bold", name + ", " + unit);
        y += ROW;
        List<Bar> copy = new ArrayList<>(bars);
        for (int i = 0; i < copy.size(); i++) {
            bar(copy.get(i), scale <= 0 ? 1 : scale, COLOURS.get(i % COLOURS.size()));
        }
        y += ROW / 2;
        return this;
    }

    private void bar(Bar bar, double scale, String colour) {
        Figure figure = bar.figure();
        double length = x(figure.median(), scale) - LABEL_WIDTH;
        double middle = y + BAR / 2.0;
        text(20, y + 13, "normal", bar.label());
        body.append(String.format(
                Locale.ROOT,
                "<rect x='%d' y='%d' width='%.1f' height='%d' fill='%s'/>\n",
                LABEL_WIDTH,
                y,
                length,
                BAR,
                colour));
        body.append(String.format(
                Locale.ROOT,
                "<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='#222' stroke-width='1.5'/>\n",
                x(figure.least(), scale),
                middle,
                x(figure.most(), scale),
                middle));
        text(LABEL_WIDTH + BAR_WIDTH + 10, y + 13, "normal", figure.toString());
        y += ROW;
    }

    private static double x(double value, double scale) {
        return LABEL_WIDTH + BAR_WIDTH * value / scale;
    }

    private void text(int x, int at, String weight, String text) {
        body.append(String.format(
                Locale.ROOT, "<text x='%d' y='%d' font-weight='%s'>%s</text>\n", x, at, weight, escape(text)));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /// The whole picture.
    public String svg() {
        return String.format(Locale.ROOT, """
            <svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='sans-serif' \
            font-size='13' fill='#222'>
            <rect width='100%%' height='100%%' fill='#fff'/>
            <text x='10' y='24' font-size='17' font-weight='bold'>%s</text>
            """, WIDTH, y + 10, escape(title)) + body + "</svg>\n";
    }
}
