package org.ithaca.bench;

/// What came of one [AppendLoad].
///
/// @param seconds that were counted
/// @param appends acknowledged in them
/// @param failures appends of the whole run that failed, warm-up included
/// @param latency of the appends counted
/// @param longestGapMillis longest time in which a client that had appends under way got no acknowledgement
/// @param serverCpuSeconds used by the nodes meanwhile
/// @param clientCpuSeconds used by this process meanwhile
/// @param loadAverage of the machine afterwards, over a minute; negative if it is not known
public record AppendResult(
        double seconds,
        long appends,
        long failures,
        LatencySummary latency,
        double longestGapMillis,
        double serverCpuSeconds,
        double clientCpuSeconds,
        double loadAverage) {
    /// Appends acknowledged a second.
    public double perSecond() {
        return appends / seconds;
    }

    /// Processor seconds of all nodes together for a million appends.
    public double serverCpuPerMillion() {
        return perMillion(serverCpuSeconds);
    }

    /// Processor seconds of the clients for a million appends.
    public double clientCpuPerMillion() {
        return perMillion(clientCpuSeconds);
    }

    private double perMillion(double cpu) {
        return appends == 0 ? 0 : cpu / appends * 1e6;
    }
}
