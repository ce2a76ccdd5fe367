package org.ithaca.peers;

import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ClusteredMediaDriver;
import io.aeron.cluster.service.ClusteredServiceContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A member of Aeron Cluster, and what keeps its archive small: the log is forgotten but for its last part.
final class AeronMember implements Member {
    private static final long KEPT = 256L << 20;

    private final Place place;
    private final ClusteredMediaDriver driver;
    private final ClusteredServiceContainer container;
    private final AeronService service;
    private final AeronArchive.Context archive;
    private final Thread purger =
            Thread.ofPlatform().daemon().name("peers-purge").unstarted(this::purge);

    AeronMember(
            Place place,
            ClusteredMediaDriver driver,
            ClusteredServiceContainer container,
            AeronService service,
            AeronArchive.Context archive) {
        this.place = place;
        this.driver = driver;
        this.container = container;
        this.service = service;
        this.archive = archive;
        purger.start();
    }

    private void purge() {
        try (AeronArchive client = AeronArchive.connect(archive.clone())) {
            while (true) {
                TimeUnit.SECONDS.sleep(1);
                for (Recording recording : recordings(client)) {
                    long end = client.getRecordingPosition(recording.id());
                    long below = AeronArchive.segmentFileBasePosition(
                            recording.start(), end - KEPT, recording.termLength(), recording.segmentLength());
                    if (end > recording.start() + 2 * KEPT && below > recording.start()) {
                        client.purgeSegments(recording.id(), below);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Recording(long id, long start, int termLength, int segmentLength) {}

    private static List<Recording> recordings(AeronArchive client) {
        List<Recording> found = new ArrayList<>();
        client.listRecordings(
                0,
                Integer.MAX_VALUE,
                (controlSessionId,
                        correlationId,
                        recordingId,
                        startTimestamp,
                        stopTimestamp,
                        startPosition,
                        stopPosition,
                        initialTermId,
                        segmentFileLength,
                        termBufferLength,
                        mtuLength,
                        sessionId,
                        streamId,
                        strippedChannel,
                        originalChannel,
                        sourceIdentity) ->
                        found.add(new Recording(recordingId, startPosition, termBufferLength, segmentFileLength)));
        return found;
    }

    @Override
    public boolean leads() {
        return service.leads();
    }

    @Override
    public Link link(Acks acks) {
        return AeronLink.inside(place, driver.mediaDriver().aeronDirectoryName(), acks);
    }

    @Override
    public void close() {
        purger.interrupt();
        container.close();
        driver.close();
    }
}
