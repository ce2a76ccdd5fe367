package org.ithaca.io;

import java.util.EnumMap;
import java.util.Map;

/// Running totals of one [TcpNetwork], for metrics. Read on the loop's thread.
public final class TcpStats {
    long framesReceived;
    long bytesReceived;
    long framesSent;
    long bytesSent;
    long dials;
    long linksOpened;
    int linksOpen;
    private final Map<Refusal.Reason, Long> refusals = new EnumMap<>(Refusal.Reason.class);

    TcpStats() {}

    /// Whole frames handed to the listener.
    public long framesReceived() {
        return framesReceived;
    }

    /// Bytes of those frames.
    public long bytesReceived() {
        return bytesReceived;
    }

    /// Frames queued to links.
    public long framesSent() {
        return framesSent;
    }

    /// Bytes of those frames.
    public long bytesSent() {
        return bytesSent;
    }

    /// Attempts to connect.
    public long dials() {
        return dials;
    }

    /// Links opened so far, in either direction.
    public long linksOpened() {
        return linksOpened;
    }

    /// Links open now.
    public int linksOpen() {
        return linksOpen;
    }

    /// Connections this process turned away, for whatever reason.
    public long refusals() {
        return refusals.values().stream().mapToLong(Long::longValue).sum();
    }

    long refusals(Refusal.Reason reason) {
        return refusals.getOrDefault(reason, 0L);
    }

    void refused(Refusal.Reason reason) {
        refusals.merge(reason, 1L, Long::sum);
    }
}
