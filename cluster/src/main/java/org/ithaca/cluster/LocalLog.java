package org.ithaca.cluster;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Defect;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.NodeId;
import org.ithaca.log.Loglet;
import org.ithaca.store.Storage;
import org.jspecify.annotations.Nullable;

/// This node's part of one log: its chain as the newest layout has it, and a [Replica] for each epoch kept
/// here.
final class LocalLog {
    private final Node node;
    private final TreeMap<Integer, Replica> replicas = new TreeMap<>();
    private final Map<LogletId, Storage.Holding> recovered;
    private LogChain chain;
    private long base;
    private int toldEpoch = -1;
    private long toldChosen;
    private Runnable lacking = () -> {};
    private Replica.Repairs repairs = (replica, slot, then, giveUp) -> giveUp.run();

    /// @param recovered what the storage has of loglets not taken up yet, of this log and others
    LocalLog(Node node, LogChain chain, long base, Map<LogletId, Storage.Holding> recovered) {
        this.node = node;
        this.recovered = recovered;
        this.chain = chain;
        this.base = base;
    }

    /// Sets what runs when slots may be lacking that the storage had before it failed.
    void whenLacking(Runnable run) {
        lacking = run;
    }

    /// Sets who repairs what turns out to be damaged.
    void repairBy(Replica.Repairs by) {
        repairs = by;
    }

    /// Asks other members for a slot that is damaged here; then `then` runs, or `giveUp` if nobody has it.
    void repair(Replica replica, long slot, Runnable then, Runnable giveUp) {
        repairs.repair(replica, slot, then, giveUp);
    }

    /// The key under which [#base] is kept.
    static String baseKey(LogId log) {
        return "cluster/base/" + log.value();
    }

    LogChain chain() {
        return chain;
    }

    LogId id() {
        return chain.id();
    }

    /// The position below which this node keeps nothing and needs nothing.
    long base() {
        return base;
    }

    Collection<Replica> replicas() {
        return replicas.values();
    }

    @Nullable
    Replica replica(int epoch) {
        return replicas.get(epoch);
    }

    /// The engine of the newest epoch, if this run takes part in it and it is not sealed here.
    @Nullable
    Loglet openEngine() {
        Replica replica = replicas.get(chain.newest().epoch());
        return replica == null ? null : replica.openEngine();
    }

    /// The engine of the newest epoch, if this run takes part in it, sealed or not.
    @Nullable
    Loglet newestEngine() {
        Replica replica = replicas.get(chain.newest().epoch());
        return replica == null ? null : replica.engine();
    }

    /// Whether this run takes part in an epoch that a newer chain lists no more: where that ended is not to
    /// be learnt.
    boolean losesTrack(LogChain newer) {
        return replicas.values().stream()
                .anyMatch(r -> r.engine() != null && !r.ended() && !newer.lists(r.id().epoch()));
    }

    /// Goes to the chain of a newer layout; returns where the epoch ended that this run took part in, if
    /// one did.
    Optional<EpochInfo> adopt(LogChain newer) {
        chain = newer;
        base = Math.max(base, newer.epochs().getFirst().first());
        replicas.entrySet().removeIf(e -> forgotten(e.getKey(), e.getValue()));
        dropUnlisted();
        EpochInfo ended = null;
        for (EpochInfo epoch : newer.epochs()) {
            boolean needed = epoch.endPosition() > base;
            Replica replica = needed ? keep(epoch) : replicas.get(epoch.epoch());
            if (replica != null && !epoch.open() && !replica.ended()) {
                ended = replica.engine() == null ? ended : epoch;
                replica.endAt(epoch.end());
            }
            if (replica != null && !needed) {
                replica.drop();
                replicas.remove(epoch.epoch());
            }
        }
        renewFailed();
        return Optional.ofNullable(ended);
    }

    /// Takes up anew what the storage has given up, where nobody counts on this run to store more of it: in
    /// epochs that have ended, and where this run takes no part.
    void renewFailed() {
        for (EpochInfo epoch : chain.epochs()) {
            Replica replica = replicas.get(epoch.epoch());
            if (replica != null && replica.failed() && (replica.ended() || replica.engine() == null)) {
                node.hooks().reached("cluster.failed-copy-renewed");
                replica.renew(this::renewed);
            }
        }
    }

    private void renewed() {
        beginAtBase();
        lacking.run();
    }

    /// What the storage recovered of epochs below the chain is of no more use.
    private void dropUnlisted() {
        int oldest = chain.epochs().getFirst().epoch();
        recovered.keySet().removeIf(id -> {
            boolean unlisted = id.log().equals(id()) && id.epoch() < oldest;
            if (unlisted) {
                node.storage().drop(id);
            }
            return unlisted;
        });
    }

    private boolean forgotten(int epoch, Replica replica) {
        if (chain.lists(epoch)) {
            return false;
        }
        replica.drop();
        return true;
    }

