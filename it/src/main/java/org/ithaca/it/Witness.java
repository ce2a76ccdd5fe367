package org.ithaca.it;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.ithaca.base.ByteReader;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.NodeId;
import org.ithaca.base.SplitMix;
import org.ithaca.cluster.EpochInfo;
import org.ithaca.cluster.Layout;
import org.ithaca.cluster.LogChain;
import org.ithaca.cluster.Notice;
import org.ithaca.log.RunEntries;
import org.ithaca.log.RunKind;
import org.ithaca.log.RunView;
import org.ithaca.sim.AppendChecker;
import org.ithaca.sim.DeliveryChecker;
import org.ithaca.sim.LayoutChecker;
import org.ithaca.sim.LinearizabilityChecker;
import org.ithaca.sim.MapOperation;
import org.ithaca.sim.ReadChecker;
import org.ithaca.sim.Simulator;
import org.ithaca.sim.Trace;

/// Hears what nodes and clients see, and tells the checkers in their words.
///
/// A raw entry begins with the number of the client and the client's own count of its entries in that log,
/// so that what is checked does not lean on the sessions and sequences of the product.
final class Witness {
    private static final long SEARCH_STEPS = 300_000;

    private final Simulator world;
    private final DeliveryChecker deliveries = new DeliveryChecker();
    private final AppendChecker appends = new AppendChecker();
    private final LayoutChecker layouts = new LayoutChecker();
    private final ReadChecker reads = new ReadChecker();
    private final LinearizabilityChecker<Optional<Object>, MapOperation> maps =
            new LinearizabilityChecker<>(MapOperation.MODEL, 7);
    private final Map<LogId, TreeMap<Long, Long>> entries = new HashMap<>();
    private Optional<Layout> newest = Optional.empty();
    private long operations;

    Witness(Simulator world) {
        this.world = world;
        maps.stepLimit(SEARCH_STEPS);
    }

    Simulator world() {
        return world;
    }

    /// For what clients do to maps.
    LinearizabilityChecker<Optional<Object>, MapOperation> maps() {
        return maps;
    }

    /// For reads of raw logs and their tails.
    ReadChecker reads() {
        return reads;
    }

    /// A request of a client was answered.
    void answered() {
        operations++;
    }

    long operations() {
        return operations;
    }

    long epochs() {
        return layouts.epochCount();
    }

    /// The newest layout any node has adopted.
    Optional<Layout> newest() {
        return newest;
    }

    // ---- nodes ----

    void restarted(NodeId node) {
        layouts.restarted(node.value());
    }

    void noticed(NodeId node, Notice notice) {
        world.note(node.toString(), notice.toString(), 0, 0, 0);
    }

    void installed(NodeId node, Layout layout) {
        long hash = Trace.hashOf(layout.encode());
        world.note(node.toString(), "layout", layout.version(), layout.members().size(), hash);
        layouts.installed(node.value(), layout.version(), hash, 0);
        if (newest.isEmpty() || newest.get().version() < layout.version()) {
            newest = Optional.of(layout);
        }
        for (LogChain chain : layout.logs()) {
            for (EpochInfo epoch : chain.epochs()) {
                epoch(chain.id().value(), epoch);
            }
        }
    }

    private void epoch(int log, EpochInfo epoch) {
        long shape = 31L * epoch.plan().toString().hashCode()
                + 7L * epoch.members().hashCode()
                + epoch.incarnations().hashCode();
        layouts.epoch(log, epoch.epoch(), shape, epoch.first());
        if (!epoch.open()) {
            layouts.ended(log, epoch.epoch(), epoch.endPosition());
        }
    }

    void restored(NodeId node, LogId log, long position) {
        world.note(node.toString(), "plays from", log.value(), position, 0);
        deliveries.restarted(log.value(), node.value(), position);
    }

    void played(NodeId node, LogId log, RunView run, long position, int suppressed) {
        long hash = SplitMix.mix(Trace.hashOf(run.bytes()) + suppressed);
        world.note(node.toString(), "plays", log.value(), position, hash);
        deliveries.delivered(log.value(), node.value(), position, hash);
        if (run.kind() == RunKind.DATA && Raw.isRaw(run.entries())) {
            for (RunEntries entries = run.entries(); entries.next(); ) {
                if (entries.index() >= suppressed) {
                    seen(log, position + entries.index(), entries.entry());
                }
            }
        }
    }

    /// A reader of a raw log sees an entry that counts.
    void seen(LogId log, long position, Bytes entry) {
        Raw raw = Raw.of(entry);
        long hash = Trace.hashOf(entry);
        appends.delivered(log.value(), position, raw.client(), raw.number(), hash);
        entries(log).put(position, hash);
    }

    /// All entries of a raw log that anyone has seen, by position, as hashes.
    NavigableMap<Long, Long> entries(LogId log) {
        return entries.computeIfAbsent(log, id -> new TreeMap<>());
    }

    // ---- clients ----

    void invoked(LogId log, Bytes entry) {
        Raw raw = Raw.of(entry);
        appends.invoked(log.value(), raw.client(), raw.number(), Trace.hashOf(entry));
    }

    void acknowledged(LogId log, Bytes entry, long position, boolean durable) {
        Raw raw = Raw.of(entry);
        world.note("c" + raw.client(), "acknowledged", raw.number(), position, log.value());
        appends.acknowledged(log.value(), raw.client(), raw.number(), position, durable);
        reads.acknowledged(log.value(), position);
    }

    void failed(LogId log, Bytes entry, IthacaException why) {
        Raw raw = Raw.of(entry);
        world.note("c" + raw.client(), "failed " + why.outcome() + " " + why.code(), raw.number(), 0, log.value());
        if (why.outcome() == IthacaException.Outcome.NOT_DONE) {
            appends.refused(log.value(), raw.client(), raw.number());
        } else {
            appends.abandoned(log.value(), raw.client(), raw.number());
        }
    }

    /// Checks what only the end can show: nothing is missing anywhere, and the objects can have done all
    /// they said.
    void finish(List<Integer> members) {
        appends.finish();
        newest.ifPresent(layout ->
                layout.logs().forEach(log -> deliveries.finish(log.id().value(), members)));
        for (int undecided = maps.check(); undecided > 0; undecided--) {
            world.hooks().reached("it.linearizability-undecided");
        }
    }

    /// The head of a raw entry.
    ///
    /// @param client who appended it
    /// @param number the client's count of its entries in this log, from 1
    record Raw(int client, long number) {
        private static final int MARK = 0xA7;

        static Bytes entry(int client, long number, int padding) {
            return new org.ithaca.base.ByteWriter(13 + padding)
                    .u8(MARK)
                    .i32(client)
                    .i64(number)
                    .raw(Bytes.wrap(new byte[padding]))
                    .copy();
        }

        static Raw of(Bytes entry) {
            ByteReader in = new ByteReader(entry);
            in.u8();
            return new Raw(in.i32(), in.i64());
        }

        static boolean isRaw(RunEntries entries) {
            return entries.next() && entries.length() > 0 && (entries.entry().get(0) & 0xFF) == MARK;
        }
    }
}
