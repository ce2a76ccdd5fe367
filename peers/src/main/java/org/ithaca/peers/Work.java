package org.ithaca.peers;

/// What one operation of a load does.
enum Work {
    /// Adds an entry to the replicated log.
    APPEND,
    /// Reads something linearizably, or as near to it as the system offers by default.
    READ,
    /// Replaces the value of a key of a replicated map.
    PUT
}
