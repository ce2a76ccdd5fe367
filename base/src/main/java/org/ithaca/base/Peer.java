package org.ithaca.base;

/// The other end of a [Link].
public sealed interface Peer {
    /// A node of the same cluster. `incarnation` differs between two runs of its process.
    record Node(NodeId id, long incarnation) implements Peer {}

    /// A client; `name` is what it calls itself, for people to read, never for safety.
    record Client(long id, String name) implements Peer {}
}
