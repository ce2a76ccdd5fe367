package org.ithaca.peers;

import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ClusteredMediaDriver;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NoOpLock;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/// How Aeron Cluster is set up: what a member and a client share.
final class AeronSetup {
    static final int MTU = 8192;
    static final int WINDOW = 2 << 20;
    /// Long enough for messages of 1 MiB: a message is at most an eighth of a term.
    static final String TERM = "term-length=16m|mtu=" + MTU;

    private static final long PARK_NANOS = 1_000;
    private static final int INGRESS = 0;
    private static final int CONSENSUS = 1;
    private static final int LOG = 2;
    private static final int CATCH_UP = 3;
    private static final int ARCHIVE = 4;

    private AeronSetup() {}

    static Supplier<IdleStrategy> idle(boolean durable) {
        return durable ? () -> new SleepingIdleStrategy(PARK_NANOS) : () -> YieldingIdleStrategy.INSTANCE;
    }

    static String driverDirectory(Place place, String who) {
        return place.scratch().resolve("aeron-" + who).toString();
    }

    static MediaDriver.Context driver(Place place, String who) {
        return new MediaDriver.Context()
                .aeronDirectoryName(driverDirectory(place, who))
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(idle(place.durable()).get())
                .mtuLength(MTU)
                .ipcMtuLength(MTU)
                .initialWindowLength(WINDOW)
                .socketRcvbufLength(WINDOW)
                .socketSndbufLength(WINDOW)
                .termBufferSparseFile(false);
    }

    /// Starts a member.
    static Member start(Place place, int member) {
        AeronService service = new AeronService();
        Supplier<IdleStrategy> idle = idle(place.durable());
        int sync = place.durable() ? 1 : 0;
        String driverDirectory = driverDirectory(place, "member-" + member);
        Archive.Context archive = new Archive.Context()
                .aeronDirectoryName(driverDirectory)
                .archiveDir(place.home(member).resolve("archive").toFile())
                .controlChannel(udp(place, member, ARCHIVE))
                .replicationChannel("aeron:udp?endpoint=" + Place.HOST + ":0")
                .recordingEventsEnabled(false)
                .threadingMode(ArchiveThreadingMode.SHARED)
                .idleStrategySupplier(idle)
                .fileSyncLevel(sync)
                .catalogFileSyncLevel(sync);
        AeronArchive.Context local = new AeronArchive.Context()
                .lock(NoOpLock.INSTANCE)
                .controlRequestChannel(archive.localControlChannel())
                .controlRequestStreamId(archive.localControlStreamId())
                .controlResponseChannel(archive.localControlChannel())
                .aeronDirectoryName(driverDirectory);
        ConsensusModule.Context consensus = new ConsensusModule.Context()
                .aeronDirectoryName(driverDirectory)
                .clusterMemberId(member)
                .clusterMembers(members(place))
                .clusterDir(place.home(member).resolve("cluster").toFile())
                .ingressChannel("aeron:udp?" + TERM)
                .egressChannel("aeron:udp?term-length=1m")
                .logChannel("aeron:udp?term-length=64m|mtu=" + MTU)
                .replicationChannel("aeron:udp?endpoint=" + Place.HOST + ":0")
                .isIpcIngressAllowed(true)
                // The client sends nothing between two loads.
                .sessionTimeoutNs(TimeUnit.MINUTES.toNanos(30))
                .idleStrategySupplier(idle)
                .fileSyncLevel(sync)
                .archiveContext(local.clone());
        ClusteredServiceContainer.Context container = new ClusteredServiceContainer.Context()
                .aeronDirectoryName(driverDirectory)
                .archiveContext(local.clone())
                .clusterDir(place.home(member).resolve("cluster").toFile())
                .clusteredService(service)
                .idleStrategySupplier(idle);
        ClusteredMediaDriver driver =
                ClusteredMediaDriver.launch(driver(place, "member-" + member), archive, consensus);
        return new AeronMember(place, driver, ClusteredServiceContainer.launch(container), service, local);
    }

    private static String udp(Place place, int member, int which) {
        return "aeron:udp?endpoint=" + place.address(member, which);
    }

    private static String members(Place place) {
        return IntStream.range(0, place.members())
                .mapToObj(i -> i + ","
                        + IntStream.of(INGRESS, CONSENSUS, LOG, CATCH_UP, ARCHIVE)
                                .mapToObj(which -> place.address(i, which))
                                .collect(Collectors.joining(",")))
                .collect(Collectors.joining("|"));
    }

    static String ingress(Place place) {
        return IntStream.range(0, place.members())
                .mapToObj(i -> i + "=" + place.address(i, INGRESS))
                .collect(Collectors.joining(","));
    }
}
