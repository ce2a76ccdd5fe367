package org.ithaca.peers;

import java.io.IOException;

/// Something that takes part: how to start a cluster of it.
interface Contender {
    Peer peer();

    /// Starts three members and, in the client form, a client, and waits until an append was acknowledged.
    RunningCluster start(Form form, boolean durable) throws IOException, InterruptedException;
}
