package org.ithaca.bench;

import java.time.Duration;
import java.util.List;

/// Processor time, user and system, that processes have used: what the operating system counts in
/// `/proc/PID/stat`, in steps of about 10 ms.
public final class CpuTime {
    private CpuTime() {}

    /// Seconds used by these processes since each began; one that has ended counts as nothing.
    public static double seconds(List<Long> pids) {
        return pids.stream().mapToDouble(CpuTime::seconds).sum();
    }

    private static double seconds(long pid) {
        Duration used = ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
        return used.toNanos() / 1e9;
    }

    /// Seconds used by this process.
    static double own() {
        return seconds(ProcessHandle.current().pid());
    }
}
