package org.ithaca.peers;

import java.util.List;

/// Aeron Cluster. A member is media driver, archive, consensus module and service in one process; the
/// service answers each message with its token once it is committed.
final class AeronPeer implements Peer {
    @Override
    public String name() {
        return "aeron";
    }

    @Override
    public String about() {
        return "Aeron Cluster 1.51.0: Java media driver, threading shared, idle yield (in memory) or 1 us park"
                + " (durable), MTU 8192, windows and socket buffers 2 MB, terms 16 MB; durable: file sync level 1"
                + " of archive and consensus module; reads go through the log";
    }

    @Override
    public boolean offers(Form form, Work work, boolean durable) {
        return work != Work.PUT;
    }

    @Override
    public List<String> jvmOptions() {
        return List.of(
                "-XX:+UseParallelGC",
                "-Xmx1g",
                "-XX:+UnlockExperimentalVMOptions",
                "-Dagrona.disable.bounds.checks=true",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.base/java.util.zip=ALL-UNNAMED");
    }

    @Override
    public Member start(Place place, int member) {
        return AeronSetup.start(place, member);
    }

    @Override
    public Link connect(Place place, Acks acks) {
        return AeronLink.client(place, acks);
    }
}
