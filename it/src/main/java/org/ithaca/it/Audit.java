package org.ithaca.it;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.NodeId;
import org.ithaca.client.Answer;
import org.ithaca.client.Call;
import org.ithaca.client.ReadLevel;
import org.ithaca.client.Request;
import org.ithaca.cluster.ClusterStatus;
import org.ithaca.cluster.LogKind;
import org.ithaca.log.RunEntries;
import org.ithaca.object.MapOperation;
import org.ithaca.object.ObjectHost;
import org.ithaca.object.ObjectType;
import org.ithaca.sim.SimNetwork;
import org.ithaca.sim.Trace;
import org.ithaca.sim.ViolationException;

/// Reads, at the end, every log and every object from each member alone, and compares.
final class Audit {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);
    private static final long DEADLINE = TimeUnit.SECONDS.toNanos(60);
    private static final int PAGE = 50;

    private final SimCluster cluster;
    private final Witness witness;
    private final Map<LogId, Bytes> objects = new HashMap<>();
    private int open;

    Audit(SimNetwork network, SimCluster cluster, Witness witness) {
        this.cluster = cluster;
        this.witness = witness;
        for (ClusterStatus status : cluster.statuses().orElse(List.of())) {
            NodeId node = status.self();
            int number = 1_000 + node.value();
            SimClient client = new SimClient(
                    number,
                    network.clientHost("audit " + node),
                    cluster.addresses(),
                    node,
                    witness.world().hooks());
            for (ClusterStatus.LogStatus log : status.logs()) {
                open++;
                client.post(() -> new Reader(client, node, log).begin());
            }
        }
    }

    /// Whether all was read, and was the same.
    boolean done() {
        return open == 0;
    }

    /// Reads one log at one member.
    private final class Reader {
        private final SimClient client;
        private final NodeId node;
        private final LogId log;
        private final LogKind kind;
        private final TreeMap<Long, Long> found = new TreeMap<>();
        private long from;

        Reader(SimClient client, NodeId node, ClusterStatus.LogStatus status) {
            this.client = client;
            this.node = node;
            log = status.id();
            kind = status.kind();
        }

        void begin() {
            if (kind == LogKind.RAW) {
                from = trimmedBelow();
                found.clear();
                read(from);
            } else {
                scan();
            }
        }

        private long trimmedBelow() {
            return cluster.statuses().orElse(List.of()).stream()
                    .filter(status -> status.self().equals(node))
                    .flatMap(status -> status.logs().stream())
                    .filter(status -> status.id().equals(log))
                    .mapToLong(ClusterStatus.LogStatus::trimmedBelow)
                    .sum();
        }

        private void read(long at) {
            ask(request -> new Request.Read(request, log, at, PAGE, 1 << 16, 0, ReadLevel.STABLE), answer -> {
                if (answer instanceof Answer.Entries page && !page.segments().isEmpty()) {
                    page.segments().forEach(this::take);
                    read(page.next());
                } else {
                    compare();
                }
            });
        }

        private void take(Answer.Segment segment) {
            for (RunEntries entries = RunEntries.of(segment.entries(), segment.count()); entries.next(); ) {
                long position = segment.position() + entries.index();
                witness.seen(log, position, entries.entry());
                found.put(position, Trace.hashOf(entries.entry()));
            }
        }

        private void compare() {
            Map<Long, Long> expected = witness.entries(log).tailMap(from);
            if (!expected.equals(found)) {
                List<Long> missing = new ArrayList<>(expected.keySet());
                missing.removeAll(found.keySet());
                throw new ViolationException(
                        8,
                        "of " + log + " " + node + " shows " + found.size() + " entries from " + from + ", not "
                                + expected.size() + "; it lacks " + missing);
            }
            open--;
        }

        private void scan() {
            Bytes question =
                    ObjectHost.address(ObjectType.MAP, MapWorkload.MAP, new MapOperation.Scan(null, 1_000).encode());
            ask(request -> new Request.Query(request, log, ReadLevel.STABLE, question), answer -> {
                Bytes image = ((Answer.Result) answer).result().compact();
                Bytes other = objects.putIfAbsent(log, image);
                if (other != null && !other.equals(image)) {
                    throw new ViolationException(8, "the map is another one at " + node + " than elsewhere");
                }
                open--;
            });
        }

        private void ask(LongFunction<Request> form, Consumer<Answer> answered) {
            client.core().call(Call.reading(null, PATIENCE, client.now() + DEADLINE, form, answered, why -> {
                if (why.code() == IthacaException.Code.TRIMMED) {
                    begin();
                    return;
                }
                throw new ViolationException(8, log + " cannot be read at " + node + ": " + why.getMessage());
            }));
        }
    }
}
