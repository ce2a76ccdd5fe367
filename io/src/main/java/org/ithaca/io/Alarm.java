package org.ithaca.io;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One wake-up that is set again and again, by [NodeLoop#alarm]. Belongs to the loop's thread.
///
/// Moving the time later costs nothing: the timer that is running finds out when it fires. So a core may say after
/// every turn when it wants to be woken next.
public final class Alarm {
    /// The time that never comes.
    public static final long NEVER = Long.MAX_VALUE;

    private final NodeLoop loop;
    private final Runnable action;
    private long wanted = NEVER;
    private long running = NEVER;
    private @Nullable ScheduledFuture<?> timer;

    Alarm(NodeLoop loop, Runnable action) {
        this.loop = loop;
        this.action = action;
    }

    /// Rings once when [NodeLoop#clock] reaches `nanos`, as soon as possible if that has passed, or not at all for
    /// [#NEVER]. Replaces what was asked before.
    public void wakeAt(long nanos) {
        wanted = nanos;
        if (wanted < running) {
            start();
        }
    }

    private void start() {
        if (timer != null) {
            timer.cancel(false);
        }
        running = wanted;
        long now = loop.clock().nanos();
        // Compared first: the difference to a time in the far past would not fit.
        long delay = wanted <= now ? 0 : wanted - now;
        timer = loop.eventLoop().schedule(this::fire, delay, TimeUnit.NANOSECONDS);
    }

    private void fire() {
        timer = null;
        running = NEVER;
        if (wanted == NEVER) {
            return;
        }
        if (loop.clock().nanos() < wanted) {
            start();
            return;
        }
        wanted = NEVER;
        loop.run(action);
    }
}
