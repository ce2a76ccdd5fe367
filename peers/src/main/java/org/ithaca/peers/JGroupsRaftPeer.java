package org.ithaca.peers;

import java.util.List;

/// jgroups-raft, as it is used: the load calls `setAsync` in the process of the leader.
final class JGroupsRaftPeer implements Peer {
    @Override
    public String name() {
        return "jgroups-raft";
    }

    @Override
    public String about() {
        return "jgroups-raft 1.1.4 on JGroups 5.5.7: the stack of tcp.xml with bundler transfer-queue and the RAFT"
                + " protocols of raft.xml; in memory: InMemoryLog; durable: FileBasedLog with log_use_fsync";
    }

    @Override
    public boolean offers(Form form, Work work, boolean durable) {
        return form == Form.EMBEDDED && work == Work.APPEND;
    }

    @Override
    public List<String> jvmOptions() {
        return List.of("-XX:+UseParallelGC", "-Xmx2g", "-Djava.net.preferIPv4Stack=true");
    }

    @Override
    public Member start(Place place, int member) throws Exception {
        return JGroupsRaftMember.start(place, member);
    }

    @Override
    public Link connect(Place place, Acks acks) {
        throw new UnsupportedOperationException("jgroups-raft has no client form");
    }
}
