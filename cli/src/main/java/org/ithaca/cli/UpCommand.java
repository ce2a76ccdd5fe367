package org.ithaca.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `ithaca up`: a local cluster that stays.
@Command(
        name = "up",
        description = "Starts a cluster on this machine, one process a node, until it is interrupted; started again"
                + " on the same directory it has everything.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    private static final long LOOK_MILLIS = 500;

    private final Console console;

    @Option(
            names = {"-n", "--nodes"},
            defaultValue = "3",
            description = "how many nodes, 1 to 64 (default: ${DEFAULT-VALUE})")
    private int nodes;

    @Option(
            names = "--dir",
            defaultValue = "ithaca-data",
            description = "directory of the cluster (default: ./${DEFAULT-VALUE})")
    private Path directory = Path.of("ithaca-data");

    @Option(
            names = "--port",
            defaultValue = "7410",
            description = "port of the first node, the others follow; 0 for free ones (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--heap",
            defaultValue = "512m",
            description = "largest heap of each node (default: ${DEFAULT-VALUE})")
    private String heap = "512m";

    UpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (nodes < 1 || nodes > Long.SIZE) {
            console.say("ithaca: a cluster has 1 to 64 nodes, not " + nodes);
            return Exit.USAGE;
        }
        LocalCluster cluster =
                LocalCluster.in(directory, new LocalCluster.Plan(nodes, port, List.of()), List.of("-Xmx" + heap));
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "ithaca-shutdown"));
        cluster.startAll();
        Table table = new Table("node", "address", "process", "directory");
        for (int i = 0; i < cluster.size(); i++) {
            Process process = cluster.process(i);
            table.row(i, cluster.addresses().get(i), process == null ? "-" : process.pid(), cluster.home(i));
        }
        console.print(table);
        console.print("Try: ithaca log append orders hello -s " + cluster.servers() + "\nCtrl-C ends the cluster.");
        Restarts restarts = new Restarts(cluster.size(), System.nanoTime());
        while (true) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            for (int node : cluster.ended()) {
                if (restarts.due(node, System.nanoTime())) {
                    console.say("node " + node + " has ended; the end of "
                            + cluster.home(node).resolve("node.log") + " says why. It is started again.");
                    cluster.start(node);
                }
            }
        }
    }
}
