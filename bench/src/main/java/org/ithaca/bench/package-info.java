/// Measures what a cluster does, beside what the machine below it gives.
///
/// A figure without the floor under it says little: a force of the disk that takes a millisecond bounds any
/// log. So [MachineProbe] measures, in the same run and right before each repeat, what two plain processes
/// and one plain file reach. Repeats of what is compared are interleaved, and every [Figure] is a median
/// with its extremes.
///
/// | part | what it does |
/// |---|---|
/// | [AppendBench] | drives appends from this process into a cluster of other processes |
/// | [AppendLoad], [AppendResult] | what to drive, and what came of it |
/// | [MachineProbe] | loopback round trip and stream, forces of the disk and sequential writes |
/// | [CpuTime] | processor time of processes, and what a million operations took of it |
/// | [Figure], [BarChart] | repeats in one number and two bounds; a picture of them |
///
/// ```java
/// AppendLoad load = AppendLoad.closed(100, 8192, Duration.ofSeconds(5), Duration.ofSeconds(10));
/// AppendResult result = new AppendBench(servers, pids, 1).run("log", plan, load, line -> {}, () -> {});
/// ```
///
/// *Latency* is counted from the moment an append was due. In a closed loop that is the call itself; in an
/// open loop it is the moment of the schedule, even if the call came later because an earlier one blocked:
/// so a pause counts for every append it held up (no coordinated omission).
package org.ithaca.bench;
