package org.ithaca.io;

import org.ithaca.base.Bytes;
import org.ithaca.base.Invariant;

/// Bounds of a [TcpNetwork]. Sizes in bytes, times in milliseconds.
///
/// @param maxFrame largest frame sent or accepted; a larger one closes the link
/// @param maxQueued most bytes queued to one link; a peer that lets more pile up is cut off
/// @param maxLinks most accepted links at a time
/// @param helloMillis how long a new connection has to say who it is, TLS included
/// @param frameMillis how long a frame that was begun may wait for its next byte (under TLS, for the next whole
///     record); it is noticed after up to one and a half times that
/// @param connectMillis how long one attempt to connect may take
/// @param firstPauseMillis pause before the second attempt to connect; it doubles at every fourth, with jitter
/// @param longestPauseMillis where it stops doubling
public record TcpLimits(
        int maxFrame,
        long maxQueued,
        int maxLinks,
        int helloMillis,
        int frameMillis,
        int connectMillis,
        int firstPauseMillis,
        int longestPauseMillis) {

    /// What is right unless measured otherwise.
    public static final TcpLimits DEFAULT = new TcpLimits(16 << 20, 64L << 20, 10_000, 5_000, 10_000, 2_000, 20, 500);

    public TcpLimits {
        if (maxFrame < 1 || maxFrame > 1 << 30 || maxQueued < maxFrame || maxLinks < 1) {
            throw new IllegalArgumentException("sizes must be positive, and maxQueued at least maxFrame");
        }
        if (helloMillis < 1
                || frameMillis < 2
                || connectMillis < 1
                || firstPauseMillis < 1
                || longestPauseMillis < firstPauseMillis) {
            throw new IllegalArgumentException("times must be positive, and the longest pause the longest");
        }
    }

    /// Fails unless a frame may be sent over a link: a mistake of the caller, as these are known to it.
    void check(Bytes head, long length) {
        Invariant.check(length <= maxFrame, "a frame is no larger than the limit");
        Invariant.check(
                head.isEmpty() || head.get(0) != Hello.OWNER, "a frame that begins with 0x00 is the transport's own");
    }

    public TcpLimits withMaxFrame(int bytes) {
        return new TcpLimits(
                bytes,
                maxQueued,
                maxLinks,
                helloMillis,
                frameMillis,
                connectMillis,
                firstPauseMillis,
                longestPauseMillis);
    }

    public TcpLimits withMaxQueued(long bytes) {
        return new TcpLimits(
                maxFrame,
                bytes,
                maxLinks,
                helloMillis,
                frameMillis,
                connectMillis,
                firstPauseMillis,
                longestPauseMillis);
    }

    public TcpLimits withMaxLinks(int links) {
        return new TcpLimits(
                maxFrame,
                maxQueued,
                links,
                helloMillis,
                frameMillis,
                connectMillis,
                firstPauseMillis,
                longestPauseMillis);
    }

    public TcpLimits withHelloMillis(int millis) {
        return new TcpLimits(
                maxFrame,
                maxQueued,
                maxLinks,
                millis,
                frameMillis,
                connectMillis,
                firstPauseMillis,
                longestPauseMillis);
    }

    public TcpLimits withFrameMillis(int millis) {
        return new TcpLimits(
                maxFrame,
                maxQueued,
                maxLinks,
                helloMillis,
                millis,
                connectMillis,
                firstPauseMillis,
                longestPauseMillis);
    }
}
