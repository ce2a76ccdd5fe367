package org.ithaca.register;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.ithaca.base.Bytes;
import org.ithaca.base.Defect;
import org.ithaca.base.Hooks;
import org.ithaca.base.Invariant;
import org.ithaca.base.IthacaException;
import org.ithaca.register.RegisterMessage.Accept;
import org.ithaca.register.RegisterMessage.Accepted;
import org.ithaca.register.RegisterMessage.Answer;
import org.ithaca.register.RegisterMessage.Prepare;
import org.ithaca.register.RegisterMessage.Promise;
import org.ithaca.register.RegisterMessage.Rejected;
import org.ithaca.register.RegisterMessage.Request;
import org.jspecify.annotations.Nullable;

/// The client of one consensus instance: finds out what earlier register sets may have chosen, writes, and
/// notices the decision.
///
/// It works on one register set at a time. A set no earlier one can contradict (set 0 for one) needs no
/// phase 1 and sends no [Prepare]. The value may be given before, during or after phase 1: see [#propose].
/// Nothing is ever sent but as part of a [Step].
///
/// *Durability.* A client writes at most one value to each register set, over its whole life: when a step
/// has [Step#unused()], the host makes that number durable before anything of the step is sent, and gives
/// it to the constructor after a restart.
///
/// *Threading.* One thread. *Time.* The host calls [#retry()] when it has waited long enough; if several
/// clients compete, after a pause that grows and differs between them.
public final class Proposer {
    /// Where the client is in its current register set.
    public enum Phase {
        /// [#start()] was not called yet.
        NEW,
        /// Earlier sets may still choose something unknown; answers are awaited.
        PREPARING,
        /// It may write; the input is awaited.
        READY,
        /// Its value is on the way to the servers.
        WRITING,
        /// A value is chosen; nothing more will be sent.
        DECIDED
    }

    /// One request for one server.
    public record Send(int server, Request request) {}

    /// What the host must do now: make `unused` durable if it is present, then send.
    public record Step(OptionalLong unused, List<Send> sends) {
        static final Step NOTHING = new Step(OptionalLong.empty(), List.of());
    }

    private final RegisterConfiguration configuration;
    private final int client;
    private final Hooks hooks;
    private final DecisionTable table;
    private final Map<Long, Bytes> written = new HashMap<>();
    private Phase phase = Phase.NEW;
    private long unused;
    private long set;
    private long answered;
    private long refused;
    private @Nullable Bytes input;

    /// A client of number `client` that has never written a set from `unused` on (0 if it has never run).
    ///
    /// @throws IthacaException INVALID if the configuration is not safe for decision-table clients, or has
    ///     no set for this client
    public Proposer(RegisterConfiguration configuration, int client, long unused, Hooks hooks) {
        configuration.check(ClientKind.DECISION_TABLE);
        this.configuration = configuration;
        this.client = client;
        this.unused = unused;
        this.hooks = hooks;
        this.table = new DecisionTable(configuration);
        this.set = configuration.nextWritable(client, unused);
    }

    /// Begins with the lowest set it may write. Called once.
    public Step start() {
        Invariant.check(phase == Phase.NEW, "a client starts once");
        return open(set);
    }

    /// Gives the value to be written unless another must be adopted. May be called once, at any time:
    /// before an answer has come, or when [#phase()] is READY and [#adopted()] has been looked at.
    public Step propose(Bytes value) {
        Invariant.check(input == null, "a client has one input");
        input = value;
        return advance();
    }

    /// Takes in the answer of a server, 0 to `servers - 1`; answers may be late, doubled, or about an
    /// earlier set.
    public Step receive(int server, Answer answer) {
        switch (answer) {
            case Promise promise -> promised(server, promise);
            case Accepted accepted -> accepted(server, accepted);
            case Rejected rejected -> rejected(server, rejected);
        }
        return advance();
    }

    private void promised(int server, Promise promise) {
        table.read(server, promise.registers());
        if (promise.set() == set && phase == Phase.PREPARING) {
            note(server, promise.registers().lowestUnwritten() > set);
        }
    }

