package org.ithaca.peers;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A system that can be put under load: what is to be known of it, and how to start it. It is loaded where
/// the system's own classes are not: those are touched by [#start] and [#connect] only, in classes of their
/// own.
interface Peer {
    /// As it is called on the command line.
    String name();

    /// Version and tuning, for the report.
    String about();

    /// What is to be known about how durably it acknowledges, for the report; empty if it does as asked.
    default String caveat(boolean durable) {
        return "";
    }

    /// Whether it takes part in such a measurement.
    boolean offers(Form form, Work work, boolean durable);

    /// Why it cannot run on this machine; empty if it can.
    default Optional<String> missing() {
        return Optional.empty();
    }

    /// Warm-up of the first load on a new cluster, whose processes have compiled nothing yet: four JVMs on two
    /// processors that the load keeps busy as well. In the first repeat windows are tried on top of it.
    default Duration firstWarmup() {
        return Duration.ofSeconds(25);
    }

    /// Options for the JVM of each of its processes.
    default List<String> jvmOptions() {
        return List.of("-XX:+UseParallelGC", "-Xmx2g");
    }

    /// The command of a member that is no JVM of ours; empty for one that [#start] starts.
    default Optional<List<String>> command(Place place, int member) {
        return Optional.empty();
    }

    /// Whether a member that [#command] started orders the operations.
    default boolean leads(Place place, int member) {
        return false;
    }

    /// Starts a member in this process and returns once it runs; it may not have met the others yet.
    Member start(Place place, int member) throws Exception;

    /// Connects; tries until the cluster takes operations.
    Link connect(Place place, Acks acks) throws Exception;

    /// The peer of this name.
    static Peer named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "ithaca" -> new IthacaPeer();
            case "aeron" -> new AeronPeer();
            case "zookeeper" -> new ZooKeeperPeer();
            case "jgroups-raft" -> new JGroupsRaftPeer();
            case "sequencer" -> new SequencerPeer();
            case "sofajraft" -> new JRaftPeer();
            case "etcd" -> new EtcdPeer();
            case "ratis" -> new RatisPeer();
            default ->
                throw new IllegalArgumentException(
                        "no peer is called '" + name + "'; known: " + String.join(", ", NAMES) + ", or none");
        };
    }

    /// All but Ithaca, in the order they are run.
    List<String> NAMES = List.of("aeron", "zookeeper", "jgroups-raft", "sequencer", "sofajraft", "etcd", "ratis");
}
