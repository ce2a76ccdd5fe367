package org.ithaca.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Lines of points over two logarithmic axes, as SVG.
final class Plot {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 460;
    private static final int LEFT = 80;
    private static final int RIGHT = 170;
    private static final int TOP = 50;
    private static final int BOTTOM = 60;
    private static final List<String> COLOURS =
            List.of("#2f6f8f", "#c8763a", "#5f8f4f", "#8a5a9e", "#b23a48", "#6b6b6b", "#c2a83e", "#3a8f8a");

    private final String title;
    private final String across;
    private final String up;
    private final List<Line> lines = new ArrayList<>();

    /// @param across what the horizontal axis shows, `up` the vertical one
    Plot(String title, String across, String up) {
        this.title = title;
        this.across = across;
        this.up = up;
    }

    /// A point; both numbers above 0.
    record Point(double x, double y) {}

    /// Points that belong together.
    record Line(String name, List<Point> points) {}

    /// Adds a line; one without points is left out.
    Plot line(String name, List<Point> points) {
        if (!points.isEmpty()) {
            lines.add(new Line(name, List.copyOf(points)));
        }
        return this;
    }

    /// The whole picture.
    String svg() {
        StringBuilder body = new StringBuilder();
        Axis x = Axis.of(lines.stream()
                .flatMap(line -> line.points().stream())
                .map(Point::x)
                .toList());
        Axis y = Axis.of(lines.stream()
                .flatMap(line -> line.points().stream())
                .map(Point::y)
                .toList());
        grid(body, x, y);
        for (int i = 0; i < lines.size(); i++) {
            draw(body, lines.get(i), i, x, y);
        }
        return String.format(Locale.ROOT, """
            <svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='sans-serif' \
            font-size='13' fill='#222'>
            <rect width='100%%' height='100%%' fill='#fff'/>
            <text x='10' y='24' font-size='17' font-weight='bold'>%s</text>
            """, WIDTH, HEIGHT, escape(title)) + body + "</svg>\n";
    }

    private void grid(StringBuilder body, Axis x, Axis y) {
        for (int power = x.least(); power <= x.most(); power++) {
            double at = across(x, Math.pow(10, power));
            rule(body, at, TOP, at, HEIGHT - BOTTOM);
            text(body, at, HEIGHT - BOTTOM + 18, "middle", Axis.label(power));
        }
        for (int power = y.least(); power <= y.most(); power++) {
            double at = up(y, Math.pow(10, power));
            rule(body, LEFT, at, WIDTH - RIGHT, at);
            text(body, LEFT - 6, at + 4, "end", Axis.label(power));
        }
        text(body, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 16, "middle", across);
        text(body, 10, TOP - 10, "start", up);
    }

    private static void draw(StringBuilder body, Line line, int number, Axis x, Axis y) {
        String colour = COLOURS.get(number % COLOURS.size());
        StringBuilder path = new StringBuilder();
        for (Point point : line.points()) {
            double px = across(x, point.x());
            double py = up(y, point.y());
            path.append(String.format(Locale.ROOT, "%.1f,%.1f ", px, py));
            body.append(String.format(Locale.ROOT, "<circle cx='%.1f' cy='%.1f' r='3' fill='%s'/>\n", px, py, colour));
        }
        body.append(String.format(
                Locale.ROOT,
                "<polyline points='%s' fill='none' stroke='%s' stroke-width='2'/>\n",
                path.toString().trim(),
                colour));
        double legend = TOP + 10 + 20.0 * number;
        body.append(String.format(
                Locale.ROOT,
                "<rect x='%d' y='%.1f' width='12' height='12' fill='%s'/>\n",
                WIDTH - RIGHT + 12,
                legend - 10,
                colour));
        text(body, WIDTH - RIGHT + 30.0, legend, "start", line.name());
    }

    private static double across(Axis axis, double value) {
        return LEFT + axis.part(value) * (WIDTH - LEFT - RIGHT);
    }

    private static double up(Axis axis, double value) {
        return HEIGHT - BOTTOM - axis.part(value) * (HEIGHT - TOP - BOTTOM);
    }

    private static void rule(StringBuilder body, double x1, double y1, double x2, double y2) {
        body.append(String.format(
                Locale.ROOT, "<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='#ddd'/>\n", x1, y1, x2, y2));
    }

    private static void text(StringBuilder body, double x, double y, String anchor, String text) {
        body.append(String.format(
                Locale.ROOT, "<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>\n", x, y, anchor, escape(text)));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /// A logarithmic axis from one power of ten to another.
    private record Axis(int least, int most) {
        static Axis of(List<Double> values) {
            double low = values.stream().mapToDouble(v -> v).min().orElse(1);
            double high = values.stream().mapToDouble(v -> v).max().orElse(10);
            int least = (int) Math.floor(Math.log10(low));
            return new Axis(least, Math.max(least + 1, (int) Math.ceil(Math.log10(high))));
        }

        double part(double value) {
            return (Math.log10(value) - least) / (most - least);
        }

        static String label(int power) {
            return power < 0
                    ? String.valueOf(Math.pow(10, power))
                    : String.format(Locale.ROOT, "%,d", (long) Math.pow(10, power));
        }
    }
}
