package org.ithaca.cluster;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.Invariant;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Link;
import org.ithaca.base.LogId;
import org.ithaca.base.NodeId;
import org.ithaca.base.SplitMix;
import org.ithaca.log.Loglet;
import org.ithaca.sim.Program;
import org.ithaca.sim.ReadChecker;
import org.ithaca.sim.SimProcess;
import org.ithaca.sim.SimWorker;
import org.ithaca.store.Identity;
import org.ithaca.store.NodeStore;
import org.ithaca.store.QueuedStorage;
import org.ithaca.store.StoreConfig;
import org.jspecify.annotations.Nullable;

/// One run of a node in a simulated world: the core over a real store, and a host that appends, reads and
/// reports.
final class TestNode implements Program, ClusterListener {
    private static final StoreConfig SMALL = new StoreConfig(64 << 10, 16 << 10, 64L << 20, 64 << 10, 4 << 10);

    final NodeId id;
    final SimProcess process;
    final Map<LogId, TestLog> logs = new HashMap<>();

    @Nullable
    ClusterCore core;

    private final TestCluster cluster;
    private final ClusterConfig config;
    private final SimWorker disk;
    private @Nullable QueuedStorage storage;
    private long nextAppendAt;

    TestNode(TestCluster cluster, SimProcess process, ClusterConfig config) {
        this.cluster = cluster;
        this.process = process;
        this.config = config;
        id = config.self();
        disk = process.worker("disk");
    }

    /// Opens the store and begins; a store that cannot be opened ends the process.
    void start() {
        try {
            NodeStore store = NodeStore.open(
                    process.host().disk(),
                    new Identity(config.clusterId(), id),
                    SMALL,
                    process.entropy(),
                    cluster.world.hooks());
            storage = new QueuedStorage(store, this::post, this::wakeDisk, Runnable::run);
            core = new ClusterCore(
                    config,
                    storage,
                    process.network(),
                    process.clock(),
                    process.entropy(),
                    cluster.world.hooks(),
                    this);
            core.start();
        } catch (IOException e) {
            process.exit("cannot open its store: " + e.getMessage());
        }
    }

    ClusterCore core() {
        return java.util.Objects.requireNonNull(core);
    }

    long incarnation() {
        return config.incarnation().number();
    }

    private QueuedStorage storage() {
        return java.util.Objects.requireNonNull(storage);
    }

    private void post(Runnable answers) {
        process.post(() -> {
            try {
                answers.run();
            } catch (IthacaException e) {
                process.exit(String.valueOf(e.getMessage()));
            }
        });
    }

    private void wakeDisk() {
        disk.submit(() -> {
            storage().runOnce();
            if (storage != null && storage.waitingForRoom()) {
                process.postAfter(5_000_000, this::wakeDisk);
            }
        });
    }

    @Override
    public void opened(Link link) {
        if (core != null) {
            core.opened(link);
        }
    }

    @Override
    public void received(Link link, Bytes frame) {
        if (core != null) {
            core.received(link, frame);
        }
    }

    @Override
    public boolean takesPooled() {
        return true;
    }

    @Override
    public void closed(Link link) {
        if (core != null) {
            core.closed(link);
        }
    }

    @Override
    public void turnEnded() {
        if (core == null) {
            return;
        }
        long now = process.clock().nanos();
        if (now >= nextAppendAt) {
            nextAppendAt = now + cluster.appendPause;
            if (cluster.working) {
                logs.values().forEach(TestLog::work);
            }
        }
        core.turnEnded();
        logs.values().forEach(TestLog::acknowledge);
    }

    @Override
    public long wakeAtNanos() {
        if (core == null) {
            return Long.MAX_VALUE;
        }
        return cluster.working ? Math.min(nextAppendAt, core.wakeAtNanos()) : core.wakeAtNanos();
    }

    @Override
    public void wake(long nowNanos) {
        if (core != null && core.wakeAtNanos() <= nowNanos) {
            core.tick();
        }
    }

    @Override
    public void layoutChanged(Layout layout) {
        cluster.installed(this, layout);
    }

