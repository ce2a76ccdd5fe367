package org.ithaca.io;

import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.jspecify.annotations.Nullable;

/// Meets those who connect to us.
final class Acceptor implements Handshake.Role {
    /// Connections that have not said who they are, above the number of links allowed.
    private static final int MAX_STRANGERS = 1024;

    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

    private final TcpNetwork network;
    private int strangers;

    Acceptor(TcpNetwork network) {
        this.network = network;
    }

    @Override
    public void connected(Handshake handshake) {
        strangers++;
        if (strangers > MAX_STRANGERS) {
            handshake.drop(new Refusal(Refusal.Reason.TOO_MANY, "too many connections that have not said hello"));
        }
    }

    @Override
    public void hello(Handshake handshake, Hello hello) {
        Refusal refusal = network.judge(hello);
        if (refusal == null) {
            refusal = judge(handshake, hello);
        }
        if (refusal != null) {
            handshake.refuse(refusal);
            return;
        }
        strangers--;
        handshake.say(network.hello(Hello.ANYONE, network.stats().dials));
        network.linkOpened(handshake.open(hello.self()), null);
    }

    private @Nullable Refusal judge(Handshake handshake, Hello hello) {
        if (network.stats().linksOpen() >= network.limits().maxLinks()) {
            return new Refusal(
                    Refusal.Reason.TOO_MANY,
                    "it has " + network.limits().maxLinks() + " links, its limit; close some clients or try later");
        }
        if (!network.admits(hello)) {
            return new Refusal(
                    Refusal.Reason.NOT_ADMITTED,
                    hello.self() + " is not known to this cluster; add it to the layout first");
        }
        return switch (hello.self()) {
            case Peer.Client client -> null;
            case Peer.Node node -> judgeNode(handshake, hello, node);
        };
    }

    private @Nullable Refusal judgeNode(Handshake handshake, Hello hello, Peer.Node node) {
        NodeId self = network.selfNode();
        if (self != null && hello.wanted() != Hello.ANYONE && hello.wanted() != self.value()) {
            return new Refusal(
                    Refusal.Reason.WRONG_NODE,
                    "looked for n" + hello.wanted() + ", found " + self + "; the address belongs to another node");
        }
        if (self != null && self.equals(node.id())) {
            return new Refusal(
                    Refusal.Reason.WRONG_NODE, "both ends say they are " + self + "; two nodes share one identity");
        }
        String distrust = distrust(handshake);
        if (distrust != null) {
            return new Refusal(Refusal.Reason.UNTRUSTED, distrust);
        }
        return network.isDuplicate(node, hello.dial())
                ? new Refusal(Refusal.Reason.DUPLICATE, "another connection between the two is being made")
                : null;
    }

    /// What is wrong with the certificate of someone who says it is a node.
    private static @Nullable String distrust(Handshake handshake) {
        SslHandler tls = handshake.channel().pipeline().get(SslHandler.class);
        if (tls == null) {
            return null;
        }
        try {
            Certificate[] chain = tls.engine().getSession().getPeerCertificates();
            List<String> usages = ((X509Certificate) chain[0]).getExtendedKeyUsage();
            return usages == null || usages.contains(SERVER_AUTH)
                    ? null
                    : "its certificate is one of a client (no serverAuth): it cannot join as a node";
        } catch (SSLPeerUnverifiedException e) {
            return "a node must show a certificate, and this one has none";
        } catch (CertificateParsingException e) {
            return "its certificate cannot be read: " + e.getMessage();
        }
    }

    @Override
    public void ended(Handshake handshake, @Nullable Refusal why) {
        strangers--;
        if (why != null && why.reason() != Refusal.Reason.DUPLICATE) {
            network.remoteLog().warn(handshake.remote(), why.reason(), "turned away: " + why.message());
        }
    }
}
