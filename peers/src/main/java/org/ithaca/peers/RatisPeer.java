package org.ithaca.peers;

import java.time.Duration;
import java.util.List;

/// Apache Ratis over gRPC, through its own asynchronous client.
final class RatisPeer implements Peer {
    @Override
    public String name() {
        return "ratis";
    }

    @Override
    public String about() {
        return "Apache Ratis 3.3.0 over gRPC: defaults, asynchronous client with 1,024 outstanding requests, a minute"
                + " of warm-up; reads linearizable";
    }

    @Override
    public String caveat(boolean durable) {
        return "four of its JVMs need minutes on 2 cores until they are compiled, and it is still getting faster when"
            + " it is measured; settings that make use of more requests outstanding were not found: leave it out of a"
            + " ranking";
    }

    @Override
    public Duration firstWarmup() {
        return Duration.ofMinutes(1);
    }

    @Override
    public boolean offers(Form form, Work work, boolean durable) {
        return form == Form.CLIENT && work != Work.PUT;
    }

    @Override
    public List<String> jvmOptions() {
        return List.of("-XX:+UseParallelGC", "-Xmx2g");
    }

    @Override
    public Member start(Place place, int member) throws Exception {
        return RatisMember.start(place, member);
    }

    @Override
    public Link connect(Place place, Acks acks) {
        return RatisLink.open(place, acks);
    }
}
