package org.ithaca.sim;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Link;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;

/// Two nodes whose programs write down what they hear and send numbered frames when asked.
final class TestWorld {
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;

    final Simulator world;
    final SimNetwork network;
    final SimHost one;
    final SimHost two;

    TestWorld(long seed, NetworkOptions options) {
        world = new Simulator(seed);
        network = new SimNetwork(world, options);
        one = network.host("n1", "n1:1");
        two = network.host("n2", "n2:1");
    }

    static TestWorld lan() {
        return new TestWorld(1, NetworkOptions.lan());
    }

    /// Boots a node that reaches the other one.
    Recorder boot(SimHost host, int id, long incarnation) {
        SimProcess process = host.boot(new Peer.Node(new NodeId(id), incarnation));
        Recorder recorder = new Recorder(process);
        process.attach(recorder);
        process.network().reach(new NodeId(3 - id), "n" + (3 - id) + ":1");
        return recorder;
    }

    /// Says and hears numbers.
    static final class Recorder implements Program {
        final SimProcess process;
        final List<String> events = new ArrayList<>();
        final List<Integer> heard = new ArrayList<>();
        final List<Link> links = new ArrayList<>();
        int turns;
        long wakeAt = Long.MAX_VALUE;
        long wokenAt = -1;

        Recorder(SimProcess process) {
            this.process = process;
        }

        void say(int number) {
            links.getLast().send(Bytes.utf8("no "), Bytes.utf8(Integer.toString(number)));
        }

        @Override
        public void opened(Link link) {
            links.add(link);
            events.add("opened " + link.peer());
        }

        @Override
        public void received(Link link, Bytes frame) {
            heard.add(Integer.valueOf(frame.utf8().substring(3)));
        }

        @Override
        public void closed(Link link) {
            links.remove(link);
            events.add("closed " + link.peer());
        }

        @Override
        public void refused(NodeId node, IthacaException why) {
            events.add("refused " + node);
        }

        @Override
        public void turnEnded() {
            turns++;
        }

        @Override
        public long wakeAtNanos() {
            return wakeAt;
        }

        @Override
        public void wake(long nowNanos) {
            wokenAt = nowNanos;
            wakeAt = Long.MAX_VALUE;
        }
    }
}
