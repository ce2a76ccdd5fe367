package org.ithaca.cli;

import java.nio.file.Path;
import java.time.Duration;
import org.ithaca.base.NodeId;
import org.ithaca.client.ClientOptions;
import org.ithaca.client.Ithaca;
import org.ithaca.io.TlsFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options of every verb that talks to a cluster.
final class Servers {
    @Option(
            names = {"-s", "--servers"},
            defaultValue = "${env:ITHACA_SERVERS:-127.0.0.1:7410,127.0.0.1:7411,127.0.0.1:7412}",
            description = "host:port of some members, separated by commas (default: $ITHACA_SERVERS, else"
                    + " what `ithaca up` starts)")
    private String servers = "";

    @Option(names = "--only", paramLabel = "NODE", description = "ask just this node, for its own copy")
    private @Nullable Integer only;

    @Option(
            names = "--deadline",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "how long a request may take (default: ${DEFAULT-VALUE})")
    private int deadline;

    @Option(names = "--tls-authorities", paramLabel = "FILE", description = "PEM file of the servers' authorities")
    private @Nullable Path authorities;

    @Option(names = "--tls-certificate", paramLabel = "FILE", description = "PEM file of this client's certificate")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "PEM file of its private key")
    private @Nullable Path key;

    Ithaca connect() {
        return Ithaca.connect(options());
    }

    ClientOptions options() {
        ClientOptions options = ClientOptions.of(servers)
                .withName("ithaca command line")
                .withDeadline(Duration.ofSeconds(Math.max(1, deadline)))
                .withOnly(only == null ? null : new NodeId(only));
        return authorities == null ? options : options.withTls(new TlsFiles(certificate, key, authorities, false));
    }
}
