package org.ithaca.io;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Which congestion control a connection has: the system's, but within one machine [#LOCAL].
///
/// Where the system's default paces what it sends (BBR), it does so on loopback too, which has no bottleneck to
/// find: bytes cost a multiple of the processor time there. Between machines the choice is the operator's.
final class CongestionControl {
    /// Always built in, and any user may choose it.
    static final String LOCAL = "reno";

    /// `TCP_CA_NAME_MAX` of Linux.
    private static final int NAME_BYTES = 16;

    /// `TCP_CONGESTION` of Linux, see tcp(7): a name, padded with zeros.
    static final ChannelOption<ByteBuffer> OPTION = new RawUnixChannelOption("TCP_CONGESTION", 6, 13, NAME_BYTES);

    private CongestionControl() {}

    /// Chooses for a connection that is open. Does nothing without epoll.
    static void choose(Channel channel) {
        if (local(channel)) {
            try {
                byte[] name = Arrays.copyOf(LOCAL.getBytes(StandardCharsets.US_ASCII), NAME_BYTES);
                channel.config().setOption(OPTION, ByteBuffer.wrap(name));
            } catch (ChannelException e) {
                TcpNetwork.LOG.debug("{} keeps the system's congestion control: {}", channel, e.getMessage());
            }
        }
    }

    private static boolean local(Channel channel) {
        if (channel.localAddress() instanceof InetSocketAddress here
                && channel.remoteAddress() instanceof InetSocketAddress there) {
            InetAddress address = there.getAddress();
            return address.isLoopbackAddress() || address.equals(here.getAddress());
        }
        return false;
    }
}