    @Override
    public void logAppeared(VirtualLog log) {
        TestLog host = new TestLog(log);
        logs.put(log.id(), host);
        storage().readCheckpoint(log.id(), 0, 1 << 20, (position, _, _) -> {
            long from = Math.max(0, position);
            cluster.deliveries.restarted(log.id().value(), id.value(), from);
            log.listen(host, from);
            log.checkpointed(from);
        });
    }

    @Override
    public void logLost(LogId log) {
        logs.remove(log);
    }

    @Override
    public void notice(Notice notice) {
        cluster.note(id, notice.toString());
    }

    /// The host's part of one log: one session at a time, appends not acknowledged yet in order of
    /// position.
    final class TestLog implements LogListener {
        final VirtualLog log;
        private final ArrayDeque<long[]> outstanding = new ArrayDeque<>();
        private final SplitMix random;
        private long session;
        private long sequence;
        private boolean restoring;
        private Bytes restored = Bytes.EMPTY;
        long deliveredEntries;

        TestLog(VirtualLog log) {
            this.log = log;
            random = cluster.world.random("host " + id + " " + cluster.runs);
            session = cluster.nextSession++;
        }

        void work() {
            if (log.admission() == Loglet.Admission.OPEN) {
                append();
            }
            if (random.oneIn(20)) {
                read();
            }
            if (cluster.checkpoints && random.oneIn(100)) {
                checkpoint();
            }
        }

        private void append() {
            Bytes batch = new ByteWriter(24)
                    .i64(session)
                    .i64(++sequence)
                    .i64(random.nextLong())
                    .raw(cluster.padding)
                    .copy();
            cluster.appends.invoked(log.id().value(), session, sequence, batch.hashCode());
            long position = log.append(batch, batch.crc32c());
            outstanding.add(new long[] {position, session, sequence});
        }

        /// The state of these objects is the position they are at.
        void checkpoint() {
            long position = log.delivered();
            if (position > 0) {
                Bytes state = new ByteWriter(8).i64(position).copy();
                storage().checkpoint(log.id(), position, 0, state, true, () -> log.checkpointed(position));
            }
        }

        private void read() {
            int number = log.id().value();
            ReadChecker.Read read = cluster.reads.began(number);
            log.confirm(new VirtualLog.ConfirmCallback() {
                @Override
                public void confirmed(long position) {
                    cluster.reads.ended(read, position);
                    cluster.confirmed++;
                }

                @Override
                public void failed(IthacaException why) {
                    cluster.unconfirmed++;
                }
            });
        }

        void acknowledge() {
            while (!outstanding.isEmpty() && outstanding.getFirst()[0] < log.durable()) {
                long[] append = outstanding.removeFirst();
                cluster.acknowledged(log, id, append);
            }
        }

        @Override
        public void delivered(long position, Bytes batch) {
            Invariant.check(!restoring, "nothing is delivered into a state that is half restored");
            int number = log.id().value();
            cluster.deliveries.delivered(number, id.value(), position, batch.hashCode());
            ByteReader in = new ByteReader(batch);
            cluster.appends.delivered(number, position, in.i64(), in.i64(), batch.hashCode());
            deliveredEntries++;
        }

        @Override
        public void moved() {}

        @Override
        public void epochEnded(long endPosition) {
            while (!outstanding.isEmpty() && outstanding.getLast()[0] >= endPosition) {
                long[] append = outstanding.removeLast();
                cluster.appends.refused(log.id().value(), append[1], append[2]);
            }
            session = cluster.nextSession++;
            sequence = 0;
        }

        @Override
        public void outcomesUnknown() {
            outstanding.clear();
            session = cluster.nextSession++;
            sequence = 0;
        }

        @Override
        public void writable() {}

        @Override
        public void restore(long position, long offset, Bytes piece, boolean last) {
            Bytes before = offset == 0 ? Bytes.EMPTY : restored;
            restored = new ByteWriter(16).raw(before).raw(piece).copy();
            restoring = !last;
            if (last && new ByteReader(restored).i64() != position) {
                throw new IllegalStateException("checkpoint of " + position + " is another");
            }
            if (last) {
                cluster.deliveries.restarted(log.id().value(), id.value(), position);
            }
        }
    }
}
