package org.ithaca.io;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.ithaca.base.IthacaException;
import org.jspecify.annotations.Nullable;

/// Certificates, as PEM files. TLS 1.3 only, by the JDK's provider.
///
/// Trust is the authority in `authorities` and nothing else: host names are not compared, since nodes move between
/// addresses. Whoever connects as a node must show a certificate of that authority which is good for a server (its
/// extended key usage, if it has one, includes `serverAuth`); so client certificates issued for `clientAuth` alone
/// cannot pass for nodes.
///
/// @param certificate this process's certificate, with intermediate ones after it; null for a client that shows
///     none
/// @param key its private key, PKCS#8 without a password; null together with `certificate`
/// @param authorities certificates of the authorities that others must be signed by
/// @param clientsToo whether clients, too, must show a certificate
public record TlsFiles(@Nullable Path certificate, @Nullable Path key, Path authorities, boolean clientsToo) {
    public TlsFiles {
        Objects.requireNonNull(authorities);
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("a certificate goes with its key");
        }
    }

    SslContext forConnecting() {
        return build(() -> {
            SslContextBuilder builder = SslContextBuilder.forClient();
            if (certificate != null && key != null) {
                builder.keyManager(certificate.toFile(), key.toFile());
            }
            // Netty compares host names unless told otherwise; nodes are known by their authority.
            return builder.endpointIdentificationAlgorithm(null);
        });
    }

    SslContext forListening() {
        if (certificate == null || key == null) {
            throw IthacaException.notDone(
                    IthacaException.Code.INVALID, "listening with TLS needs a certificate and its key");
        }
        return build(() -> SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                .clientAuth(clientsToo ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL));
    }

    private SslContext build(Supplier<SslContextBuilder> begun) {
        try {
            return begun.get()
                    .sslProvider(SslProvider.JDK)
                    .trustManager(authorities.toFile())
                    .protocols("TLSv1.3")
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw IthacaException.notDone(
                    IthacaException.Code.INVALID,
                    "the TLS files cannot be used (certificate " + certificate + ", key " + key + ", authorities "
                            + authorities + "): " + e.getMessage());
        }
    }
}
