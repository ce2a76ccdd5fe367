package org.ithaca.peers;

import java.util.List;

/// SOFAJRaft. The client form sends one asynchronous Bolt request an operation to the leader, as its own
/// examples do; the embedded form gives tasks to the leader's node.
final class JRaftPeer implements Peer {
    @Override
    public String name() {
        return "sofajraft";
    }

    @Override
    public String about() {
        return "SOFAJRaft 1.3.15: replicator pipeline and batches on (its defaults), RocksDB log; durable: sync=true;"
            + " in memory: sync=false; Bolt with 4 threads and a queue of 100,000 (as shipped, 400 threads and a queue"
            + " of 600, it refuses requests here); client: one asynchronous Bolt request an operation; reads by read"
            + " index";
    }

    @Override
    public boolean offers(Form form, Work work, boolean durable) {
        return work != Work.PUT;
    }

    @Override
    public List<String> jvmOptions() {
        return List.of(
                "-XX:+UseParallelGC",
                "-Xmx2g",
                "-Dbolt.tp.min=4",
                "-Dbolt.tp.max=4",
                "-Dbolt.tp.queue=100000",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");
    }

    @Override
    public Member start(Place place, int member) throws Exception {
        return JRaftMember.start(place, member);
    }

    @Override
    public Link connect(Place place, Acks acks) throws Exception {
        return JRaftLink.open(place, acks);
    }
}
