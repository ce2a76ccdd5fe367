package org.ithaca.io;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.ithaca.base.Bytes;
import org.jspecify.annotations.Nullable;

/// Cuts what a socket delivers into frames.
///
/// All small frames that are whole in one read share one array of exactly their size. A large one gets a block of the
/// pool, if there is one that takes it, into which the socket itself writes what is still missing. Any other that is
/// not complete gets an array for at most [#FIRST_PIECE] until that much of it has arrived: a length alone costs the
/// receiver little.
final class FrameDecoder {
    /// What decoding ends in.
    interface Sink {
        /// One whole frame; if it lies outside the heap it is good for the call unless it is held. False to stop
        /// decoding and drop the rest.
        boolean frame(Bytes frame);

        /// A frame of this length, above the limit or negative, was announced. Decoding stops.
        void oversized(int length);
    }

    /// Of the array for a frame that is not complete.
    private static final int FIRST_PIECE = 1 << 20;

    private static final int HEADER = 4;
    private static final VarHandle BIG_ENDIAN_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final int maxFrame;
    private final @Nullable LargeFrames large;
    private final byte[] header = new byte[HEADER];
    private int headerFilled;
    private byte @Nullable [] partial;
    private int partialFilled;
    private int partialLength;

    /// @param large takes large frames; null to have all of them on the heap
    FrameDecoder(int maxFrame, @Nullable LargeFrames large) {
        this.maxFrame = maxFrame;
        this.large = large;
    }

    /// Takes all readable bytes; does not release the buffer.
    void decode(ByteBuf in, Sink sink) {
        while (in.isReadable()) {
            boolean goOn;
            if (large != null && large.begun()) {
                goOn = large.fill(in, sink);
            } else if (partial != null) {
                goOn = fill(in, partial, sink);
            } else if (headerFilled > 0 || in.readableBytes() < HEADER) {
                goOn = fillHeader(in, sink);
            } else {
                goOn = wholeFrames(in, sink);
            }
            if (!goOn) {
                in.skipBytes(in.readableBytes());
                return;
            }
        }
    }

    /// Whether a frame has come in part.
    boolean begun() {
        return headerFilled > 0 || partial != null || (large != null && large.begun());
    }

    /// Nothing more comes.
    void close() {
        partial = null;
        if (large != null) {
            large.close();
        }
    }

    private boolean fill(ByteBuf in, byte[] array, Sink sink) {
        int missing = partialLength - partialFilled;
        int taken = Math.min(missing, in.readableBytes());
        byte[] target = array;
        if (partialFilled + taken > array.length) {
            int size = (int) Math.min(partialLength, Math.max(array.length * 2L, partialFilled + (long) taken));
            target = Arrays.copyOf(array, size);
            partial = target;
        }
        in.readBytes(target, partialFilled, taken);
        partialFilled += taken;
        if (taken < missing) {
            return true;
        }
        partial = null;
        return sink.frame(Bytes.wrap(target, 0, partialLength));
    }

    private boolean fillHeader(ByteBuf in, Sink sink) {
        int taken = Math.min(HEADER - headerFilled, in.readableBytes());
        in.readBytes(header, headerFilled, taken);
        headerFilled += taken;
        if (headerFilled < HEADER) {
            return true;
        }
        headerFilled = 0;
        int length = (int) BIG_ENDIAN_INT.get(header, 0);
        return begin(length, sink);
    }

    private boolean begin(int length, Sink sink) {
        if (length < 0 || length > maxFrame) {
            sink.oversized(length);
            return false;
        }
        if (length == 0) {
            return sink.frame(Bytes.EMPTY);
        }
        if (large != null && large.takes(length)) {
            large.begin(length);
            return true;
        }
        partial = new byte[Math.min(length, FIRST_PIECE)];
        partialFilled = 0;
        partialLength = length;
        return true;
    }

    /// Copies all frames that are whole in the buffer at once, up to the first one that is large; then starts what
    /// follows, if its header is there.
    private boolean wholeFrames(ByteBuf in, Sink sink) {
        int start = in.readerIndex();
        int end = in.writerIndex();
        int most = large == null ? maxFrame : Math.min(maxFrame, BlockPool.LEAST_BYTES - 1);
        int at = start;
        int length = 0;
        while (end - at >= HEADER) {
            length = in.getInt(at);
            if (length < 0 || length > Math.min(most, end - at - HEADER)) {
                break;
            }
            at += HEADER + length;
        }
        if (at == start) {
            in.skipBytes(HEADER);
            return begin(length, sink);
        }
        byte[] array = new byte[at - start];
        in.readBytes(array);
        return slices(array, sink);
    }

    private static boolean slices(byte[] array, Sink sink) {
        int at = 0;
        while (at < array.length) {
            int length = (int) BIG_ENDIAN_INT.get(array, at);
            if (!sink.frame(Bytes.wrap(array, at + HEADER, length))) {
                return false;
            }
            at += HEADER + length;
        }
        return true;
    }
}
