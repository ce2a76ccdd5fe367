package org.ithaca.peers;

import java.util.Map;
import org.ithaca.bench.AppendResult;
import org.ithaca.bench.LatencySummary;

/// An [AppendResult] as one line of text, from an agent to the process that started it.
final class ResultLine {
    private ResultLine() {}

    static String of(AppendResult result) {
        LatencySummary latency = result.latency();
        return "seconds=" + result.seconds() + " appends=" + result.appends() + " failures=" + result.failures()
                + " p50=" + latency.p50() + " p99=" + latency.p99() + " p999=" + latency.p999() + " most="
                + latency.most() + " gap=" + result.longestGapMillis() + " serverCpu=" + result.serverCpuSeconds()
                + " clientCpu=" + result.clientCpuSeconds() + " load=" + result.loadAverage();
    }

    static AppendResult parse(String line) {
        Map<String, String> words = LoadOrder.words(line);
        return new AppendResult(
                number(words, "seconds"),
                Long.parseLong(LoadOrder.word(words, "appends")),
                Long.parseLong(LoadOrder.word(words, "failures")),
                new LatencySummary(
                        number(words, "p50"), number(words, "p99"), number(words, "p999"), number(words, "most")),
                number(words, "gap"),
                number(words, "serverCpu"),
                number(words, "clientCpu"),
                number(words, "load"));
    }

    private static double number(Map<String, String> words, String name) {
        return Double.parseDouble(LoadOrder.word(words, name));
    }
}
