package org.ithaca.cluster;

import java.util.List;
import java.util.Optional;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.NodeId;
import org.ithaca.register.Proposer;
import org.ithaca.register.RegisterConfiguration;

/// One attempt of this node to have a layout decided by the council of the layout before.
///
/// A proposer writes each register set once over its whole life. The sets it may use are reserved in
/// blocks, durably, while phase 1 is on its way, so that phase 2 has nothing to wait for.
final class LayoutProposal {
    private final Node node;
    private final Layout base;
    private final Proposer proposer;
    private final SetReservation reservation;

    LayoutProposal(Node node, SetReservation reservation) {
        this.node = node;
        this.reservation = reservation;
        base = node.layout();
        RegisterConfiguration configuration =
                RegisterConfiguration.paxos(base.council().size());
        int rank = base.council().indexOf(node.self());
        proposer = new Proposer(configuration, rank, reservation.unused(version()), node.hooks());
    }

    /// Register sets this node has not used yet, per instance, durable.
    ///
    /// ```text
    /// state := instance i64 | unused i64
    /// ```
    static final class SetReservation {
        static final String KEY = "cluster/initiator";

        private static final long BLOCK = 64;

        private final Node node;
        private long instance;
        private long used;
        private long reserved;
        private long durable;

        SetReservation(Node node) {
            this.node = node;
        }

        /// Takes up what the storage recovered.
        void restore(Bytes stored) {
            ByteReader in = new ByteReader(stored);
            instance = in.i64();
            used = in.i64();
            reserved = used;
            durable = used;
        }

        long unused(long version) {
            if (instance != version) {
                instance = version;
                used = 0;
                reserved = 0;
                durable = 0;
            }
            reserve(used + BLOCK);
            return used;
        }

        /// Runs `then` once no set below `unused` will be used again, even after a restart.
        void use(long unused, Runnable then) {
            used = Math.max(used, unused);
            if (unused <= durable) {
                then.run();
                return;
            }
            long of = instance;
            put(Math.max(reserved, unused + BLOCK), () -> {
                if (of == instance) {
                    then.run();
                }
            });
        }

        private void reserve(long upTo) {
            if (upTo > reserved) {
                put(upTo, () -> {});
            }
        }

        private void put(long upTo, Runnable then) {
            reserved = upTo;
            long of = instance;
            Bytes state = new ByteWriter(16).i64(of).i64(upTo).copy();
            node.storage().put(KEY, state, () -> {
                if (of == instance) {
                    durable = Math.max(durable, upTo);
                }
                then.run();
            });
        }
    }

    /// The version being decided.
    long version() {
        return base.version() + 1;
    }

    Layout base() {
        return base;
    }

    void start() {
        run(proposer.start());
    }

    void propose(Layout layout) {
        run(proposer.propose(layout.encode()));
    }

    void replied(NodeId from, ChangeMessage.Reply reply) {
        int server = base.council().indexOf(from);
        if (server >= 0 && reply.version() == version()) {
            run(proposer.receive(server, reply.answer()));
        }
    }

    void retry() {
        run(proposer.retry());
    }

    /// Whether phase 1 is over: a layout may be proposed, or another must be finished first.
    boolean ready() {
        return proposer.phase() != Proposer.Phase.PREPARING;
    }

    /// Whether another initiator is ahead.
    boolean preempted() {
        return proposer.preempted();
    }

    /// The layout an earlier initiator may have decided, to be proposed instead of an own one.
    Optional<Layout> adopted() {
        return ready() ? proposer.adopted().map(Layout::decode) : Optional.empty();
    }

    Optional<Layout> decided() {
        return proposer.decided().map(Layout::decode);
    }

    private void run(Proposer.Step step) {
        List<Proposer.Send> sends = step.sends();
        if (step.unused().isPresent()) {
            reservation.use(step.unused().getAsLong(), () -> send(sends));
        } else {
            send(sends);
        }
    }

    private void send(List<Proposer.Send> sends) {
        for (Proposer.Send send : sends) {
            node.links().send(base.council().get(send.server()), new ChangeMessage.Ask(version(), send.request()));
        }
    }
}
