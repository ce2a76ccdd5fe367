package org.ithaca.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.ExtendedKeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Link;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.ithaca.base.SplitMix;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// With certificates: who gets in, who is told why not.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
    @TempDir
    private static Path folder;

    private X509Bundle authority;
    private X509Bundle stranger;
    private TlsFiles nodeFiles;

    @BeforeAll
    void certificates() throws Exception {
        authority =
                builder("CN=Ithaca authority").setIsCertificateAuthority(true).buildSelfSigned();
        stranger =
                builder("CN=Another authority").setIsCertificateAuthority(true).buildSelfSigned();
        nodeFiles = files("node", authority, authority, false, bothUsages());
    }

    private static CertificateBuilder builder(String subject) {
        return new CertificateBuilder().ecp256().subject(subject);
    }

    private static ExtendedKeyUsage[] bothUsages() {
        return new ExtendedKeyUsage[] {ExtendedKeyUsage.PKIX_KP_SERVER_AUTH, ExtendedKeyUsage.PKIX_KP_CLIENT_AUTH};
    }

    private static TlsFiles files(
            String name, X509Bundle signer, X509Bundle trusted, boolean clientsToo, ExtendedKeyUsage... usages)
            throws Exception {
        CertificateBuilder builder = builder("CN=" + name);
        for (ExtendedKeyUsage usage : usages) {
            builder.addExtendedKeyUsage(usage);
        }
        X509Bundle leaf = builder.buildIssuedBy(signer);
        return new TlsFiles(
                write(name + ".pem", leaf.getCertificatePathPEM()),
                write(name + ".key", leaf.getPrivateKeyPEM()),
                write(name + ".ca", trusted.getCertificatePEM()),
                clientsToo);
    }

    private static Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Party node(int id, TlsFiles files) {
        return new Party(Party.nodeOptions(id).withTls(files), LoopOptions.Transport.AUTO);
    }

    private static Party client(long id, TlsFiles files) {
        return new Party(TcpOptions.client("lab", id, "c" + id).withTls(files), LoopOptions.Transport.AUTO);
    }

    private TlsFiles withoutCertificate() {
        return new TlsFiles(null, null, nodeFiles.authorities(), false);
    }

    private static long count(Party party, Refusal.Reason reason) {
        return party.ask(() -> party.network.stats().refusals(reason));
    }

    @Test
    void nodesOfOneAuthorityLink() {
        try (Party one = node(1, nodeFiles);
                Party two = node(2, nodeFiles)) {
            two.reach(one);
            Link link = two.await(Party.Opened.class).link();
            SplitMix random = new SplitMix(5);
            for (int size : new int[] {0, 1, 16_383, 16_384, 16_385, 1 << 20}) {
                Bytes frame = TcpNetworkTest.frame(random, size);
                two.send(link, frame);
                assertEquals(frame, one.await(Party.Received.class).frame());
            }
            two.checkEcho(link, "and back");
        }
    }

    @Test
    void aClientNeedsNoCertificateUnlessAsked() throws Exception {
        TlsFiles strict = files("strict", authority, authority, true, bothUsages());
        TlsFiles own = files("client", authority, authority, false, ExtendedKeyUsage.PKIX_KP_CLIENT_AUTH);
        try (Party lenient = node(1, nodeFiles);
                Party demanding = node(2, strict);
                Party bare = client(5, withoutCertificate());
                Party certified = client(6, own)) {
            bare.reach(lenient);
            bare.checkEcho(bare.await(Party.Opened.class).link(), "bare");
            certified.reach(demanding);
            certified.checkEcho(certified.await(Party.Opened.class).link(), "certified");
            bare.reach(demanding);
            assertEquals(
                    IthacaException.Code.UNTRUSTED,
                    bare.await(Party.Refused.class).why().code());
            assertTrue(count(demanding, Refusal.Reason.UNTRUSTED) > 0);
        }
    }

    @Test
    void anotherAuthorityIsRefusedByBothEnds() throws Exception {
        TlsFiles foreign = files("foreign", stranger, stranger, false, bothUsages());
        TlsFiles halfForeign = files("half", stranger, authority, false, bothUsages());
        try (Party one = node(1, nodeFiles);
                Party distrusts = node(2, foreign);
                Party distrusted = node(3, halfForeign);
                Party friend = node(4, nodeFiles)) {
            friend.reach(one);
            Link good = friend.await(Party.Opened.class).link();
            distrusts.reach(one);
            IthacaException why = distrusts.await(Party.Refused.class).why();
            assertEquals(IthacaException.Code.UNTRUSTED, why.code());
            distrusted.reach(one);
            assertEquals(
                    IthacaException.Code.UNTRUSTED,
                    distrusted.await(Party.Refused.class).why().code());
            friend.checkEcho(good, "goes on");
            assertEquals(1, one.ask(() -> one.network.stats().linksOpen()));
        }
    }

    @Test
    void aClientsCertificateDoesNotMakeANode() throws Exception {
        TlsFiles clientOnly = files("pretender", authority, authority, false, ExtendedKeyUsage.PKIX_KP_CLIENT_AUTH);
        TcpOptions pretender = new TcpOptions(
                "lab",
                new Peer.Node(new NodeId(2), 1),
                null,
                null,
                TcpOptions.Admission.EVERYONE,
                TcpLimits.DEFAULT,
                clientOnly);
        try (Party one = node(1, nodeFiles);
                Party two = new Party(pretender, LoopOptions.Transport.AUTO);
                Party bare = new Party(pretender.withTls(withoutCertificate()), LoopOptions.Transport.AUTO)) {
            two.reach(one);
            IthacaException why = two.await(Party.Refused.class).why();
            assertEquals(IthacaException.Code.UNTRUSTED, why.code());
            assertTrue(why.getMessage().contains("serverAuth"), why.getMessage());
            bare.reach(one);
            assertTrue(bare.await(Party.Refused.class).why().getMessage().contains("must show a certificate"));
        }
    }

    @Test
    void plainTcpToATlsPortIsTurnedAway() throws IOException {
        try (Party one = node(1, nodeFiles);
                Party friend = node(2, nodeFiles);
                RawPeer plain = RawPeer.connect(one);
                Party plainClient = Party.client(7)) {
            friend.reach(one);
            Link good = friend.await(Party.Opened.class).link();
            Hello hello = new Hello(1, 1, "lab", new Peer.Client(5, "raw"), "", Hello.ANYONE, 1);
            plain.write(new ByteWriter().bytes(hello.encode()).copy());
            Bytes answer = plain.readFrameOrGarbage();
            assertNull(answer);
            assertEquals(1, count(one, Refusal.Reason.UNTRUSTED));
            plainClient.reach(one);
            friend.checkEcho(good, "goes on");
        }
    }

    @Test
    void tlsToAPlainPortIsTurnedAway() {
        try (Party one = Party.node(1);
                Party two = node(2, nodeFiles);
                Party friend = Party.node(3)) {
            friend.reach(one);
            Link good = friend.await(Party.Opened.class).link();
            two.reach(one);
            friend.checkEcho(good, "goes on");
            while (count(one, Refusal.Reason.NOT_ITHACA) == 0) {
                friend.checkEcho(good, "waiting");
            }
        }
    }

    @Test
    void filesThatCannotBeUsedAreNamed() throws IOException {
        Path nonsense = write("nonsense.pem", "nonsense");
        TlsFiles bad = new TlsFiles(nonsense, nonsense, nodeFiles.authorities(), false);
        NodeLoop loop = NodeLoop.start(LoopOptions.named("unused"));
        IthacaException error = assertThrows(
                IthacaException.class,
                () -> new TcpNetwork(loop, Party.nodeOptions(1).withTls(bad)));
        assertTrue(error.getMessage().contains("nonsense.pem"), error.getMessage());
        loop.close();
    }
}
