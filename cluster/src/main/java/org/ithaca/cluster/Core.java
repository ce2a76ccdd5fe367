package org.ithaca.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ithaca.base.ByteReader;
import org.ithaca.base.Bytes;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.NodeId;
import org.ithaca.store.Storage;

/// The parts of one node put together: hands each message to the part it is for, and a decided layout to
/// all of them.
final class Core {
    final Node node;
    final Map<LogId, SplicedLog> logs = new LinkedHashMap<>();
    final FailureDetector detector;
    final Council council;
    final Steward steward;
    final Requests requests;
    final Heartbeats heartbeats;
    private final LayoutProposal.SetReservation reservation;
    private final SealedSide sealedSide;
    private final Joining joining;
    private final EarlyFrames early = new EarlyFrames();
    private final Map<LogletId, Storage.Holding> recovered = new HashMap<>();
    private boolean attention = true;
    private boolean member;
    private boolean storageFailed;

    Core(Node node) {
        this.node = node;
        detector = new FailureDetector(node);
        council = new Council(node);
        reservation = new LayoutProposal.SetReservation(node);
        sealedSide = new SealedSide(node, logs);
        joining = new Joining(node, logs);
        requests = new Requests(node, detector);
        heartbeats = new Heartbeats(node, detector, sealedSide, logs);
        steward = new Steward(node, detector, reservation, this::agreedTrims, this::decided);
    }

    /// Takes up what the storage recovered and begins.
    void start(Storage.Recovered found) {
        Map<String, Bytes> state = found.state();
        recovered.putAll(found.loglets());
        restore(state, LayoutHistory.KEY, node.history()::restore);
        restore(state, Council.KEY, council::restore);
        restore(state, LayoutProposal.SetReservation.KEY, reservation::restore);
        Layout layout = node.layout();
        reach(layout);
        for (LogChain chain : layout.logs()) {
            if (keepsLogs(layout)) {
                appear(chain, base(state, chain.id()));
            }
        }
        member = node.isMember();
        detector.adopt(layout);
        node.listener().layoutChanged(layout);
        logs.values().forEach(node.listener()::logAppeared);
    }

    private static void restore(Map<String, Bytes> state, String key, java.util.function.Consumer<Bytes> part) {
        Bytes stored = state.get(key);
        if (stored != null) {
            part.accept(stored);
        }
    }

    private static long base(Map<String, Bytes> state, LogId log) {
        Bytes stored = state.get(LocalLog.baseKey(log));
        return stored == null ? 0 : new ByteReader(stored).i64();
    }

    private void appear(LogChain chain, long base) {
        LocalLog local = new LocalLog(node, chain, base, recovered);
        SplicedLog log = new SplicedLog(node, local, () -> heartbeats.trimChanged(chain.id()));
        logs.put(chain.id(), log);
        log.adopt(chain);
    }

    private boolean keepsLogs(Layout layout) {
        return layout.node(node.self()).filter(m -> !m.witness()).isPresent();
    }

    private void reach(Layout layout) {
        List<Member> all = new ArrayList<>(layout.members());
        all.addAll(layout.away());
        all.addAll(node.config().contacts());
        node.links().reach(all);
    }

    private Map<LogId, Long> agreedTrims() {
        Map<LogId, Long> trims = new HashMap<>();
        logs.forEach((id, log) -> trims.put(id, log.trims().agreed()));
        return trims;
    }

    /// A change this node started is decided: everybody is told.
    private void decided(Layout layout) {
        adopt(layout);
        Bytes encoded = node.layout().encode();
        for (NodeId to : List.copyOf(node.links().nodes())) {
            node.links().send(to, new NewsMessage.Decided(encoded));
        }
    }

    private void adopt(Layout layout) {
        boolean wasListed =
                node.layout().version() > 0 && node.layout().node(node.self()).isPresent();
        if (!layout.clusterId().equals(node.config().clusterId())
                || !node.history().adopt(layout)) {
            return;
        }
        attention = true;
        boolean wasMember = member;
        member = node.isMember();
        if (member && !wasMember && wasListed) {
            node.hooks().reached("cluster.rejoined");
        }
        node.listener()
                .notice(new Notice.Adopted(layout.version(), layout.members().size()));
        reach(layout);
        detector.adopt(layout);
        steward.adopted(layout);
        List<SplicedLog> appeared = adoptLogs(layout);
        sealedSide.adopted();
        joining.tellAnew();
        node.listener().layoutChanged(layout);
        appeared.forEach(node.listener()::logAppeared);
        early.take().forEach(f -> engineMessage(f.from(), f.loglet(), f.message()));
        logs.values().forEach(SplicedLog::settle);
    }

    private List<SplicedLog> adoptLogs(Layout layout) {
        List<SplicedLog> appeared = new ArrayList<>();
        logs.values().removeIf(log -> {
            boolean lost = layout.log(log.id()).isEmpty();
            if (lost) {
                log.lost();
                node.listener().logLost(log.id());
            }
            return lost;
        });
        for (LogChain chain : layout.logs()) {
            SplicedLog known = logs.get(chain.id());
            if (known != null) {
                known.adopt(chain);
            } else if (keepsLogs(layout)) {
                appear(chain, chain.trimmedBelow());
                appeared.add(logs.get(chain.id()));
            }
        }
        return appeared;
    }

    void opened(NodeId from) {
        attention = true;
        detector.opened(from);
        heartbeats.greet(from);
        joining.tellAnew();
        for (SplicedLog log : logs.values()) {
            log.local().linked(from);
            log.copying().linked(from);
        }
    }

    void closed(NodeId from) {
        attention = true;
        detector.closed(from);
        steward.closed(from);
        logs.values().forEach(log -> log.copying().closed(from));
    }

