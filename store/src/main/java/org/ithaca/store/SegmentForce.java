package org.ithaca.store;

import java.io.IOException;
import org.ithaca.base.DiskFile;
import org.jspecify.annotations.Nullable;

/// One force of a segment, that another thread may carry out while more is written behind what it covers.
///
/// It happens once: on the thread it was given to, or on the disk thread if that needs it done before. Whoever comes
/// second waits at the lock.
final class SegmentForce implements Runnable {
    private final DiskFile file;
    private final long end;
    private @Nullable Throwable failure;
    private volatile boolean done;

    /// @param end all slots below were written before this was made
    SegmentForce(DiskFile file, long end) {
        this.file = file;
        this.end = end;
    }

    /// All slots below are durable once it has succeeded.
    long end() {
        return end;
    }

    /// Any thread.
    boolean done() {
        return done;
    }

    /// Carries it out, unless another thread does or did. Any thread.
    @Override
    public void run() {
        await();
        rethrowUnchecked();
    }

    /// Returns once it has ended, whatever its outcome.
    synchronized void await() {
        if (!done) {
            try {
                file.force();
            } catch (IOException | RuntimeException | Error e) {
                failure = e;
            }
            done = true;
        }
    }

    /// Returns once it has succeeded.
    void succeed() throws IOException {
        run();
        if (failure instanceof IOException e) {
            throw e;
        }
    }

    private void rethrowUnchecked() {
        switch (failure) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> {}
        }
    }
}
