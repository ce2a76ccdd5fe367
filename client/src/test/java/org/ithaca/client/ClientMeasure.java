package org.ithaca.client;

import java.util.concurrent.atomic.AtomicLong;
import org.ithaca.base.Bytes;
import org.ithaca.base.Position;

/// Measures what the client alone can do: 100-byte appends to a server that acknowledges at once and keeps nothing.
/// Prints appends per second and, on its last line, how much processor time of the client's two threads one append
/// took.
final class ClientMeasure {
    private ClientMeasure() {}

    public static void main(String[] arguments) throws InterruptedException {
        long total = arguments.length == 0 ? 5_000_000 : Long.parseLong(arguments[0]);
        try (LoopbackServer server = new LoopbackServer()) {
            server.forgetful = true;
            try (Ithaca ithaca = Ithaca.connect(server.address())) {
                Log log = ithaca.log("measured");
                for (int round = 0; round < 4; round++) {
                    round(log, total);
                }
            }
        }
    }

    private static void round(Log log, long total) throws InterruptedException {
        Bytes entry = Bytes.wrap(new byte[100]);
        AtomicLong done = new AtomicLong();
        long begin = System.nanoTime();
        long cpuBefore = clientCpu();
        for (long i = 0; i < total; i++) {
            var unused = log.append(entry).whenComplete((position, error) -> count(done, position, error));
        }
        while (done.get() < total) {
            Thread.sleep(1);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long cpu = clientCpu() - cpuBefore;
        System.out.printf("%.0f appends/s, %d ns of client processor time each%n", total / seconds, cpu / total);
    }

    private static void count(AtomicLong done, Position position, Throwable error) {
        if (error != null) {
            throw new IllegalStateException("at " + position, error);
        }
        done.lazySet(done.get() + 1);
    }

    private static long clientCpu() {
        java.lang.management.ThreadMXBean threads = java.lang.management.ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long id : threads.getAllThreadIds()) {
            java.lang.management.ThreadInfo info = threads.getThreadInfo(id);
            boolean client = info != null
                    && (info.getThreadName().startsWith("ithaca-client")
                            || info.getThreadName().equals("main"));
            sum += client ? threads.getThreadCpuTime(id) : 0;
        }
        return sum;
    }
}