    private Replica keep(EpochInfo epoch) {
        Replica known = replicas.get(epoch.epoch());
        if (known != null) {
            return known;
        }
        Storage.Holding holding = recovered.remove(chain.loglet(epoch));
        if (holding != null) {
            return takeUp(epoch, holding);
        }
        long firstSlot = Math.max(0, epoch.slot(base));
        boolean takesPart = epoch.open() && node.takesPart(epoch);
        Replica replica =
                Replica.fresh(node, chain.loglet(epoch), epoch.plan(), takesPart ? 0 : firstSlot, this::repair);
        replicas.put(epoch.epoch(), replica);
        if (takesPart) {
            replica.takePart(epoch);
            node.listener().notice(new Notice.Opened(replica.id(), epoch.rank(node.self())));
        }
        return replica;
    }

    /// Goes on from what an earlier run stored; the layout that lists the epoch may have come only after
    /// the crash.
    private Replica takeUp(EpochInfo epoch, Storage.Holding holding) {
        Replica replica = Replica.recovered(node, chain.loglet(epoch), holding, this::repair);
        replicas.put(epoch.epoch(), replica);
        if (holding.first() > Math.max(0, epoch.slot(base))) {
            // On a full disk slots may be given up before it is written down that they are not needed.
            node.hooks().reached("cluster.base-from-slots");
            base = epoch.position(holding.first());
        }
        beginAtBase();
        if (node.hooks().planted(Defect.SEAL_NOT_DURABLE) && epoch.open() && epoch.rank(node.self()) >= 0) {
            replica.goOnUnsealed(epoch);
        }
        return replica;
    }

    /// Whether everything below the epoch is stored here.
    boolean completeBelow(int epoch) {
        for (EpochInfo e : chain.epochs()) {
            if (e.epoch() < epoch && e.endPosition() > base && !complete(e)) {
                return false;
            }
        }
        return true;
    }

    private boolean complete(EpochInfo epoch) {
        Replica replica = replicas.get(epoch.epoch());
        return replica != null && !replica.failed() && replica.stored() >= epoch.end();
    }

    /// Closes the epoch here and says what is held of it.
    ChangeMessage.Held seal(LogletId id) {
        Replica replica = replicas.get(id.epoch());
        return replica == null
                ? new ChangeMessage.Held(id, 0, 0, true, false)
                : replica.seal(completeBelow(id.epoch()));
    }

    /// Another member says that everything below the slot is chosen in the epoch.
    void toldChosen(int epoch, long slot) {
        if (epoch > toldEpoch) {
            toldEpoch = epoch;
            toldChosen = 0;
        }
        if (epoch == toldEpoch) {
            toldChosen = Math.max(toldChosen, slot);
        }
    }

    /// Everything below is chosen, as far as this node knows: a slot of an epoch listed in the chain. What
    /// a former run stored of an open epoch need not be; a learner takes the word of others.
    long chosen(EpochInfo epoch) {
        if (!epoch.open()) {
            return epoch.end();
        }
        Replica replica = replicas.get(epoch.epoch());
        if (replica == null) {
            return 0;
        }
        Loglet engine = replica.engine();
        if (engine == null) {
            return Math.min(replica.stored(), epoch.epoch() == toldEpoch ? toldChosen : 0);
        }
        return epoch.plan().durable() ? engine.durablyStable() : engine.stable();
    }

    /// Forgets everything below `position`, which is delivered here or covered by a checkpoint.
    void forgetBelow(long position) {
        if (position <= base) {
            return;
        }
        base = position;
        node.storage().putSoon(baseKey(id()), new ByteWriter(8).i64(base).copy());
        for (EpochInfo epoch : chain.epochs()) {
            Replica replica = replicas.get(epoch.epoch());
            if (replica == null) {
                continue;
            }
            if (epoch.endPosition() <= base) {
                replica.drop();
                replicas.remove(epoch.epoch());
            } else if (epoch.first() < base) {
                replica.trim(epoch.slot(base));
            }
        }
        beginAtBase();
    }

    /// A copy that does not reach up to the base begins there: nobody need have what lies below. An engine
    /// that is open gets there by itself.
    private void beginAtBase() {
        EpochInfo at = chain.at(base);
        Replica replica = replicas.get(at.epoch());
        if (replica != null
                && replica.openEngine() == null
                && at.first() < base
                && replica.appended() < at.slot(base)) {
            replica.restartAt(at.slot(base));
        }
    }

    /// The log is no more.
    void drop() {
        replicas.values().forEach(Replica::drop);
        replicas.clear();
        node.storage().remove(baseKey(id()));
    }

    void linked(NodeId member) {
        for (Replica replica : replicas.values()) {
            Loglet engine = replica.openEngine();
            if (engine != null && chain.newest().rank(member) >= 0) {
                engine.linked(member);
            }
        }
    }

    Map<Integer, Replica> byEpoch() {
        return replicas;
    }
}
