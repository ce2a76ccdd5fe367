package org.ithaca.peers;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.ithaca.bench.AppendResult;

/// The processes of one contender: members, and what puts load on them. One thread.
interface RunningCluster extends AutoCloseable {
    /// Of the members that run.
    List<Long> pids();

    /// From the start of the first member's process to the first acknowledged append, in milliseconds; 0 if
    /// nobody looked.
    double startMillis();

    /// The member that orders.
    int leader() throws IOException, InterruptedException;

    /// Carries out a load. Blocks.
    AppendResult load(LoadOrder order, Consumer<String> progress) throws IOException, InterruptedException;

    /// Ends the load that runs; any thread.
    void stopLoad();

    /// The process of a member.
    Process member(int member);

    /// Starts a member again that has ended.
    void restart(int member) throws IOException, InterruptedException;

    @Override
    void close();
}