    void engineMessage(NodeId from, LogletId id, Bytes message) {
        SplicedLog log = logs.get(id.log());
        Replica replica = log == null ? null : log.local().replica(id.epoch());
        if (replica != null) {
            replica.received(from, new ByteReader(message));
        } else if (log == null || id.epoch() > log.local().chain().newest().epoch()) {
            early.keep(from, id, message);
        }
    }

    void message(NodeId from, Message message) {
        switch (message) {
            case NewsMessage news -> {
                attention |= !(news instanceof NewsMessage.Heartbeat);
                news(from, news);
            }
            case ChangeMessage change -> {
                attention = true;
                change(from, change);
            }
            case CopyMessage copy -> copy(from, copy);
        }
    }

    private void news(NodeId from, NewsMessage news) {
        switch (news) {
            case NewsMessage.Heartbeat heartbeat -> heartbeat(from, heartbeat);
            case NewsMessage.LayoutWanted wanted -> {
                inform(from, wanted.version());
                steward.informed(from);
            }
            case NewsMessage.Decided decided ->
                adopt(Layout.decode(decided.layout().compact()));
            case NewsMessage.Wanted wanted -> {
                if (node.inCouncil()) {
                    steward.wanted(from, wanted);
                }
            }
            case NewsMessage.Answered answered -> requests.answered(answered);
            case NewsMessage.Join join -> {
                inform(from, join.version());
                if (node.inCouncil()) {
                    steward.joining(from, join);
                }
            }
        }
    }

    /// Most heartbeats say what the one before said: they are no reason to look at the layout.
    private void heartbeat(NodeId from, NewsMessage.Heartbeat heartbeat) {
        attention |= detector.heartbeat(from, heartbeat);
        inform(from, heartbeat.version());
        if (heartbeat.version() > node.layout().version()) {
            node.links().send(from, new NewsMessage.LayoutWanted(node.layout().version()));
        }
        attention |=
                steward.stuck(from, heartbeat.version() == node.layout().version() ? heartbeat.stuck() : List.of());
        if (!from.equals(node.self())) {
            for (NewsMessage.TrimCell cell : heartbeat.trims()) {
                SplicedLog log = logs.get(cell.log());
                if (log != null) {
                    log.trims().heard(from, cell);
                }
            }
        }
    }

    private void inform(NodeId to, long version) {
        if (version < node.layout().version()) {
            node.links().send(to, new NewsMessage.Decided(node.layout().encode()));
        }
    }

    private void change(NodeId from, ChangeMessage change) {
        switch (change) {
            case ChangeMessage.Seal seal when isNext(from, seal.version()) -> sealedSide.seal(from, seal);
            case ChangeMessage.CatchUp catchUp
            when isNext(from, catchUp.version()) -> sealedSide.catchUp(from, catchUp);
            case ChangeMessage.Ask ask when isNext(from, ask.version()) -> council.asked(from, ask);
            case ChangeMessage.Seal _, ChangeMessage.CatchUp _, ChangeMessage.Ask _ -> {}
            case ChangeMessage.Sealed sealed -> steward.sealed(from, sealed);
            case ChangeMessage.CaughtUp caughtUp -> steward.caughtUp(from, caughtUp);
            case ChangeMessage.Reply reply -> steward.replied(from, reply);
        }
    }

    /// Whether the version is the one to be decided next here. If it is decided already the other is told;
    /// if this node is behind it asks.
    private boolean isNext(NodeId from, long version) {
        long newest = node.layout().version();
        inform(from, Math.min(version - 1, newest));
        if (version > newest + 1) {
            node.links().send(from, new NewsMessage.LayoutWanted(newest));
        }
        return version == newest + 1;
    }

    private void copy(NodeId from, CopyMessage copy) {
        LogId id = switch (copy) {
            case CopyMessage.FetchSlots m -> m.loglet().log();
            case CopyMessage.FetchCheckpoint m -> m.log();
            case CopyMessage.Slots m -> m.loglet().log();
            case CopyMessage.CheckpointPiece m -> m.log();
            case CopyMessage.Confirm m -> m.loglet().log();
            case CopyMessage.Confirmed m -> m.loglet().log();
        };
        SplicedLog log = logs.get(id);
        if (log != null) {
            log.received(from, copy);
        }
    }

    /// A replica's storage has failed.
    void storageFailed(LogId log) {
        storageFailed = true;
        attention = true;
        SplicedLog of = logs.get(log);
        if (of != null) {
            of.storageFailed();
        }
    }

    void turnEnded(long now) {
        drain();
        for (SplicedLog log : logs.values()) {
            log.turnEnded(now);
        }
        requests.run(now);
        sealedSide.tellProgress();
        if (!member || storageFailed) {
            joining.run(now);
        }
        drain();
        if (attention || steward.busy()) {
            attention = false;
            steward.turnEnded(now);
            drain();
        }
        heartbeats.turnEnded(now);
        drain();
    }

    private void drain() {
        for (Message next = node.links().nextToSelf();
                next != null;
                next = node.links().nextToSelf()) {
            message(node.self(), next);
        }
    }

    void tick(long now) {
        attention = true;
        detector.tick(now);
        logs.values().forEach(log -> log.tick(now));
        steward.tick(now);
    }

    long wakeAtNanos() {
        long wake = Math.min(heartbeats.wakeAtNanos(), steward.wakeAtNanos());
        wake = Math.min(wake, requests.wakeAtNanos());
        wake = Math.min(wake, detector.wakeAtNanos());
        if (!member || storageFailed) {
            wake = Math.min(wake, joining.wakeAtNanos());
        }
        for (SplicedLog log : logs.values()) {
            wake = Math.min(wake, log.wakeAtNanos());
        }
        return wake;
    }
}
