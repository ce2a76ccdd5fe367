package org.ithaca.peers;

import java.io.IOException;
import java.util.List;

/// ZooKeeper. Every append and put is a `setData` through its asynchronous client.
final class ZooKeeperPeer implements Peer {
    @Override
    public String name() {
        return "zookeeper";
    }

    @Override
    public String about() {
        return "ZooKeeper 3.9.5: nio.numWorkerThreads=0 and commitProcessor.numWorkerThreads=0 (as it should be on 2"
                + " cores), globalOutstandingLimit 100,000, asynchronous client, " + ZooKeeperLink.SESSIONS
                + " sessions; in memory: forceSync=no; appends and puts are setData of " + Keys.COUNT + " nodes ("
                + Keys.LARGE_COUNT + " more for large ones)";
    }

    @Override
    public String caveat(boolean durable) {
        return durable ? "" : "reads are answered by the server the session is with, and may be stale";
    }

    @Override
    public boolean offers(Form form, Work work, boolean durable) {
        return form == Form.CLIENT;
    }

    @Override
    public List<String> jvmOptions() {
        return List.of(
                "-XX:+UseParallelGC",
                "-Xmx2g",
                "-Dzookeeper.nio.numWorkerThreads=0",
                "-Dzookeeper.commitProcessor.numWorkerThreads=0",
                "-Dzookeeper.globalOutstandingLimit=100000",
                "-Dzookeeper.admin.enableServer=false",
                "-Djute.maxbuffer=4194304");
    }

    @Override
    public Member start(Place place, int member) throws IOException {
        return ZooKeeperMember.start(place, member);
    }

    @Override
    public Link connect(Place place, Acks acks) throws Exception {
        return ZooKeeperLink.open(place, acks);
    }
}
