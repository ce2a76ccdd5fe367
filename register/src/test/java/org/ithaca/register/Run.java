package org.ithaca.register;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.Defect;
import org.ithaca.base.Hooks;
import org.ithaca.base.SplitMix;

/// One seeded run of acceptors and proposers over a network that loses, doubles and reorders, with
/// processes that crash and come back from what was durable.
final class Run {
    /// What a host can get wrong.
    enum HostFault {
        /// A restarted client starts again from register set 0.
        USED_SETS_FORGOTTEN,
        /// A server answers before its state is durable.
        ANSWERED_BEFORE_DURABLE
    }

    static final class Disagreement extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Disagreement(String message) {
            super(message);
        }
    }

    private final class Server {
        private Acceptor acceptor = Acceptor.fresh();
        private Bytes durable = acceptor.state();
        private final Deque<Runnable> waiting = new ArrayDeque<>();

        void receive(int self, int client, RegisterMessage.Request request) {
            Acceptor.Reply reply = acceptor.receive(request);
            Runnable send = () -> inFlight.add(() -> clients[client].receive(self, recoded(reply.answer())));
            if (faults.contains(HostFault.ANSWERED_BEFORE_DURABLE)) {
                send.run();
            } else {
                waiting.add(send);
            }
        }

        void force() {
            durable = acceptor.state();
            waiting.forEach(Runnable::run);
            waiting.clear();
        }

        void crash() {
            waiting.clear();
            acceptor = Acceptor.restore(durable);
        }
    }

    private final class Client {
        private final int number;
        private long durableUnused;
        private int incarnation;
        private Proposer proposer;

        Client(int number) {
            this.number = number;
            this.proposer = new Proposer(configuration, number, 0, hooks);
            begin();
        }

        void begin() {
            Bytes input = Bytes.utf8("value of client " + number + "." + incarnation);
            inputs.add(input);
            if (random.oneIn(2)) {
                act(proposer.start());
                act(proposer.propose(input));
            } else {
                act(proposer.propose(input));
                act(proposer.start());
            }
        }

        void crash() {
            incarnation++;
            long unused = faults.contains(HostFault.USED_SETS_FORGOTTEN) ? 0 : durableUnused;
            proposer = new Proposer(configuration, number, unused, hooks);
            begin();
        }

        void receive(int server, RegisterMessage.Answer answer) {
            act(proposer.receive(server, answer));
        }

        void act(Proposer.Step step) {
            step.unused().ifPresent(unused -> durableUnused = unused);
            for (Proposer.Send send : step.sends()) {
                RegisterMessage.Request request = recoded(send.request());
                inFlight.add(() -> servers[send.server()].receive(send.server(), number, request));
            }
            proposer.decided().ifPresent(this::check);
        }

        private void check(Bytes value) {
            if (!inputs.contains(value)) {
                throw new Disagreement("nobody proposed " + value.utf8());
            }
            if (chosen.isPresent() && !chosen.get().equals(value)) {
                throw new Disagreement(chosen.get().utf8() + " and " + value.utf8() + " were both decided");
            }
            chosen = Optional.of(value);
        }
    }

    private final RegisterConfiguration configuration;
    private final SplitMix random;
    private final Hooks hooks;
    private final Set<HostFault> faults;
    private final Set<Bytes> inputs = new HashSet<>();
    private final List<Runnable> inFlight = new ArrayList<>();
    private final Server[] servers;
    private final Client[] clients;
    private Optional<Bytes> chosen = Optional.empty();

    Run(RegisterConfiguration configuration, int clients, long seed, Hooks hooks, Set<HostFault> faults) {
        this.configuration = configuration;
        this.random = new SplitMix(seed);
        this.hooks = hooks;
        this.faults = faults.isEmpty() ? EnumSet.noneOf(HostFault.class) : EnumSet.copyOf(faults);
        this.servers = new Server[configuration.servers()];
        this.clients = new Client[clients];
        for (int i = 0; i < servers.length; i++) {
            servers[i] = new Server();
        }
        for (int i = 0; i < clients; i++) {
            this.clients[i] = new Client(i);
        }
    }

    static Hooks planting(Set<Defect> planted, Set<String> reached) {
        return new Hooks() {
            @Override
            public boolean planted(Defect defect) {
                return planted.contains(defect);
            }

            @Override
            public void reached(String probe) {
                reached.add(probe);
            }
        };
    }

    /// A storm of `steps` events, then a calm in which client 0 alone goes on until it decides.
    Bytes play(int steps) {
        for (int i = 0; i < steps; i++) {
            storm();
        }
        for (int round = 0; round < 200; round++) {
            while (!inFlight.isEmpty()) {
                inFlight.removeFirst().run();
                for (Server server : servers) {
                    server.force();
                }
            }
            Optional<Bytes> decided = clients[0].proposer.decided();
            if (decided.isPresent()) {
                return decided.get();
            }
            clients[0].act(clients[0].proposer.retry());
        }
        throw new IllegalStateException("nothing is decided in a calm");
    }

    private void storm() {
        int event = random.below(100);
        if (event < 62 && !inFlight.isEmpty()) {
            int at = random.below(inFlight.size());
            Runnable message = random.oneIn(10) ? inFlight.get(at) : inFlight.remove(at);
            if (!random.oneIn(8)) {
                message.run();
            }
        } else if (event < 84) {
            servers[random.below(servers.length)].force();
        } else if (event < 94) {
            Client client = clients[random.below(clients.length)];
            client.act(client.proposer.retry());
        } else if (event < 97) {
            servers[random.below(servers.length)].crash();
        } else {
            clients[random.below(clients.length)].crash();
        }
    }

    private static <M extends RegisterMessage> M recoded(M message) {
        ByteWriter out = new ByteWriter();
        message.encode(out);
        ByteReader in = new ByteReader(out.copy());
        @SuppressWarnings("unchecked")
        M read = (M) RegisterMessage.decode(in);
        in.end();
        return read;
    }
}
