package org.ithaca.quorum;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.ithaca.quorum.QuorumReport.Availability;
import org.ithaca.quorum.QuorumReport.Losses;

/// Puts a [QuorumReport] into words and into JSON.
final class ReportWriter {
    private static final int SETS_SHOWN = 12;

    private ReportWriter() {}

    static String text(QuorumReport report) {
        StringBuilder out = new StringBuilder();
        line(
                out,
                "quorums " + report.spec() + " over " + report.size()
                        + " members: safe, every write quorum meets every seal quorum");
        line(out, "");
        line(
                out,
                String.format(
                        Locale.ROOT, "%-16s %15s %18s   %s", "", "smallest quorum", "survives any loss", "stops when"));
        availability(out, "commits", report.commits());
        availability(out, "reconfiguration", report.reconfiguration());
        if (!report.losses().isEmpty()) {
            line(out, "");
            losses(out, report.losses());
        }
        line(out, "");
        killingSets(out, "commits", report.commits());
        killingSets(out, "reconfiguration", report.reconfiguration());
        return out.toString();
    }

    private static void availability(StringBuilder out, String name, Availability side) {
        line(
                out,
                String.format(
                        Locale.ROOT,
                        "%-16s %15d %18s   %s",
                        name,
                        side.smallestQuorum(),
                        "of " + side.survives(),
                        side.stopsWhen()));
    }

    private static void losses(StringBuilder out, List<Losses> rows) {
        line(
                out,
                String.format(
                        Locale.ROOT, "%8s %10s %14s %22s", "lost", "sets", "stop commits", "stop reconfiguration"));
        for (Losses one : rows) {
            line(
                    out,
                    String.format(
                            Locale.ROOT,
                            "%8d %10d %14d %22d",
                            one.lost(),
                            one.sets(),
                            one.stopCommits(),
                            one.stopReconfiguration()));
        }
    }

    private static void killingSets(StringBuilder out, String name, Availability side) {
        if (!side.exact()) {
            line(out, "sets whose loss stops " + name + ": not listed above " + QuorumReport.EXACT_SIZE + " members");
            return;
        }
        List<Long> sets = side.killingSets();
        String shown = sets.stream().limit(SETS_SHOWN).map(Ranks::text).collect(Collectors.joining(" "));
        String more = sets.size() > SETS_SHOWN ? " and " + (sets.size() - SETS_SHOWN) + " more" : "";
        line(out, "smallest sets whose loss stops " + name + " (" + sets.size() + "): " + shown + more);
    }

    private static void line(StringBuilder out, String text) {
        out.append(text.stripTrailing()).append('\n');
    }

    static String json(QuorumReport report) {
        String losses = report.losses().stream().map(ReportWriter::json).collect(Collectors.joining(","));
        return "{\"spec\":\"" + report.spec() + "\",\"size\":" + report.size() + ",\"commits\":"
                + json(report.commits()) + ",\"reconfiguration\":" + json(report.reconfiguration()) + ",\"losses\":["
                + losses + "]}";
    }

    private static String json(Losses row) {
        return "{\"lost\":" + row.lost() + ",\"sets\":" + row.sets() + ",\"stopCommits\":" + row.stopCommits()
                + ",\"stopReconfiguration\":" + row.stopReconfiguration() + "}";
    }

    private static String json(Availability side) {
        String sets = side.killingSets().stream()
                .map(set -> Ranks.text(set).replace('{', '[').replace('}', ']'))
                .collect(Collectors.joining(","));
        return "{\"smallestQuorum\":" + side.smallestQuorum() + ",\"survives\":" + side.survives()
                + ",\"stopsWhen\":\"" + side.stopsWhen() + "\",\"exact\":" + side.exact() + ",\"killingSets\":["
                + sets + "]}";
    }
}
