package org.ithaca.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ithaca.base.Bytes;
import org.ithaca.base.Hooks;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Link;
import org.ithaca.base.NodeId;
import org.ithaca.base.SplitMix;
import org.ithaca.log.Level;
import org.ithaca.log.RunWriter;
import org.ithaca.sim.Program;
import org.ithaca.sim.SimProcess;

/// A [ClientCore] in the simulated world that appends at random and keeps what it was told.
final class SimClient implements Program {
    final String name;
    final ClientCore core;
    /// Entries in the order they were given to the core.
    final List<String> given = new ArrayList<>();
    final Map<String, Long> done = new TreeMap<>();
    final Map<String, IthacaException> failed = new TreeMap<>();
    int released;
    int runs;
    private final SimProcess process;
    private final SplitMix random;

    SimClient(String name, SimProcess process, SplitMix random, Hooks hooks) {
        this.name = name;
        this.process = process;
        this.random = random;
        ClientOptions options = ClientOptions.of("unused:1").withName(name);
        core = new ClientCore(options, random.nextLong(), process.network(), process.clock(), hooks, layout -> {});
        process.attach(this);
        Map<NodeId, String> some = Map.of(new NodeId(0), FakeCluster.address(0), new NodeId(2), FakeCluster.address(2));
        process.post(() -> core.start(some));
    }

    /// Appends a few runs, then again after a while, until `left` runs were given.
    void appendSoon(int left, long deadlineNanos) {
        process.postAfter(random.below(4_000_000), () -> {
            int burst = Math.min(left, 1 + random.below(8));
            for (int i = 0; i < burst; i++) {
                append(1 + random.below(5), deadlineNanos);
            }
            if (left > burst) {
                appendSoon(left - burst, deadlineNanos);
            }
        });
    }

    private void append(int count, long deadlineNanos) {
        RunWriter writer = new RunWriter(32);
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String entry = name + "/" + given.size();
            entries.add(entry);
            given.add(entry);
            writer.add(Bytes.utf8(entry));
        }
        runs++;
        Level level = random.oneIn(2) ? Level.ORDERED : Level.DURABLE;
        long deadline = process.clock().nanos() + deadlineNanos;
        core.append(FakeCluster.LOG, new AppendRun(writer, level, deadline, new Listener(entries)));
    }

    private final class Listener implements AppendListener {
        private final List<String> entries;
        private boolean gone;

        Listener(List<String> entries) {
            this.entries = entries;
        }

        @Override
        public void appended(int index, int count, long position, List<Bytes> results) {
            check(!gone, "answered after it was released");
            for (int i = 0; i < count; i++) {
                Long before = done.put(entries.get(index + i), position + i);
                check(before == null, entries.get(index + i) + " was answered twice");
            }
        }

        @Override
        public void failed(IthacaException error) {
            check(!gone, "failed after it was released");
            for (String entry : entries) {
                if (!done.containsKey(entry)) {
                    failed.put(entry, error);
                }
            }
        }

        @Override
        public void released() {
            check(!gone, "released twice");
            gone = true;
            released++;
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    boolean settled() {
        return given.stream().allMatch(entry -> done.containsKey(entry) || failed.containsKey(entry));
    }

    @Override
    public void opened(Link link) {
        core.opened(link);
    }

    @Override
    public void received(Link link, Bytes frame) {
        core.received(link, frame);
    }

    @Override
    public void closed(Link link) {
        core.closed(link);
    }

    @Override
    public void turnEnded() {
        core.turnEnded();
    }

    @Override
    public long wakeAtNanos() {
        return core.wakeAtNanos();
    }

    @Override
    public void wake(long nowNanos) {
        core.tick();
    }
}
