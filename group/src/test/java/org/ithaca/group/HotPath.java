package org.ithaca.group;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.Hooks;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.NodeId;
import org.ithaca.log.Loglet;
import org.ithaca.log.LogletPorts;
import org.ithaca.log.Plan;
import org.ithaca.quorum.QuorumSpec;

/// Slots per second through three loglets in one thread, no network and no disk: what the engine itself costs.
///
/// Run `main`; arguments: order (`leader`, `round-robin`), batch bytes, slots a turn.
final class HotPath {
    private static final int MEMBERS = 3;

    private final List<NodeId> nodes =
            IntStream.range(0, MEMBERS).mapToObj(NodeId::new).toList();
    private final List<GroupLoglet> loglets = new ArrayList<>();
    private final List<List<Bytes>> inboxes = new ArrayList<>();
    private final List<List<NodeId>> senders = new ArrayList<>();

    private HotPath(Plan plan) {
        for (NodeId self : nodes) {
            inboxes.add(new ArrayList<>());
            senders.add(new ArrayList<>());
            LogletId id = new LogletId(new LogId(0), 0);
            loglets.add(GroupEngine.open(id, nodes, self, plan, new Direct(self), Hooks.NONE));
        }
    }

    public static void main(String[] arguments) {
        Plan.Order order = Plan.Order.parse(arguments.length > 0 ? arguments[0] : "leader");
        int bytes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
        int slotsPerTurn = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 64;
        Plan plan = new Plan(order, new QuorumSpec.Majority(), Plan.Spread.STAR, false);
        for (int round = 0; round < 6; round++) {
            HotPath path = new HotPath(plan);
            long start = System.nanoTime();
            long slots = path.run(bytes, slotsPerTurn, 2_000_000);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "%s, batches of %d bytes, %d a turn: %,.0f slots/s%n", order, bytes, slotsPerTurn, slots / seconds);
        }
    }

    private long run(int bytes, int slotsPerTurn, long slots) {
        Bytes batch = Bytes.wrap(new byte[bytes]);
        int crc = batch.crc32c();
        while (loglets.getFirst().stable() < slots) {
            for (GroupLoglet loglet : loglets) {
                for (int i = 0; i < slotsPerTurn && loglet.admission() == Loglet.Admission.OPEN; i++) {
                    loglet.append(batch, crc);
                }
                endTurn(loglet);
            }
            for (int rank = 0; rank < MEMBERS; rank++) {
                deliver(rank);
            }
        }
        return loglets.getFirst().stable();
    }

    private void deliver(int rank) {
        GroupLoglet loglet = loglets.get(rank);
        List<Bytes> frames = List.copyOf(inboxes.get(rank));
        List<NodeId> from = List.copyOf(senders.get(rank));
        inboxes.get(rank).clear();
        senders.get(rank).clear();
        for (int i = 0; i < frames.size(); i++) {
            loglet.received(from.get(i), new ByteReader(frames.get(i)));
        }
        endTurn(loglet);
    }

    private static void endTurn(GroupLoglet loglet) {
        loglet.stored(loglet.received());
        loglet.turnEnded(0);
        loglet.delivered(loglet.stable());
    }

    private final class Direct implements LogletPorts {
        private final NodeId self;

        private Direct(NodeId self) {
            this.self = self;
        }

        @Override
        public void send(NodeId to, Bytes head, Bytes body) {
            inboxes.get(to.value())
                    .add(new ByteWriter(head.length() + body.length())
                            .raw(head)
                            .raw(body)
                            .shared());
            senders.get(to.value()).add(self);
        }

        @Override
        public long queuedBytes(NodeId to) {
            return 0;
        }

        @Override
        public void store(long slot, Bytes batch, int crc) {}

        @Override
        public void fetch(long fromSlot, long toSlot, int maxBytes, FetchCallback callback) {
            throw new AssertionError("nothing is lost here");
        }
    }
}
