package org.ithaca.peers;

import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.EgressListener;
import io.aeron.driver.MediaDriver;
import io.aeron.exceptions.AeronException;
import io.aeron.logbuffer.Header;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/// A session with Aeron Cluster; it is opened again when it was lost. One thread sends and polls.
final class AeronLink implements Link, EgressListener {
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MESSAGE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final AeronCluster.Context context;
    private final @Nullable MediaDriver driver;
    private final Acks acks;
    private final IdleStrategy idle;
    private final ExpandableArrayBuffer message = new ExpandableArrayBuffer(1 << 10);
    private @Nullable AeronCluster session;
    private long retryAt;
    private byte @Nullable [] held;

    private AeronLink(Place place, AeronCluster.Context context, @Nullable MediaDriver driver, Acks acks) {
        this.driver = driver;
        this.acks = acks;
        idle = AeronSetup.idle(place.durable()).get();
        this.context = context.egressListener(this)
                .idleStrategy(idle)
                .messageTimeoutNs(MESSAGE_TIMEOUT_NANOS)
                .errorHandler(Throwable::printStackTrace);
    }

    /// From a process with a media driver of its own.
    static AeronLink client(Place place, Acks acks) {
        MediaDriver driver = MediaDriver.launch(AeronSetup.driver(place, "client"));
        AeronLink link = new AeronLink(
                place,
                new AeronCluster.Context()
                        .aeronDirectoryName(driver.aeronDirectoryName())
                        .ingressChannel("aeron:udp?" + AeronSetup.TERM)
                        .ingressEndpoints(AeronSetup.ingress(place))
                        .egressChannel("aeron:udp?endpoint=" + Place.HOST + ":0"),
                driver,
                acks);
        while (link.opened() == null) {
            Thread.onSpinWait();
        }
        return link;
    }

    /// From inside a member, through its media driver.
    static AeronLink inside(Place place, String driverDirectory, Acks acks) {
        return new AeronLink(
                place,
                new AeronCluster.Context()
                        .aeronDirectoryName(driverDirectory)
                        .ingressChannel("aeron:ipc?" + AeronSetup.TERM)
                        .egressChannel("aeron:ipc?term-length=1m"),
                null,
                acks);
    }

    private @Nullable AeronCluster opened() {
        AeronCluster open = session;
        if (open != null && !open.isClosed()) {
            return open;
        }
        if (System.nanoTime() - retryAt < 0) {
            return null;
        }
        try {
            session = AeronCluster.connect(context.clone());
        } catch (AeronException e) {
            System.err.println("no session yet: " + e);
            session = null;
            retryAt = System.nanoTime() + RETRY_NANOS;
        }
        return session;
    }

    @Override
    public boolean send(Work work, byte[] payload, long token) {
        AeronCluster open = opened();
        if (open == null) {
            return false;
        }
        message.putLong(0, token);
        if (held != payload) {
            message.putBytes(Long.BYTES, payload);
            held = payload;
        }
        int length = work == Work.READ ? Long.BYTES : Long.BYTES + payload.length;
        return open.offer(message, 0, length) > 0;
    }

    @Override
    public void onMessage(
            long clusterSessionId, long timestamp, DirectBuffer buffer, int offset, int length, Header header) {
        acks.done(buffer.getLong(offset));
    }

    @Override
    public boolean polls() {
        return true;
    }

    @Override
    public int poll() {
        AeronCluster open = opened();
        return open == null ? 0 : open.pollEgress();
    }

    @Override
    public void idle(int found) {
        idle.idle(found);
    }

    @Override
    public void close() {
        CloseHelper.closeAll(session, driver);
    }
}
