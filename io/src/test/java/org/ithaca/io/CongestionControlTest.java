package org.ithaca.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class CongestionControlTest {
    @Test
    void withinOneMachineNothingIsPaced() throws InterruptedException {
        Polling polling = Polling.of(LoopOptions.named("test"));
        Assumptions.assumeTrue(polling.epoll(), "epoll is not available");
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, polling.handlerFactory());
        try {
            Channel server = new ServerBootstrap()
                    .group(loops)
                    .channel(polling.serverChannel())
                    .childHandler(new ChannelInboundHandlerAdapter())
                    .bind("127.0.0.1", 0)
                    .sync()
                    .channel();
            Channel client = new Bootstrap()
                    .group(loops)
                    .channel(polling.channel())
                    .handler(new ChannelInboundHandlerAdapter())
                    .connect(server.localAddress())
                    .sync()
                    .channel();
            CongestionControl.choose(client);
            assertEquals(CongestionControl.LOCAL, name(client));
        } finally {
            loops.shutdownGracefully().sync();
        }
    }

    private static String name(Channel channel) {
        ByteBuffer value = channel.config().getOption(CongestionControl.OPTION);
        assertNotNull(value);
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return new String(bytes, StandardCharsets.US_ASCII).trim();
    }
}
