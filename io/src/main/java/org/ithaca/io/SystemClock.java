package org.ithaca.io;

import org.ithaca.base.Clock;

/// The clocks of the JVM. Safe for any thread.
public final class SystemClock implements Clock {
    /// The only instance there need be.
    public static final SystemClock INSTANCE = new SystemClock();

    private SystemClock() {}

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }
}