    /// Of a set that was never written by this object, the answer went to an earlier run of this client and
    /// says nothing.
    private void accepted(int server, Accepted accepted) {
        Bytes value = written.get(accepted.set());
        if (value != null) {
            table.readValue(server, accepted.set(), value);
            if (accepted.set() == set) {
                note(server, false);
            }
        }
    }

    private void rejected(int server, Rejected rejected) {
        table.read(server, rejected.registers());
        if (rejected.set() == set) {
            note(server, true);
        }
    }

    private void note(int server, boolean refusal) {
        answered |= 1L << server;
        refused |= refusal ? 1L << server : 0;
    }

    /// Sends again what was not answered; or, once a server has refused the set, goes on to the next one
    /// this client may write.
    public Step retry() {
        if (phase == Phase.NEW || phase == Phase.DECIDED) {
            return Step.NOTHING;
        }
        if (refused != 0) {
            hooks.reached("register.set-given-up");
            return open(configuration.nextWritable(client, Math.max(set + 1, table.lowestUnwritten())));
        }
        return switch (phase) {
            case PREPARING -> new Step(OptionalLong.empty(), toUnanswered(new Prepare(set)));
            case WRITING -> new Step(OptionalLong.empty(), toUnanswered(new Accept(set, valueWritten())));
            case NEW, READY, DECIDED -> Step.NOTHING;
        };
    }

    public Phase phase() {
        return phase;
    }

    /// The register set being worked on.
    public long set() {
        return set;
    }

    /// In phase READY or later: the value that earlier sets may have chosen and that this client writes
    /// instead of its input. Empty if the input is free.
    public Optional<Bytes> adopted() {
        return verdict() instanceof DecisionTable.Verdict.Only only ? Optional.of(only.value()) : Optional.empty();
    }

    /// Whether a server has refused the current set, so that [#retry()] will go on to another.
    public boolean preempted() {
        return refused != 0 && phase != Phase.DECIDED;
    }

    /// The value chosen, once known.
    public Optional<Bytes> decided() {
        return table.decided();
    }

    private Step open(long next) {
        set = next;
        phase = Phase.PREPARING;
        answered = 0;
        refused = 0;
        Step step = advance();
        return phase == Phase.PREPARING ? new Step(OptionalLong.empty(), toUnanswered(new Prepare(set))) : step;
    }

    private Step advance() {
        if (phase == Phase.NEW) {
            return Step.NOTHING;
        }
        if (phase != Phase.DECIDED && table.decided().isPresent()) {
            if (phase != Phase.WRITING) {
                hooks.reached("register.decided-while-reading");
            }
            phase = Phase.DECIDED;
        }
        if (phase == Phase.PREPARING && !(verdict() instanceof DecisionTable.Verdict.Unknown)) {
            phase = Phase.READY;
        }
        return phase == Phase.READY && input != null ? write(input) : Step.NOTHING;
    }

    private Step write(Bytes own) {
        Optional<Bytes> adopted = adopted();
        if (adopted.isPresent()) {
            hooks.reached("register.value-adopted");
        }
        Bytes value = adopted.orElse(own);
        Invariant.check(set >= unused, "a register set is written once by each client");
        phase = Phase.WRITING;
        answered = refused;
        unused = set + 1;
        written.put(set, value);
        return new Step(OptionalLong.of(unused), toUnanswered(new Accept(set, value)));
    }

    private DecisionTable.Verdict verdict() {
        DecisionTable.Verdict verdict = table.beforeWriting(set);
        boolean ignore = verdict instanceof DecisionTable.Verdict.Only && hooks.planted(Defect.ACCEPTED_LAYOUT_IGNORED);
        return ignore ? new DecisionTable.Verdict.Free() : verdict;
    }

    private Bytes valueWritten() {
        return java.util.Objects.requireNonNull(written.get(set));
    }

    private List<Send> toUnanswered(Request request) {
        List<Send> sends = new ArrayList<>();
        for (int server = 0; server < configuration.servers(); server++) {
            if ((answered >>> server & 1) == 0) {
                sends.add(new Send(server, request));
            }
        }
        return sends;
    }
}
