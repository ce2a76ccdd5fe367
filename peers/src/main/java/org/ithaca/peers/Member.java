package org.ithaca.peers;

/// A running member of a cluster, in this process.
interface Member extends AutoCloseable {
    /// Whether it orders the operations now.
    boolean leads();

    /// Sends from inside this member.
    Link link(Acks acks);

    @Override
    void close();
}
