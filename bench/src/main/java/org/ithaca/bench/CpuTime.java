package org.ithaca.bench;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Processor time, user and system, that processes have used: what the operating system counts in
/// `/proc/PID/stat`, in steps of about 10 ms.
public final class CpuTime {
    /// A process, and what it had used at the start; nothing is known of one that had ended.
    private record Start(long pid, Optional<Duration> used) {}

    private final List<Start> starts;

    private CpuTime(List<Start> starts) {
        this.starts = starts;
    }

    /// Starts to count for these processes.
    public static CpuTime of(List<Long> pids) {
        return new CpuTime(pids.stream().map(pid -> new Start(pid, used(pid))).toList());
    }

    /// Starts to count for this process.
    public static CpuTime own() {
        return of(List.of(ProcessHandle.current().pid()));
    }

    /// Seconds used since the start. Of a process that has ended meanwhile nothing is known: it is left out.
    public double seconds() {
        return starts.stream().mapToDouble(CpuTime::since).sum();
    }

    private static double since(Start start) {
        return start.used()
                .flatMap(
                        before -> used(start.pid()).map(now -> now.minus(before).toNanos() / 1e9))
                .orElse(0.0);
    }

    private static Optional<Duration> used(long pid) {
        return ProcessHandle.of(pid).flatMap(process -> process.info().totalCpuDuration());
    }
}
