package org.ithaca.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ithaca.base.Bytes;
import org.ithaca.base.Hooks;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Link;
import org.ithaca.base.LogId;
import org.ithaca.base.Network;
import org.ithaca.base.NodeId;
import org.ithaca.base.Position;
import org.ithaca.cluster.EpochInfo;
import org.ithaca.cluster.Layout;
import org.ithaca.cluster.LogChain;
import org.ithaca.cluster.Member;
import org.ithaca.io.LoopOptions;
import org.ithaca.io.NodeLoop;
import org.ithaca.io.TcpNetwork;
import org.ithaca.io.TcpOptions;
import org.ithaca.log.RunReader;
import org.ithaca.log.SessionAdmission;
import org.ithaca.log.SessionLimits;
import org.ithaca.log.SessionTable;
import org.ithaca.log.SessionVerdict;

/// One server over real sockets that keeps its logs in memory and acknowledges at once.
final class LoopbackServer implements Network.Listener, AutoCloseable {
    private static final NodeId SELF = new NodeId(1);

    private final NodeLoop loop;
    private final TcpNetwork network;
    private final List<LogChain> chains = new ArrayList<>();
    private final Map<LogId, Kept> logs = new TreeMap<>();
    private final List<Link> links = new ArrayList<>();
    private long version;
    /// Takes appends and says nothing.
    volatile boolean mute;
    /// Keeps no entries: for measurements.
    boolean forgetful;

    /// One log.
    private static final class Kept {
        final SessionTable table = new SessionTable(SessionLimits.DEFAULT, Hooks.NONE);
        final SessionAdmission admission = new SessionAdmission(table, Hooks.NONE);
        final TreeMap<Long, Bytes> batches = new TreeMap<>();
        long slots;

        long end() {
            return slots * Position.ENTRIES_PER_SLOT;
        }
    }

    LoopbackServer() {
        loop = NodeLoop.start(LoopOptions.named("loopback"));
        network = new TcpNetwork(loop, TcpOptions.node("loopback", SELF, 1, "127.0.0.1:0"));
        network.start(this);
    }

    String address() {
        return network.address();
    }

    @Override
    public void opened(Link link) {
        links.add(link);
    }

    @Override
    public void closed(Link link) {
        links.remove(link);
    }

    @Override
    public void turnEnded() {}

    @Override
    public void received(Link link, Bytes frame) {
        switch (Request.decode(frame)) {
            case Request.Subscribe r -> push(link);
            case Request.CreateLog r -> create(link, r);
            case Request.Append r -> append(link, r);
            case Request.Read r -> read(link, r);
            case Request.Tail r -> new Answer.TailAt(r.request(), kept(r.log()).end()).send(link);
            case Request.Query r -> new Answer.Result(r.request(), r.question()).send(link);
            case Request.Status r -> new Answer.StatusReport(r.request(), Bytes.utf8("{}")).send(link);
            case Request other ->
                new Answer.Failure(
                                other.request(),
                                IthacaException.Code.INVALID,
                                IthacaException.Outcome.NOT_DONE,
                                "not served here")
                        .send(link);
        }
    }

    private void push(Link link) {
        List<Member> members = List.of(Member.at(SELF, address()));
        Layout layout = new Layout(version, "loopback", members, List.of(), List.of(SELF), true, chains.size(), chains);
        new Answer.LayoutPush(layout.encode()).send(link);
    }

    /// As a real server may, it does not know the identity yet when it answers for the first time.
    private void create(Link link, Request.CreateLog request) {
        for (LogChain chain : chains) {
            if (chain.name().equals(request.name())) {
                new Answer.Done(request.request(), chain.id().value()).send(link);
                return;
            }
        }
        LogId id = new LogId(chains.size());
        EpochInfo epoch = new EpochInfo(0, 0, EpochInfo.OPEN, request.plan(), List.of(SELF), List.of(1L));
        chains.add(new LogChain(id, request.name(), request.kind(), 0, List.of(epoch)));
        logs.put(id, new Kept());
        version++;
        new Answer.Done(request.request(), -1).send(link);
        links.forEach(this::push);
    }

    private Kept kept(LogId id) {
        return java.util.Objects.requireNonNull(logs.get(id));
    }

    private void append(Link link, Request.Append append) {
        Kept log = kept(append.log());
        RunReader.validate(append.runs());
        RunReader reader = new RunReader(append.runs());
        if (mute || !reader.next() || !(log.admission.decide(reader.run()) instanceof SessionAdmission.Admit)) {
            return;
        }
        Bytes batch = append.runs().compact();
        long at = log.end();
        log.slots++;
        if (!forgetful) {
            log.batches.put(at, batch);
        }
        log.table.play(at, batch, (run, position, skipped, verdict) -> {
            long session = verdict == SessionVerdict.OPENED ? 0 : run.session();
            Answer.Range range = new Answer.Range(session, run.firstSequence(), run.count(), position);
            new Answer.Appended(append.log(), List.of(range)).send(link);
        });
    }

    private void read(Link link, Request.Read request) {
        Kept log = kept(request.log());
        EntriesBuilder builder = new EntriesBuilder(request.from(), request.maxEntries(), request.maxBytes());
        Long first = log.batches.floorKey(request.from());
        for (Map.Entry<Long, Bytes> batch :
                log.batches.tailMap(first == null ? 0L : first).entrySet()) {
            if (!builder.add(batch.getKey(), batch.getValue(), log.table.suppressed())) {
                break;
            }
        }
        builder.answer(request.request(), log.end()).send(link);
    }

    @Override
    public void close() {
        network.close();
        loop.close();
    }
}
