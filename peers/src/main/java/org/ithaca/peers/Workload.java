package org.ithaca.peers;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What is measured, in the order it is run on one cluster.
enum Workload {
    /// Processor time and memory of members nobody asks anything.
    IDLE("idle", Work.APPEND, 0, List.of()),
    W2("many outstanding, 100 B", Work.APPEND, 100, List.of(256, 1024, 4096, 16384, 65536)),
    W1("one outstanding, 100 B", Work.APPEND, 100, List.of(1)),
    W3("many outstanding, 10 KB", Work.APPEND, 10_000, List.of(16, 64, 256, 1024)),
    W4("many outstanding, 1 MB", Work.APPEND, 1_000_000, List.of(1, 4, 8, 16)),
    READS("reads, many outstanding", Work.READ, 100, List.of(64, 512, 4096)),
    PUTS("map puts, many outstanding, 100 B", Work.PUT, 100, List.of(256, 1024, 4096)),
    /// Open loop at parts of what W2 reached.
    CURVE("throughput against latency, 100 B", Work.APPEND, 100, List.of(1 << 16)),
    /// From the start of the members' processes to the first acknowledged append.
    START("start", Work.APPEND, 100, List.of()),
    KILL("kill -9 of the leader", Work.APPEND, 100, List.of(1 << 16)),
    STOP("SIGSTOP of the leader", Work.APPEND, 100, List.of(1 << 16));

    private final String title;
    private final Work work;
    private final int bytes;

    @SuppressWarnings("ImmutableEnumChecker") // only unmodifiable lists
    private final List<Integer> windows;

    Workload(String title, Work work, int bytes, List<Integer> windows) {
        this.title = title;
        this.work = work;
        this.bytes = bytes;
        this.windows = windows;
    }

    /// For people.
    String title() {
        return title;
    }

    /// What each operation does.
    Work work() {
        return work;
    }

    /// Of each operation.
    int bytes() {
        return bytes;
    }

    /// Operations outstanding; of several, the one that does most a second is taken.
    List<Integer> windows() {
        return windows;
    }

    /// Whether it is a closed loop of so many outstanding.
    boolean closedLoop() {
        return !windows.isEmpty() && this != CURVE && !recovery();
    }

    /// Whether the leader is lost in it.
    boolean recovery() {
        return this == KILL || this == STOP;
    }

    /// As on the command line.
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Workload named(String key) {
        String known = Arrays.stream(values())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return Arrays.stream(values())
                .filter(each -> each.name().equalsIgnoreCase(key.trim()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("no workload is called '" + key + "'; known: " + known));
    }

    /// Reads `w1,w2,...`; `all` for all.
    static List<Workload> parse(String keys) {
        if (keys.equals("all")) {
            return List.of(values());
        }
        List<Workload> asked =
                Arrays.stream(keys.split(",")).map(Workload::named).toList();
        return Arrays.stream(values()).filter(asked::contains).collect(Collectors.toList());
    }
}
