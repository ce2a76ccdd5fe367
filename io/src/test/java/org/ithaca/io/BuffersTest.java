package org.ithaca.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.util.Arrays;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.Link;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever becomes of its links, a loop gives back every buffer it took from its allocator.
class BuffersTest {
    private static final int LARGE = 300_000;

    @ParameterizedTest
    @EnumSource(LoopOptions.Transport.class)
    void everyBufferIsGivenBack(LoopOptions.Transport transport) throws IOException {
        Party one = new Party(Party.nodeOptions(1), transport);
        Party two = new Party(Party.nodeOptions(2), transport);
        try (one;
                two) {
            two.reach(one);
            Link link = two.await(Party.Opened.class).link();
            for (int size = 1; size < LARGE; size *= 3) {
                two.send(link, filled(size));
                one.await(Party.Received.class);
            }
            two.checkEcho(link, "all there");
            endInTheMiddleOfFrames(one);
            leaveUnread(two, link);
        }
        assertEquals(0, taken(one));
        assertEquals(0, taken(two));
    }

    /// Peers that are gone before the frame they began is whole.
    private static void endInTheMiddleOfFrames(Party one) throws IOException {
        for (int announced : new int[] {100, LARGE}) {
            try (RawPeer peer = RawPeer.connect(one)) {
                peer.write(new ByteWriter(8).i32(announced).i32(0).copy());
                peer.reset();
            }
        }
    }

    /// More than sockets hold, and a frame that is not even handed to one when the link ends.
    private static void leaveUnread(Party from, Link link) {
        from.loop.execute(() -> {
            for (int i = 0; i < 40; i++) {
                link.send(Bytes.utf8("head"), filled(LARGE));
            }
            link.send(Bytes.utf8("last"), Bytes.EMPTY);
            ((TcpLink) link).abort("the test is over");
        });
    }

    private static Bytes filled(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 7);
        return Bytes.wrap(bytes);
    }

    private static long taken(Party party) {
        return ((PooledByteBufAllocator) party.loop.allocator())
                .metric().directArenas().stream()
                        .mapToLong(PoolArenaMetric::numActiveAllocations)
                        .sum();
    }
}
