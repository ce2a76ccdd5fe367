package org.ithaca.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ithaca.base.IthacaException;
import org.ithaca.base.NodeId;
import org.ithaca.client.ClientOptions;
import org.ithaca.client.Ithaca;
import org.ithaca.cluster.EpochInfo;
import org.ithaca.cluster.LogChain;

/// The cluster of a measurement: nodes in processes of their own, and a connection to watch it by.
final class BenchCluster implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 50;
    private static final int LOOKS = 1200;

    private final Path place;
    private final LocalCluster nodes;
    private final Ithaca ithaca;
    private final Thread closer;

    private BenchCluster(Path place, LocalCluster nodes, Ithaca ithaca, Thread closer) {
        this.place = place;
        this.nodes = nodes;
        this.ithaca = ithaca;
        this.closer = closer;
    }

    /// Starts the nodes and waits until they answer.
    static BenchCluster start(Path place, int count, List<String> jvmOptions) throws IOException {
        LocalCluster nodes = LocalCluster.in(place, new LocalCluster.Plan(count, 0, List.of()), jvmOptions);
        Thread closer = new Thread(nodes::close, "ithaca-shutdown");
        Runtime.getRuntime().addShutdownHook(closer);
        try {
            nodes.startAll();
            Ithaca ithaca = Ithaca.connect(
                    ClientOptions.of(nodes.servers()).withName("bench watch").withDeadline(CONNECT));
            return new BenchCluster(place, nodes, ithaca, closer);
        } catch (IOException | RuntimeException e) {
            nodes.close();
            throw e;
        }
    }

    /// Where the nodes keep their data.
    Path place() {
        return place;
    }

    String servers() {
        return nodes.servers();
    }

    /// Of the nodes that run.
    List<Long> pids() {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            Process process = nodes.process(i);
            if (process != null && process.isAlive()) {
                processes.add(process);
            }
        }
        return processes.stream().map(Process::pid).toList();
    }

    /// Kills the first member of the log's epoch, who orders it if anyone alone does, and says which it
    /// was.
    int killWriter(String log) throws InterruptedException {
        int writer = newest(log).members().getFirst().value();
        nodes.kill(writer);
        return writer;
    }

    /// Starts a node again and waits until it takes part in the log.
    ///
    /// @throws IthacaException TIMEOUT if that takes more than a minute
    void revive(int node, String log) throws IOException, InterruptedException {
        nodes.start(node);
        for (int i = 0; i < LOOKS; i++) {
            if (newest(log).members().contains(new NodeId(node))
                    && newest(log).members().size() == nodes.size()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        throw IthacaException.notDone(
                IthacaException.Code.TIMEOUT, "node " + node + " did not come back into log " + log);
    }

    private EpochInfo newest(String log) {
        return ithaca.admin()
                .layout()
                .log(log)
                .map(LogChain::newest)
                .orElseThrow(() -> IthacaException.notDone(IthacaException.Code.NOT_FOUND, "no log " + log));
    }

    @Override
    public void close() {
        ithaca.close();
        nodes.close();
        Runtime.getRuntime().removeShutdownHook(closer);
    }
}
