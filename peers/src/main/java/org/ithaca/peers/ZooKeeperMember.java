package org.ithaca.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.server.quorum.QuorumPeer;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/// A ZooKeeper server in this process, started as its own main class starts it.
final class ZooKeeperMember extends QuorumPeerMain implements Member {
    static ZooKeeperMember start(Place place, int member) throws IOException {
        System.setProperty("zookeeper.forceSync", place.durable() ? "yes" : "no");
        Path home = place.home(member);
        Path data = Files.createDirectories(home.resolve("data"));
        Files.writeString(data.resolve("myid"), Integer.toString(member + 1));
        List<String> lines = new ArrayList<>(List.of(
                "tickTime=2000",
                "initLimit=10",
                "syncLimit=5",
                "dataDir=" + data,
                "maxClientCnxns=0",
                "clientPortAddress=" + Place.HOST,
                "clientPort=" + place.port(member, 0)));
        for (int i = 0; i < place.members(); i++) {
            lines.add("server." + (i + 1) + "=" + place.address(i, 1) + ":" + place.port(i, 2));
        }
        Path config = Files.write(home.resolve("zoo.cfg"), lines);
        ZooKeeperMember started = new ZooKeeperMember();
        Thread.ofPlatform().daemon().name("zookeeper-main").start(() -> started.serve(config));
        return started;
    }

    private void serve(Path file) {
        try {
            QuorumPeerConfig config = new QuorumPeerConfig();
            config.parse(file.toString());
            runFromConfig(config);
        } catch (Exception | LinkageError e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    @Override
    public boolean leads() {
        return quorumPeer != null && quorumPeer.getPeerState() == QuorumPeer.ServerState.LEADING;
    }

    @Override
    public Link link(Acks acks) {
        throw new UnsupportedOperationException("ZooKeeper has no embedded form");
    }

    @Override
    public void close() {
        if (quorumPeer != null) {
            quorumPeer.shutdown();
        }
    }
}
