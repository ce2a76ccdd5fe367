package org.ithaca.io;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Where one channel reads to: a buffer of a size that suits what came last, or the block of the large frame that is
/// coming in.
///
/// After a large frame only a little is read at first, enough to see what follows: of another large frame the rest
/// need not be copied then.
final class ReceiveBuffers implements RecvByteBufAllocator {
    private static final int LEAST = 2 << 10;
    private static final int FIRST = 8 << 10;
    private static final int MOST = 256 << 10;
    private static final int AFTER_LARGE = 4 << 10;

    private final RecvByteBufAllocator adaptive = new AdaptiveRecvByteBufAllocator(LEAST, FIRST, MOST);
    private @Nullable ByteBuf next;
    private boolean afterLarge;

    /// The next reads go here until it is full; null for a fresh buffer each.
    void next(@Nullable ByteBuf target) {
        afterLarge |= target != null;
        next = target;
    }

    @Override
    @SuppressWarnings("deprecation") // The channel needs the extended one, which is said by the handle's type only.
    public ExtendedHandle newHandle() {
        return new Reads((ExtendedHandle) adaptive.newHandle());
    }

    /// What the channel asks before and tells after each read.
    private final class Reads extends DelegatingHandle implements ExtendedHandle {
        private final ExtendedHandle sizes;
        private boolean peeked;

        private Reads(ExtendedHandle sizes) {
            super(sizes);
            this.sizes = sizes;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            ByteBuf target = next;
            peeked = target == null && afterLarge;
            if (target != null) {
                return target.retain();
            }
            return peeked ? allocator.ioBuffer(AFTER_LARGE, AFTER_LARGE) : super.allocate(allocator);
        }

        @Override
        public void lastBytesRead(int bytes) {
            if (peeked && bytes == AFTER_LARGE) {
                afterLarge = false;
            }
            super.lastBytesRead(bytes);
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
            return sizes.continueReading(maybeMore);
        }
    }
}
