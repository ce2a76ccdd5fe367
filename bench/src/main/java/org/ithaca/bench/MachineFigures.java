package org.ithaca.bench;

/// What the machine gives to plain processes and files, with nothing of Ithaca in between.
///
/// @param roundTrip of 100 bytes between two processes over loopback, blocking sockets
/// @param streamBytesPerSecond from one process to another, 64 KiB a write
/// @param forcesPerSecond 4 KiB into a preallocated file and a force, one after the other
/// @param quorumForces until two of three writers have forced a small entry, which they begin at the same time
/// @param writeBytesPerSecond sequential writes of 1 MiB into a new file, forced at the end
public record MachineFigures(
        LatencySummary roundTrip,
        double streamBytesPerSecond,
        double forcesPerSecond,
        LatencySummary quorumForces,
        double writeBytesPerSecond) {}
