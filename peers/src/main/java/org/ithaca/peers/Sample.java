package org.ithaca.peers;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ithaca.bench.AppendResult;

/// One measurement.
///
/// @param contender who
/// @param set what it is compared within
/// @param repeat from 1
/// @param values by name; a name says its unit
record Sample(String contender, Set set, int repeat, Map<String, Double> values) {
    /// Operations acknowledged a second.
    static final String PER_SECOND = "per_s";

    static final String P50 = "p50_us";
    static final String P99 = "p99_us";
    static final String CPU = "cpu_s_per_million";
    static final String SERVER_CPU = "server_cpu_s_per_million";
    static final String CLIENT_CPU = "client_cpu_s_per_million";
    static final String WINDOW = "window";
    static final String RATE = "rate_per_s";
    static final String FAILURES = "failures";
    static final String PAUSE = "pause_ms";
    static final String START = "start_ms";
    static final String IDLE_CPU = "idle_cpu_percent_of_a_core";
    static final String RSS = "largest_rss_mb";

    /// Samples that are compared with each other.
    record Set(Workload workload, boolean durable, Form form) {
        String level() {
            return durable ? "durable" : "in memory";
        }
    }

    /// Of a load.
    static Map<String, Double> of(AppendResult result, int window) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(PER_SECOND, result.perSecond());
        values.put(P50, result.latency().p50());
        values.put(P99, result.latency().p99());
        values.put("p999_us", result.latency().p999());
        values.put("max_us", result.latency().most());
        values.put(SERVER_CPU, result.serverCpuPerMillion());
        values.put(CLIENT_CPU, result.clientCpuPerMillion());
        values.put(CPU, result.serverCpuPerMillion() + result.clientCpuPerMillion());
        values.put(WINDOW, (double) window);
        values.put(FAILURES, (double) result.failures());
        values.put("longest_gap_ms", result.longestGapMillis());
        values.put("load_average", result.loadAverage());
        return values;
    }

    double value(String name) {
        return values.getOrDefault(name, Double.NaN);
    }

    /// For a line of JSON.
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("contender", contender);
        map.put("workload", set.workload().key());
        map.put("level", set.level());
        map.put("form", set.form().toString());
        map.put("repeat", repeat);
        map.putAll(values);
        return map;
    }
}
