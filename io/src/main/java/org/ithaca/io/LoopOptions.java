package org.ithaca.io;

import java.util.Objects;

/// How a [NodeLoop] runs.
///
/// @param name of the thread, for people who look at thread dumps
/// @param transport how sockets are polled
/// @param spinNanos how long the loop polls after its last work before it blocks, in nanoseconds; 0 (the default)
///     blocks at once, so that an idle node costs nothing. Polling saves the price of waking a thread and burns a
///     core meanwhile: set it only where each loop has a core to itself
public record LoopOptions(String name, Transport transport, long spinNanos) {
    /// How sockets are polled.
    public enum Transport {
        /// [#EPOLL] where its native library loads, else [#NIO].
        AUTO,
        /// Linux epoll by Netty's native library; starting fails where it does not load.
        EPOLL,
        /// The JDK's selectors: anywhere.
        NIO
    }

    public LoopOptions {
        Objects.requireNonNull(name);
        Objects.requireNonNull(transport);
        if (spinNanos < 0) {
            throw new IllegalArgumentException("spinNanos " + spinNanos);
        }
    }

    /// The defaults under this name.
    public static LoopOptions named(String name) {
        return new LoopOptions(name, Transport.AUTO, 0);
    }

    public LoopOptions withTransport(Transport other) {
        return new LoopOptions(name, other, spinNanos);
    }

    public LoopOptions withSpinNanos(long nanos) {
        return new LoopOptions(name, transport, nanos);
    }
}
