/// The real ports: one event-loop thread with TCP, TLS, timers, clocks, randomness and files.
///
/// The only module of Ithaca, apart from the programs on top, that starts a thread or opens a socket.
@org.jspecify.annotations.NullMarked
module org.ithaca.io {
    requires transitive org.ithaca.base;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.unix.common;
    requires io.netty.handler;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires org.slf4j;

    exports org.ithaca.io;
}
