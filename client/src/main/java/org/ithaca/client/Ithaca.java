package org.ithaca.client;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.cluster.LogChain;
import org.ithaca.cluster.LogKind;
import org.ithaca.io.LocalNode;
import org.ithaca.log.Plan;
import org.ithaca.quorum.QuorumSpec;

/// A connection to a cluster.
///
/// ```java
/// try (Ithaca ithaca = Ithaca.connect("127.0.0.1:7410,127.0.0.1:7411,127.0.0.1:7412")) {
///     Log orders = ithaca.log("orders");
///     Position p = orders.append(bytes).join();
/// }
/// ```
///
/// It has one thread, a daemon, and a link to every member. *Threading.* Any thread may call anything; what blocks
/// says so, and must not be called from an action of a future that this client completes.
public final class Ithaca implements AutoCloseable {
    /// What a log gets that is made without a plan: one writer, any majority, on disk.
    public static final Plan DEFAULT_PLAN =
            new Plan(Plan.Order.LEADER, QuorumSpec.parse("majority"), Plan.Spread.STAR, true);

    private final ClientHost host;
    private final Map<LogId, Log> logs = new ConcurrentHashMap<>();

    private Ithaca(ClientHost host) {
        this.host = host;
    }

    /// Connects with the default options.
    ///
    /// @param servers `host:port` of some members, separated by commas
    /// @throws IthacaException as [#connect(ClientOptions)]
    public static Ithaca connect(String servers) {
        return connect(ClientOptions.of(servers));
    }

    /// Connects, and waits until the layout is known, at most until the deadline.
    ///
    /// @throws IthacaException UNAVAILABLE if nobody answers, WRONG_CLUSTER if someone else does
    public static Ithaca connect(ClientOptions options) {
        return connect(new ClientHost(options, null));
    }

    /// Connects to the cluster of a node that runs in this process: that one is reached without a socket, the others
    /// as by [#connect(ClientOptions)]. `org.ithaca.server.NodeHost#connect` calls it.
    public static Ithaca connect(ClientOptions options, LocalNode node) {
        return connect(new ClientHost(options, node));
    }

    private static Ithaca connect(ClientHost host) {
        try {
            host.start();
        } catch (IthacaException e) {
            host.close();
            throw e;
        }
        return new Ithaca(host);
    }

    /// The log of this name, made as a log of bytes with [#DEFAULT_PLAN] if there is none. Blocks.
    ///
    /// @throws IthacaException as [#log(String, LogKind, Plan)]
    public Log log(String name) {
        return existing(name).orElseGet(() -> log(name, LogKind.RAW, DEFAULT_PLAN));
    }

    /// The log of this name and kind, made with this plan if there is none; an existing one keeps its plan. Blocks.
    ///
    /// @throws IthacaException CONFLICT if it exists with another kind, INVALID if the plan does not suit the
    ///     cluster, TIMEOUT or UNAVAILABLE at the deadline
    public Log log(String name, LogKind kind, Plan plan) {
        Optional<LogChain> known = host.layout().log(name);
        if (known.isPresent()) {
            return of(known.get(), kind);
        }
        LogId id = create(name, kind, plan);
        return logs.computeIfAbsent(id, made -> new LogClient(host, name, made));
    }

    /// Asks again of a server that has made the log and not learnt its identity yet: it is the same log each time.
    private LogId create(String name, LogKind kind, Plan plan) {
        long deadline = host.deadlineNanos();
        long id = -1;
        while (id < 0) {
            try {
                id = host.change(deadline, request -> new Request.CreateLog(request, name, kind, plan))
                        .join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof IthacaException cause ? cause : e;
            }
        }
        return new LogId((int) id);
    }

    private Log of(LogChain chain, LogKind kind) {
        if (chain.kind() != kind) {
            throw IthacaException.notDone(
                    IthacaException.Code.CONFLICT, "log '" + chain.name() + "' exists as " + chain.kind());
        }
        return handle(chain);
    }

    private Log handle(LogChain chain) {
        return logs.computeIfAbsent(chain.id(), id -> new LogClient(host, chain.name(), id));
    }

    /// The log of this name if the layout this client knows has it, whatever its kind. Does not block.
    public Optional<Log> existing(String name) {
        return host.layout().log(name).map(this::handle);
    }

    /// Changes of the cluster, and its state.
    public Admin admin() {
        return new Admin(host);
    }

    /// Closes the links. Appends without an answer fail with CLOSED: UNKNOWN if they were sent, else NOT_DONE.
    @Override
    public void close() {
        host.close();
    }
}
