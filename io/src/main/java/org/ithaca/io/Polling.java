package org.ithaca.io;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SelectStrategy;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.IntSupplier;
import java.nio.channels.spi.SelectorProvider;
import java.util.function.LongSupplier;
import org.ithaca.base.IthacaException;
import org.slf4j.LoggerFactory;

/// How one loop waits for its sockets: by epoll or by selectors, blocking at once or after some polling.
///
/// A thread that sleeps costs its waker a system call and itself tens of microseconds until it runs again, most of
/// all where the processor sleeps with it. So the loop polls for as long as a pause may be that is called short, but
/// only if the pause before was short: what is busy stays awake, and what is idle sleeps at once. Halt polling of
/// virtual machines grows and shrinks by the same reasoning. It is for latency, not for throughput: a loop that
/// carries much in each turn sleeps as well.
final class Polling implements SelectStrategy {
    /// A loop that carries more than this in a turn does not poll: a wake-up is little beside that, and whoever it
    /// works with needs the processor.
    private static final long BULK_BYTES = 4 << 10;
    /// The mean goes back over about so many turns.
    private static final int MEAN_OF_TURNS = 16;

    /// Whoever asks for more has a processor for each loop.
    private static final long FOR_GOOD_NANOS = 1_000_000_000;

    private final boolean epoll;
    private final long spinNanos;
    private final LongSupplier nanos;
    private long workedNanos;
    private long turnBytes;
    private long bytesPerTurn;
    private boolean lastPauseShort;
    private boolean waited;

    Polling(boolean epoll, long spinNanos, LongSupplier nanos) {
        this.epoll = epoll;
        this.spinNanos = spinNanos;
        this.nanos = nanos;
        workedNanos = nanos.getAsLong();
    }

    static Polling of(LoopOptions options) {
        return new Polling(wantsEpoll(options.transport()), options.spinNanos(), System::nanoTime);
    }

    private static boolean wantsEpoll(LoopOptions.Transport transport) {
        return switch (transport) {
            case NIO -> false;
            case AUTO -> {
                if (!Epoll.isAvailable()) {
                    LoggerFactory.getLogger(Polling.class)
                            .info("epoll is not available, using the JDK's selectors: {}", reason());
                }
                yield Epoll.isAvailable();
            }
            case EPOLL -> {
                if (!Epoll.isAvailable()) {
                    throw IthacaException.notDone(
                            IthacaException.Code.INVALID,
                            "the epoll transport was asked for and cannot be loaded (" + reason()
                                    + "); use AUTO or NIO, or add netty-transport-native-epoll for this platform");
                }
                yield true;
            }
        };
    }

    private static String reason() {
        Throwable cause = Epoll.unavailabilityCause();
        return cause == null ? "unknown" : String.valueOf(cause.getMessage());
    }

    boolean epoll() {
        return epoll;
    }

    IoHandlerFactory handlerFactory() {
        return epoll
                ? EpollIoHandler.newFactory(0, () -> this)
                : NioIoHandler.newFactory(SelectorProvider.provider(), () -> this);
    }

    Class<? extends ServerChannel> serverChannel() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    Class<? extends SocketChannel> channel() {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /// A turn begins: something has arrived, or a task of the turn before is to be run, before which was no pause.
    void begins() {
        if (spinNanos > 0 && waited) {
            waited = false;
            lastPauseShort = nanos.getAsLong() - workedNanos <= spinNanos;
        }
    }

    /// So many bytes came or went in this turn.
    void carried(long bytes) {
        turnBytes += bytes;
    }

    /// The turn has ended.
    void worked() {
        if (spinNanos > 0) {
            workedNanos = nanos.getAsLong();
            bytesPerTurn += (turnBytes - bytesPerTurn) / MEAN_OF_TURNS;
            turnBytes = 0;
        }
    }

    /// Yields while it polls: on a machine with fewer cores than loops the one with work goes first.
    @SuppressWarnings("ThreadPriorityCheck")
    @Override
    public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
        if (hasTasks) {
            return selectNow.get();
        }
        waited = true;
        if (!lastPauseShort
                || (bytesPerTurn > BULK_BYTES && spinNanos < FOR_GOOD_NANOS)
                || nanos.getAsLong() - workedNanos > spinNanos) {
            return SelectStrategy.SELECT;
        }
        Thread.yield();
        return selectNow.get();
    }
}
