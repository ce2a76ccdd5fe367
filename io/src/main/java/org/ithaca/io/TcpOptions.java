package org.ithaca.io;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.jspecify.annotations.Nullable;

/// Who a [TcpNetwork] is and whom it talks to.
///
/// @param cluster name of the cluster; both ends must agree. A client may leave it empty: any
/// @param self what this process says it is
/// @param listen `host:port` to listen on, port 0 for any free one; null for a process that only connects
/// @param advertise `host:port` told to others; null for what was bound
/// @param admission who may come in, asked on the loop's thread once an arrival has said who it is
/// @param limits bounds
/// @param tls certificates; null for plain TCP
public record TcpOptions(
        String cluster,
        Peer self,
        @Nullable String listen,
        @Nullable String advertise,
        Admission admission,
        TcpLimits limits,
        @Nullable TlsFiles tls) {

    /// Decides whether a peer of the right cluster and version is let in.
    @FunctionalInterface
    public interface Admission {
        /// Lets everyone in.
        Admission EVERYONE = (peer, address) -> true;

        /// Whether to open a link to `peer`, which listens on `address` (empty if it does not).
        boolean admits(Peer peer, String address);
    }

    /// Longest cluster name and client name, in bytes of UTF-8.
    public static final int MAX_NAME = 255;

    public TcpOptions {
        Objects.requireNonNull(self);
        checkName(cluster);
        switch (self) {
            case Peer.Node node -> {
                if (cluster.isEmpty()) {
                    throw new IllegalArgumentException("a node names its cluster");
                }
            }
            case Peer.Client client -> checkName(client.name());
        }
    }

    private static void checkName(String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME) {
            throw new IllegalArgumentException("longer than " + MAX_NAME + " bytes: " + name);
        }
    }

    /// A node that listens on `host:port` and admits everyone.
    public static TcpOptions node(String cluster, NodeId id, long incarnation, String listen) {
        return new TcpOptions(
                cluster,
                new Peer.Node(id, incarnation),
                Objects.requireNonNull(listen),
                null,
                Admission.EVERYONE,
                TcpLimits.DEFAULT,
                null);
    }

    /// A client, which only connects. An empty `cluster` accepts whichever it reaches.
    public static TcpOptions client(String cluster, long id, String name) {
        return new TcpOptions(
                cluster, new Peer.Client(id, name), null, null, Admission.EVERYONE, TcpLimits.DEFAULT, null);
    }

    public TcpOptions withAdvertise(String address) {
        return new TcpOptions(cluster, self, listen, address, admission, limits, tls);
    }

    public TcpOptions withAdmission(Admission other) {
        return new TcpOptions(cluster, self, listen, advertise, other, limits, tls);
    }

    public TcpOptions withLimits(TcpLimits other) {
        return new TcpOptions(cluster, self, listen, advertise, admission, other, tls);
    }

    public TcpOptions withTls(@Nullable TlsFiles files) {
        return new TcpOptions(cluster, self, listen, advertise, admission, limits, files);
    }
}
