package org.ithaca.server;

import java.util.Arrays;
import java.util.Optional;

/// Everything a node can be told, with its default and what it means. The key is the same in the file, as
/// `--set key=value`, and in the environment as `ITHACA_` and the key in capitals with `_` for `.` and `-`.
public enum Setting {
    CLUSTER("cluster", "", "name of the cluster, the same at every node"),
    NODE("node", "", "number of this node, 0 to 65535"),
    LISTEN("listen", "127.0.0.1:0", "host:port to listen on"),
    ADVERTISE("advertise", "", "host:port told to others, if not the one listened on"),
    DATA("data", "", "directory of this node's data"),
    MEMBERS("members", "", "founders of the cluster, as 0@host:port,1@host:port,...; the same at each of them"),
    COUNCIL("council", "", "numbers of the founders that decide the layout; empty: all members, as they change"),
    CONTACTS("contacts", "", "nodes to ask first when joining a cluster that exists, as number@host:port,..."),
    ADMIN("admin", "none", "host:port of the admin HTTP pages /health and /metrics, or none; keep it on loopback"),
    ORDER("default.order", "leader", "order of new logs: leader or round-robin"),
    QUORUM("default.quorum", "majority", "quorum system of new logs: majority, all, counting(w,s), ..."),
    DURABLE("default.durable", "true", "whether new logs are kept on disk"),
    HEARTBEAT("heartbeat-millis", "150", "milliseconds between two heartbeats, 10 to 10000"),
    SILENCE("silence-millis", "500", "milliseconds of silence before a node is suspected, at the earliest"),
    SEGMENT("segment-bytes", "67108864", "size of a segment file, 1 KiB to 1 GiB"),
    MEMORY("memory-bytes", "268435456", "bytes that logs kept in memory may take together"),
    CHECKPOINT("checkpoint-bytes", "67108864", "bytes of a log played between two checkpoints"),
    SPIN("spin-micros", "100", "microseconds a pause may last to be polled through by a busy node; 0 sleeps always"),
    TLS_CERTIFICATE("tls.certificate", "", "PEM file of this node's certificate; empty: no TLS"),
    TLS_KEY("tls.key", "", "PEM file of its private key, PKCS#8"),
    TLS_AUTHORITIES("tls.authorities", "", "PEM file of the authorities others are signed by"),
    TLS_CLIENTS("tls.clients", "false", "whether clients, too, must show a certificate");

    private final String key;
    private final String fallback;
    private final String meaning;

    Setting(String key, String fallback, String meaning) {
        this.key = key;
        this.fallback = fallback;
        this.meaning = meaning;
    }

    /// Its name in the file.
    public String key() {
        return key;
    }

    /// Its value unless something is said.
    public String fallback() {
        return fallback;
    }

    /// What it means, in one line.
    public String meaning() {
        return meaning;
    }

    /// Its name in the environment.
    public String variable() {
        return "ITHACA_"
                + key.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    static Optional<Setting> of(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }

    /// The known key most like a wrong one.
    static String nearest(String wrong) {
        return Arrays.stream(values())
                .map(Setting::key)
                .min(java.util.Comparator.comparingInt(key -> distance(key, wrong)))
                .orElseThrow();
    }

    /// Levenshtein's distance: insertions, deletions and replacements from one text to the other.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
