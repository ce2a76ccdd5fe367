package org.ithaca.store;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.ithaca.base.DiskFile;

/// One force of a segment, that another thread may carry out while more is written behind what it covers.
///
/// It happens once: on the thread it was given to, or on the disk thread if that needs it done before.
final class SegmentForce implements Runnable {
    private final long end;
    private final FutureTask<Void> force;

    /// @param end all slots below were written before this was made
    SegmentForce(DiskFile file, long end) {
        this.end = end;
        force = new FutureTask<>(() -> {
            file.force();
            return null;
        });
    }

    /// All slots below are durable once it has succeeded.
    long end() {
        return end;
    }

    /// Any thread.
    boolean done() {
        return force.isDone();
    }

    /// Carries it out, unless another thread does or did. Any thread.
    @Override
    public void run() {
        force.run();
        if (force.state() == Future.State.FAILED) {
            rethrowUnchecked(force.exceptionNow());
        }
    }

    /// Returns once it has ended, whatever its outcome.
    void await() {
        force.run();
        boolean interrupted = false;
        while (!force.isDone()) {
            try {
                force.get();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                break; // Whoever asks for the outcome hears of it.
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Returns once it has succeeded.
    void succeed() throws IOException {
        await();
        if (force.state() == Future.State.FAILED) {
            Throwable failure = force.exceptionNow();
            rethrowUnchecked(failure);
            throw (IOException) failure;
        }
    }

    private static void rethrowUnchecked(Throwable failure) {
        switch (failure) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> {}
        }
    }
}
