package org.ithaca.peers;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ithaca.bench.AppendLoad;

/// A load to carry out: one line on the input of an agent.
///
/// @param work of every operation
/// @param load how much of it
/// @param pids whose processor time is the servers'
record LoadOrder(Work work, AppendLoad load, List<Long> pids) {
    /// `work=APPEND bytes=100 window=1 rate=0 warmup=1000 measured=5000 pids=1,2,3`, times in milliseconds.
    String line() {
        return "work=" + work + " bytes=" + load.entryBytes() + " window=" + load.window() + " rate="
                + load.ratePerSecond() + " warmup=" + load.warmup().toMillis() + " measured="
                + load.measured().toMillis() + " pids="
                + pids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    static LoadOrder parse(String line) {
        Map<String, String> words = words(line);
        AppendLoad load = new AppendLoad(
                Integer.parseInt(word(words, "bytes")),
                Integer.parseInt(word(words, "window")),
                Long.parseLong(word(words, "rate")),
                Duration.ofMillis(Long.parseLong(word(words, "warmup"))),
                Duration.ofMillis(Long.parseLong(word(words, "measured"))));
        List<Long> pids = Arrays.stream(word(words, "pids").split(","))
                .filter(pid -> !pid.isEmpty())
                .map(Long::valueOf)
                .toList();
        return new LoadOrder(Work.valueOf(word(words, "work")), load, pids);
    }

    /// The `name=value` words of a line.
    static Map<String, String> words(String line) {
        return Arrays.stream(line.trim().split(" +"))
                .map(word -> word.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair.length > 1 ? pair[1] : ""));
    }

    static String word(Map<String, String> words, String name) {
        String value = words.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no " + name + " in " + words);
        }
        return value;
    }
}
