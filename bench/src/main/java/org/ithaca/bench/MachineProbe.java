package org.ithaca.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/// Measures what the machine gives: the floor under every other figure.
///
/// @param directory on the disk to be measured
/// @param each how long each of the five measurements takes
public record MachineProbe(Path directory, Duration each) {
    private static final int MESSAGE = 100;
    private static final int WARMUP_TRIPS = 2_000;
    private static final int STREAM_WRITE = (64 << 10) - Integer.BYTES;
    private static final int FORCED = 4 << 10;
    private static final int PREALLOCATED = 4 << 20;
    private static final int DISK_WRITE = 1 << 20;

    /// Measures all. Blocks for about five times [#each].
    public MachineFigures measure() throws IOException {
        LatencySummary trips;
        double stream;
        try (Peer peer = Peer.start()) {
            OutputStream out = peer.socket().getOutputStream();
            DataInputStream in = new DataInputStream(peer.socket().getInputStream());
            trips = roundTrips(out, in);
            stream = stream(out, in);
        }
        return new MachineFigures(trips, stream, forces(), QuorumForces.measure(directory, each), writes());
    }

    private static byte[] message(int length, boolean question) {
        byte[] message = new byte[Integer.BYTES + length];
        ByteBuffer.wrap(message).putInt(question ? length : -length);
        return message;
    }

    private LatencySummary roundTrips(OutputStream out, DataInputStream in) throws IOException {
        byte[] question = message(MESSAGE, true);
        byte[] answer = new byte[MESSAGE];
        for (int i = 0; i < WARMUP_TRIPS; i++) {
            trip(out, in, question, answer);
        }
        Histogram nanos = new Histogram(3);
        long end = System.nanoTime() + each.toNanos();
        for (long before = System.nanoTime(); before < end; ) {
            trip(out, in, question, answer);
            long after = System.nanoTime();
            nanos.recordValue(after - before);
            before = after;
        }
        return LatencySummary.of(nanos);
    }

    private static void trip(OutputStream out, DataInputStream in, byte[] question, byte[] answer) throws IOException {
        out.write(question);
        in.readFully(answer);
    }

    /// Ends with a question, whose answer says that all has arrived.
    private double stream(OutputStream out, DataInputStream in) throws IOException {
        byte[] piece = message(STREAM_WRITE, false);
        long start = System.nanoTime();
        long bytes = 0;
        while (System.nanoTime() - start < each.toNanos()) {
            out.write(piece);
            bytes += piece.length;
        }
        trip(out, in, message(1, true), new byte[1]);
        return bytes * 1e9 / (System.nanoTime() - start);
    }

    private double forces() throws IOException {
        return withFile(directory, file -> {
            ByteBuffer block = ByteBuffer.allocateDirect(FORCED);
            for (int at = 0; at < PREALLOCATED; at += FORCED) {
                file.write(block.clear(), at);
            }
            file.force(true);
            long start = System.nanoTime();
            long count = 0;
            while (System.nanoTime() - start < each.toNanos()) {
                file.write(block.clear(), count++ * FORCED % PREALLOCATED);
                file.force(false);
            }
            return count * 1e9 / (System.nanoTime() - start);
        });
    }

    private double writes() throws IOException {
        return withFile(directory, file -> {
            ByteBuffer block = ByteBuffer.allocateDirect(DISK_WRITE);
            long start = System.nanoTime();
            long bytes = 0;
            while (System.nanoTime() - start < each.toNanos()) {
                bytes += file.write(block.clear(), bytes);
            }
            file.force(false);
            return bytes * 1e9 / (System.nanoTime() - start);
        });
    }

    /// What is done with a file.
    interface Measurement<T> {
        T of(FileChannel file) throws IOException;
    }

    /// Measures with a new file in the directory, which is deleted afterwards.
    static <T> T withFile(Path directory, Measurement<T> measurement) throws IOException {
        Path path = Files.createTempFile(directory, "probe", ".tmp");
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            return measurement.of(file);
        } finally {
            Files.delete(path);
        }
    }
}
