package org.ithaca.client;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.ithaca.base.NodeId;
import org.ithaca.io.Addresses;
import org.ithaca.io.TlsFiles;
import org.ithaca.log.Level;
import org.jspecify.annotations.Nullable;

/// How a client behaves. Immutable; start from [#of] and change what is to be different. A server that is
/// no `host:port` is refused with [org.ithaca.base.IthacaException] INVALID.
///
/// @param servers `host:port` of some members; the others are learnt
/// @param cluster name of the cluster; empty to take whichever is met
/// @param name what the client calls itself, for people who look at a server's connections
/// @param deadline how long any request may take
/// @param level when an append is done; null for DURABLE where the log is on disk and ORDERED where it is
///     not
/// @param windowBytes most bytes of appends under way, a log: 1 or more
/// @param windowEntries most entries under way, a log: 1 to 65,536
/// @param overload what an append does when the window is full
/// @param only the one node to ask; null to ask whoever is best
/// @param tls certificates; null for plain TCP
public record ClientOptions(
        List<String> servers,
        String cluster,
        String name,
        Duration deadline,
        @Nullable Level level,
        long windowBytes,
        int windowEntries,
        Overload overload,
        @Nullable NodeId only,
        @Nullable TlsFiles tls) {
    /// What an append does when the window is full.
    public enum Overload {
        /// It waits for room, at most until its deadline. On the client's own thread it fails, since it
        /// would wait for ever.
        WAIT,
        /// Its future fails at once with OVERLOADED.
        FAIL
    }

    private static final int MOST_ENTRIES = 1 << 16;

    public ClientOptions {
        servers = List.copyOf(servers);
        Objects.requireNonNull(cluster);
        Objects.requireNonNull(name);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("no server to connect to");
        }
        servers.forEach(Addresses::check);
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("deadline " + deadline);
        }
        if (windowBytes < 1 || windowEntries < 1 || windowEntries > MOST_ENTRIES) {
            throw new IllegalArgumentException("window of " + windowBytes + " bytes, " + windowEntries + " entries");
        }
    }

    /// The defaults: 30 s, 16 MiB and 65,536 entries under way, waiting for room.
    ///
    /// @param servers `host:port`, separated by commas
    public static ClientOptions of(String servers) {
        List<String> list = List.of(servers.trim().split("\\s*,\\s*"));
        return new ClientOptions(
                list, "", "client", Duration.ofSeconds(30), null, 16L << 20, MOST_ENTRIES, Overload.WAIT, null, null);
    }

    public ClientOptions withCluster(String other) {
        return new ClientOptions(
                servers, other, name, deadline, level, windowBytes, windowEntries, overload, only, tls);
    }

    public ClientOptions withName(String other) {
        return new ClientOptions(
                servers, cluster, other, deadline, level, windowBytes, windowEntries, overload, only, tls);
    }

    public ClientOptions withDeadline(Duration other) {
        return new ClientOptions(servers, cluster, name, other, level, windowBytes, windowEntries, overload, only, tls);
    }

    public ClientOptions withLevel(@Nullable Level other) {
        return new ClientOptions(
                servers, cluster, name, deadline, other, windowBytes, windowEntries, overload, only, tls);
    }

    public ClientOptions withWindow(long bytes, int entries) {
        return new ClientOptions(servers, cluster, name, deadline, level, bytes, entries, overload, only, tls);
    }

    public ClientOptions withOverload(Overload other) {
        return new ClientOptions(servers, cluster, name, deadline, level, windowBytes, windowEntries, other, only, tls);
    }

    public ClientOptions withOnly(@Nullable NodeId node) {
        return new ClientOptions(
                servers, cluster, name, deadline, level, windowBytes, windowEntries, overload, node, tls);
    }

    public ClientOptions withTls(@Nullable TlsFiles files) {
        return new ClientOptions(
                servers, cluster, name, deadline, level, windowBytes, windowEntries, overload, only, files);
    }
}
