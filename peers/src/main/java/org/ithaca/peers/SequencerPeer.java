package org.ithaca.peers;

import java.util.List;

/// JGroups with SEQUENCER: total order, and no log. The load is in the coordinator, who orders.
final class SequencerPeer implements Peer {
    @Override
    public String name() {
        return "sequencer";
    }

    @Override
    public String about() {
        return "JGroups 5.5.7 SEQUENCER: the stack of tcp.xml with bundler pd; order only, no log, nothing survives; a"
            + " message counts as done when two of the three members have delivered it, which the receivers tell the"
            + " sender once a batch";
    }

    @Override
    public boolean offers(Form form, Work work, boolean durable) {
        return form == Form.EMBEDDED && work == Work.APPEND && !durable;
    }

    @Override
    public List<String> jvmOptions() {
        return List.of("-XX:+UseParallelGC", "-Xmx2g", "-Djava.net.preferIPv4Stack=true");
    }

    @Override
    public Member start(Place place, int member) throws Exception {
        return SequencerMember.start(place, member);
    }

    @Override
    public Link connect(Place place, Acks acks) {
        throw new UnsupportedOperationException("JGroups has no client form");
    }
}
