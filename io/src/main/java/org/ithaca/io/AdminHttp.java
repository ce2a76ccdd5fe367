package org.ithaca.io;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.ithaca.base.IthacaException;

/// A few read-only pages for the people and programs that watch a node, over HTTP on a loopback address.
///
/// Answers `GET` of the paths given, one request a connection; everything else is refused. There is no
/// authentication, so an address that others can reach is refused too.
public final class AdminHttp implements AutoCloseable {
    private static final int MAX_LINE = 2048;
    private static final int MAX_HEADERS = 8192;
    private static final int MAX_CHUNK = 1024;
    private static final int READ_SECONDS = 10;

    /// One answer.
    ///
    /// @param status of HTTP: 200, or 503 for a node that is not well
    /// @param type such as `text/plain`; UTF-8 is added
    /// @param body text
    public record Page(int status, String type, String body) {
        /// A page in plain text, well or not.
        public static Page text(boolean well, String body) {
            return new Page(well ? 200 : 503, "text/plain", body);
        }
    }

    private final Channel server;
    private final int port;

    private AdminHttp(Channel server) {
        this.server = server;
        port = ((InetSocketAddress) server.localAddress()).getPort();
    }

    /// Begins to answer. `pages` maps paths such as `/metrics` to what makes their content, on the loop's thread:
    /// it must be quick. Call from any thread but the loop's.
    ///
    /// @throws IthacaException INVALID if the address is not a loopback one or cannot be listened on
    public static AdminHttp start(NodeLoop loop, String address, Map<String, Supplier<Page>> pages) {
        InetSocketAddress wanted = Addresses.parse(address);
        InetSocketAddress resolved = Addresses.resolve(wanted);
        if (!resolved.getAddress().isLoopbackAddress()) {
            throw IthacaException.notDone(
                    IthacaException.Code.INVALID,
                    "the admin pages have no authentication and are served on a loopback address only, not on "
                            + address);
        }
        Map<String, Supplier<Page>> fixed = Map.copyOf(pages);
        ChannelFuture binding = new ServerBootstrap()
                .group(loop.eventLoop())
                .channel(loop.polling().serverChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        loop.track(channel);
                        channel.pipeline()
                                .addLast(new ReadTimeoutHandler(READ_SECONDS, TimeUnit.SECONDS))
                                .addLast(new HttpServerCodec(MAX_LINE, MAX_HEADERS, MAX_CHUNK))
                                .addLast(new AdminHandler(fixed));
                    }
                })
                .bind(resolved)
                .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw IthacaException.notDone(
                    IthacaException.Code.INVALID,
                    "cannot listen on " + address + ": " + binding.cause().getMessage());
        }
        loop.track(binding.channel());
        return new AdminHttp(binding.channel());
    }

    /// The port that is really listened on.
    public int port() {
        return port;
    }

    /// Stops answering; answers under way end.
    @Override
    public void close() {
        Channels.close(server);
    }
}
