package org.ithaca.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/// What a small entry on a majority of three disks costs at least when the three are one: three writers begin at
/// once, each appends to a file of its own and forces it, and the second one to be done counts. A short pause follows,
/// as long as the messages around it take.
final class QuorumForces {
    private static final int WRITERS = 3;
    private static final int ENTRY = 200;
    private static final int PREALLOCATED = 4 << 20;
    private static final long PAUSE_NANOS = 100_000;
    private static final int PATIENCE_SECONDS = 30;

    private final Path directory;
    private final long endNanos;
    private final CyclicBarrier round = new CyclicBarrier(WRITERS, this::ended);
    private final long[] took = new long[WRITERS];
    private final Histogram middle = new Histogram(3);
    private boolean begun;
    private boolean over;

    private QuorumForces(Path directory, Duration each) {
        this.directory = directory;
        endNanos = System.nanoTime() + each.toNanos();
    }

    /// Blocks for as long as given. Latencies until the second force is done.
    static LatencySummary measure(Path directory, Duration each) throws IOException {
        return new QuorumForces(directory, each).run();
    }

    private LatencySummary run() throws IOException {
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Callable<Void>> all = IntStream.range(0, WRITERS)
                    .<Callable<Void>>mapToObj(
                            writer -> () -> MachineProbe.withFile(directory, file -> write(file, writer)))
                    .toList();
            for (Future<Void> each : writers.invokeAll(all)) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return LatencySummary.of(middle);
    }

    private Void write(FileChannel file, int writer) throws IOException {
        file.write(ByteBuffer.allocateDirect(PREALLOCATED), 0);
        file.force(true);
        ByteBuffer entry = ByteBuffer.allocateDirect(ENTRY);
        meet();
        for (long at = 0; !over; at = (at + ENTRY) % (PREALLOCATED - ENTRY)) {
            long start = System.nanoTime();
            file.write(entry.clear(), at);
            file.force(false);
            took[writer] = System.nanoTime() - start;
            meet();
        }
        return null;
    }

    private void meet() throws IOException {
        try {
            round.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new IOException(e);
        }
    }

    /// All writers are at the barrier; one of them is here.
    private void ended() {
        if (begun) {
            Arrays.sort(took);
            middle.recordValue(took[WRITERS / 2]);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        begun = true;
        over = System.nanoTime() >= endNanos;
    }
}
