package org.ithaca.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// The demonstration's nodes: one is killed on purpose; one that ends otherwise is started again.
///
/// Someone else may have started it first: a node that answers is left alone. *Threading.* Any thread.
final class DemoCluster implements AutoCloseable {
    private static final long RESTART_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LONGEST_AWAY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int CONNECT_MILLIS = 200;
    private static final long NEVER = Long.MIN_VALUE;

    private final LocalCluster cluster;
    private final Console console;
    private final long[] endedAt;
    private int killed = -1;
    private long killedAt;
    private boolean closed;

    DemoCluster(LocalCluster cluster, Console console) {
        this.cluster = cluster;
        this.console = console;
        endedAt = new long[cluster.size()];
        Arrays.fill(endedAt, NEVER);
    }

    synchronized void start() throws IOException {
        cluster.startAll();
    }

    /// `kill -9`, and no restart before [#restart] or until ten seconds have passed: if another node is lost
    /// meanwhile, nothing goes on without this one.
    synchronized void kill(int node) throws InterruptedException {
        killed = node;
        killedAt = System.nanoTime();
        cluster.kill(node);
    }

    /// Starts the node again that was killed, if it has not been yet.
    synchronized void restart() throws IOException {
        if (killed >= 0 && !closed) {
            console.say("node " + killed + " is started again");
            cluster.start(killed);
            killed = -1;
        }
    }

    /// Starts nodes that have been gone for two seconds.
    synchronized void supervise() throws IOException {
        if (closed) {
            return;
        }
        long now = System.nanoTime();
        if (killed >= 0 && now - killedAt > LONGEST_AWAY_NANOS) {
            restart();
        }
        for (int node = 0; node < cluster.size(); node++) {
            Process process = cluster.process(node);
            if (process == null || process.isAlive() || node == killed) {
                endedAt[node] = NEVER;
            } else if (endedAt[node] == NEVER) {
                endedAt[node] = now;
            } else if (now - endedAt[node] > RESTART_NANOS) {
                endedAt[node] = now;
                if (!answers(node)) {
                    console.say("node " + node + " has ended; it is started again");
                    cluster.start(node);
                }
            }
        }
    }

    private boolean answers(int node) {
        String address = cluster.addresses().get(node);
        int colon = address.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
                    CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    int size() {
        return cluster.size();
    }

    String servers() {
        return cluster.servers();
    }

    /// Where the node's output is.
    String journal(int node) {
        return cluster.home(node).resolve("node.log").toString();
    }

    @Override
    public synchronized void close() {
        closed = true;
        cluster.close();
    }
}
