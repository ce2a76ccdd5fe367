package org.ithaca.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ithaca.base.Bytes;
import org.ithaca.base.Defect;
import org.ithaca.base.Disk;
import org.ithaca.base.DiskFile;
import org.ithaca.base.Link;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;
import org.jspecify.annotations.Nullable;

/// A toy to try the simulator on: every node counts, keeps its count on disk in two slots by turns, and tells the
/// others
/// once it is durable. After any crash a node must come back with at least what it told.
final class Ledger implements Scenario, Faultable {
    private static final int NODES = 3;
    private static final long TICK = 5_000_000;
    private static final int SLOT = 512;

    private final Map<SimHost, Integer> ids = new LinkedHashMap<>();
    private final Map<Integer, Long> told = new HashMap<>();
    private final Set<FaultKind> allowed;
    private @Nullable SimNetwork network;
    private long heard;
    private int runs;

    Ledger(Set<FaultKind> allowed) {
        this.allowed = allowed;
    }

    @Override
    public Outcome run(Simulator world) {
        ids.clear();
        told.clear();
        heard = 0;
        runs = 0;
        SimNetwork made = new SimNetwork(world, NetworkOptions.lan());
        network = made;
        for (int id = 1; id <= NODES; id++) {
            ids.put(made.host("n" + id, "n" + id + ":1"), id);
        }
        FaultPlan plan = new FaultPlan(made, Swarm.draw(world, allowed), this);
        ids.keySet().forEach(this::start);
        plan.start();
        world.runFor(5_000_000_000L);
        plan.heal();
        world.runFor(3_000_000_000L);
        Map<Integer, Long> before = Map.copyOf(told);
        boolean onward = world.runUntil(
                () -> told.entrySet().stream().allMatch(e -> e.getValue() > before.getOrDefault(e.getKey(), 0L) + 5),
                world.nowNanos() + 5_000_000_000L);
        if (!onward) {
            throw new ViolationException(2, "a node does not go on: " + before + " then " + told);
        }
        return new Outcome(heard, runs);
    }

    @Override
    public List<SimHost> nodes() {
        return List.copyOf(ids.keySet());
    }

    @Override
    public void start(SimHost host) {
        int id = ids.getOrDefault(host, 0);
        host.start(new Peer.Node(new NodeId(id), runs++), process -> {
            for (int peer = 1; peer <= NODES; peer++) {
                if (peer != id) {
                    process.network().reach(new NodeId(peer), "n" + peer + ":1");
                }
            }
            return new Node(process, id);
        });
    }

    /// One run of a node.
    private final class Node implements Program {
        private final SimProcess process;
        private final int id;
        private final SimWorker disk;
        private final Map<Peer, Link> links = new LinkedHashMap<>();
        private long count;
        private long wakeAt;
        private boolean writing;

        Node(SimProcess process, int id) {
            this.process = process;
            this.id = id;
            disk = process.worker("disk");
            wakeAt = process.clock().nanos() + TICK;
            count = recover();
            boolean excused = process.host().world().faults().of(FaultKind.BIT_FLIP)
                            + process.host().world().faults().of(FaultKind.FORCE_LIES)
                    > 0;
            if (count < told.getOrDefault(id, 0L) && !excused) {
                throw new ViolationException(6, "n" + id + " told " + told.get(id) + " and came back with " + count);
            }
        }

        private long recover() {
            Disk on = process.host().disk();
            try {
                on.createDirectories("d");
                if (!on.exists("d/count")) {
                    on.create("d/count").close();
                    on.forceDirectory("d");
                }
                try (DiskFile file = on.open("d/count")) {
                    return Math.max(slot(file, 0), slot(file, SLOT));
                }
            } catch (IOException e) {
                process.exit("cannot start: " + e);
                throw new IllegalStateException(e);
            }
        }

        private long slot(DiskFile file, long at) throws IOException {
            ByteBuffer read = ByteBuffer.allocate(16);
            file.read(at, read);
            Bytes value = Bytes.wrap(read.array(), 0, 8);
            return value.crc32c() == read.getInt(8) ? read.getLong(0) : 0;
        }

        @Override
        public long wakeAtNanos() {
            return wakeAt;
        }

        @Override
        public void wake(long nowNanos) {
            wakeAt = nowNanos + TICK;
            if (!writing) {
                writing = true;
                long next = count + 1;
                if (process.host().world().hooks().planted(Defect.ACK_BEFORE_FORCE)) {
                    tell(next);
                }
                disk.submit(() -> write(next));
            }
        }

        private void write(long next) {
            ByteBuffer slot = ByteBuffer.allocate(SLOT).putLong(next);
            slot.putInt(Bytes.wrap(slot.array(), 0, 8).crc32c()).rewind();
            try (DiskFile file = process.host().disk().open("d/count")) {
                file.write((next & 1) * SLOT, slot);
                file.force();
                scribble(next);
                process.post(() -> {
                    count = next;
                    writing = false;
                    tell(next);
                });
            } catch (Disk.FullException full) {
                process.post(() -> writing = false);
            } catch (IOException failed) {
                process.post(() -> process.exit(failed.toString()));
            }
        }

        /// Names that come and go and are never forced: nothing hangs on them.
        private void scribble(long next) throws IOException {
            Disk on = process.host().disk();
            if (next % 8 == 0 && !on.exists("d/" + next)) {
                on.create("d/" + next).close();
                on.delete("d/" + (next - 16));
            }
        }

        private void tell(long durable) {
            told.merge(id, durable, Math::max);
            links.values().forEach(link -> link.send(Bytes.EMPTY, Bytes.utf8(Long.toString(durable))));
        }

        @Override
        public void opened(Link link) {
            links.put(link.peer(), link);
        }

        @Override
        public void received(Link link, Bytes frame) {
            heard += Long.parseLong(frame.utf8()) > 0 ? 1 : 0;
        }

        @Override
        public void closed(Link link) {
            links.remove(link.peer(), link);
        }

        @Override
        public void turnEnded() {
            if (network == null) {
                throw new UncheckedIOException(new IOException("no world"));
            }
        }
    }
}
