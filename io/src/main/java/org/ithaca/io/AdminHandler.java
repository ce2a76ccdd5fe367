package org.ithaca.io;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers one request.
final class AdminHandler extends SimpleChannelInboundHandler<HttpObject> {
    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

    private final Map<String, Supplier<AdminHttp.Page>> pages;
    private boolean answered;

    AdminHandler(Map<String, Supplier<AdminHttp.Page>> pages) {
        this.pages = pages;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (!answered && message instanceof HttpRequest request) {
            answered = true;
            answer(ctx, request.decoderResult().isFailure() ? page(400, "not a request") : pageFor(request));
        }
    }

    private AdminHttp.Page pageFor(HttpRequest request) {
        if (!request.method().equals(HttpMethod.GET)) {
            return page(405, "only GET");
        }
        int query = request.uri().indexOf('?');
        Supplier<AdminHttp.Page> source =
                pages.get(query < 0 ? request.uri() : request.uri().substring(0, query));
        if (source == null) {
            return page(
                    404,
                    "no such page; there are "
                            + String.join(" ", pages.keySet().stream().sorted().toList()));
        }
        try {
            return source.get();
        } catch (RuntimeException e) {
            LOG.warn("the page {} failed", request.uri(), e);
            return page(500, "the page failed; the node's log says why");
        }
    }

    private static AdminHttp.Page page(int status, String text) {
        return new AdminHttp.Page(status, "text/plain", text + "\n");
    }

    private static void answer(ChannelHandlerContext ctx, AdminHttp.Page page) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(page.status()),
                Unpooled.wrappedBuffer(page.body().getBytes(StandardCharsets.UTF_8)));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, page.type() + "; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .set("X-Content-Type-Options", "nosniff");
        Channels.writeLast(ctx.channel(), response);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("admin request dropped: {}", cause.toString());
        Channels.close(ctx.channel());
    }
}
