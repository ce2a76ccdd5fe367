package org.ithaca.io;

import java.util.Objects;

/// How a [NodeLoop] runs.
///
/// @param name of the thread, for people who look at thread dumps
/// @param transport how sockets are polled
/// @param spinNanos how long a pause may be, in nanoseconds, to be polled through once the pause before was no longer;
///     longer ones are slept through, so that an idle node costs nothing, and so are all while much is carried. 0
///     sleeps always. Large values (a second) make a loop that always polls: set them only where each loop has a core
///     to itself
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

    /// What waking a thread costs, or a few times that: longer pauses are cheaper slept through.
    public static final long DEFAULT_SPIN_NANOS = 100_000;

    public LoopOptions {
        Objects.requireNonNull(name);
        Objects.requireNonNull(transport);
        if (spinNanos < 0) {
            throw new IllegalArgumentException("spinNanos " + spinNanos);
        }
    }

    /// The defaults under this name.
    public static LoopOptions named(String name) {
        return new LoopOptions(name, Transport.AUTO, DEFAULT_SPIN_NANOS);
    }

    public LoopOptions withTransport(Transport other) {
        return new LoopOptions(name, other, spinNanos);
    }

    public LoopOptions withSpinNanos(long nanos) {
        return new LoopOptions(name, transport, nanos);
    }
}
