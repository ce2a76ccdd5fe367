package org.ithaca.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ithaca.bench.AppendResult;
import org.ithaca.bench.Figure;

/// Short texts about results, and what the operating system says of a process.
final class Words {
    private Words() {}

    /// One line.
    static String of(AppendResult result) {
        return Figure.text(result.perSecond()) + "/s, p50 "
                + Figure.text(result.latency().p50()) + " us, p99 "
                + Figure.text(result.latency().p99()) + " us, CPU "
                + Figure.text(result.serverCpuPerMillion() + result.clientCpuPerMillion()) + " s/million"
                + (result.failures() > 0 ? ", " + result.failures() + " FAILED" : "");
    }

    /// Memory a process has in use, in megabytes; 0 if it has ended.
    static double rssMegabytes(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try {
            List<String> lines = Files.readAllLines(status);
            return lines.stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
