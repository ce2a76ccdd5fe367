package org.ithaca.peers;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ithaca.base.IthacaException;
import org.ithaca.base.NodeId;
import org.ithaca.client.ClientOptions;
import org.ithaca.client.Ithaca;
import org.ithaca.server.NodeConfig;
import org.ithaca.server.NodeHost;
import org.ithaca.server.Settings;

/// Ithaca with its defaults. In the client form its members are the ordinary `node` processes; in the
/// embedded form a node runs beside the load in one process, and the load speaks to that node only.
final class IthacaPeer implements Peer {
    private static final long RETRY_MILLIS = 10;

    @Override
    public String name() {
        return "ithaca";
    }

    @Override
    public String about() {
        return "Ithaca: defaults; leader, majority, star";
    }

    @Override
    public boolean offers(Form form, Work work, boolean durable) {
        return true;
    }

    @Override
    public List<String> jvmOptions() {
        return List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED");
    }

    @Override
    public Member start(Place place, int member) throws IOException {
        return new IthacaMember(place, NodeHost.start(config(place, member)), member);
    }

    private static NodeConfig config(Place place, int member) {
        Map<String, String> set = new LinkedHashMap<>();
        set.put("cluster", "peers");
        set.put("node", Integer.toString(member));
        set.put("listen", place.address(member, 0));
        set.put(
                "members",
                IntStream.range(0, place.members())
                        .mapToObj(i -> i + "@" + place.address(i, 0))
                        .collect(Collectors.joining(",")));
        set.put("data", place.home(member).resolve("data").toString());
        return NodeConfig.of(Settings.load(null, Map.of(), set));
    }

    @Override
    public Link connect(Place place, Acks acks) throws InterruptedException {
        return new IthacaLink(open(ClientOptions.of(place.addresses(0))), place.durable(), acks);
    }

    /// Tries again at once while nobody answers: the nodes may be starting.
    static Ithaca open(ClientOptions options) throws InterruptedException {
        while (true) {
            try {
                return Ithaca.connect(options.withName("peers"));
            } catch (IthacaException e) {
                if (e.code() != IthacaException.Code.UNAVAILABLE) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        }
    }

    /// A node in this process.
    private record IthacaMember(Place place, NodeHost node, int member) implements Member {
        @Override
        public boolean leads() {
            try (Ithaca ithaca = Ithaca.connect(ClientOptions.of(place.address(member, 0)))) {
                return ithaca.admin()
                        .layout()
                        .log(IthacaLink.LOG)
                        .map(chain -> chain.newest().members().getFirst().equals(new NodeId(member)))
                        .orElse(member == 0);
            }
        }

        @Override
        public Link link(Acks acks) {
            ClientOptions own = ClientOptions.of(place.address(member, 0)).withOnly(new NodeId(member));
            return new IthacaLink(node.connect(own), place.durable(), acks);
        }

        @Override
        public void close() {
            try {
                node.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
