package org.ithaca.client;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.ithaca.base.Bytes;
import org.ithaca.base.Clock;
import org.ithaca.base.Hooks;
import org.ithaca.base.Link;
import org.ithaca.base.LogId;
import org.ithaca.base.MalformedException;
import org.ithaca.base.Network;
import org.ithaca.base.NodeId;
import org.ithaca.cluster.Layout;

/// A client as plain objects of one thread, stepped by its host: frames and requests in, frames and outcomes out.
///
/// It keeps a link to every member, follows the layout, sends appends to whoever writes the log, and sends again,
/// under the same identity, whatever was refused or may be lost. [Ithaca] hosts it on a machine; the simulator
/// hosts it too.
///
/// The host calls [#tick] when [#wakeAtNanos] has come, and [#turnEnded] after whatever else it handed over.
public final class ClientCore implements Network.Listener {
    private static final long TICK = 10_000_000L;
    private static final long POLL = 20_000_000L;

    private final ClientOptions options;
    private final Clock clock;
    private final Hooks hooks;
    private final Consumer<Layout> layouts;
    private final Members members;
    private final Calls calls = new Calls(this);
    private final Map<LogId, Appender> appenders = new TreeMap<>();
    private long now;
    private long requests;
    private boolean layoutWanted = true;
    private long polledAt = Long.MIN_VALUE / 2;
    private boolean closed;

    /// @param clientId tells clients apart; spreads them over members
    /// @param layouts hears of every newer layout
    public ClientCore(
            ClientOptions options, long clientId, Network network, Clock clock, Hooks hooks, Consumer<Layout> layouts) {
        this.options = options;
        this.clock = clock;
        this.hooks = hooks;
        this.layouts = layouts;
        this.members = new Members(network, clientId, options.only());
        this.now = clock.nanos();
    }

    /// Reaches for the servers it was told of, without knowing who lives at which address.
    public void start() {
        members.start(options.servers());
    }

    /// Reaches for members whose addresses are known: what a simulated network needs, whose dialler asks for a
    /// node.
    public void start(Map<NodeId, String> addresses) {
        members.start(addresses);
    }

    /// Brings a run into a log, exactly once or not at all; its listener hears which.
    public void append(LogId log, AppendRun run) {
        now = clock.nanos();
        Appender appender = appenders.computeIfAbsent(log, id -> new Appender(id, this));
        appender.add(run);
        if (closed) {
            appender.close();
        } else {
            endIfGone(log);
        }
    }

    /// A log whose number was given out and is not listed will never be there again.
    private void endIfGone(LogId log) {
        Layout layout = members.layout();
        Appender appender = appenders.get(log);
        if (appender != null
                && layout != null
                && log.value() < layout.nextLog()
                && layout.log(log).isEmpty()) {
            appenders.remove(log);
            appender.logIsGone();
        }
    }

    /// Asks a question until it is answered or its deadline has passed.
    public void call(Call call) {
        calls.add(call);
        if (closed) {
            calls.close();
        }
    }

    /// The newest layout known.
    public Optional<Layout> layout() {
        return Optional.ofNullable(members.layout());
    }

    @Override
    public void opened(Link link) {
        now = clock.nanos();
        members.opened(link);
        new Request.Subscribe(nextRequest()).send(link);
    }

    @Override
    public void closed(Link link) {
        now = clock.nanos();
        members.closed(link);
        appenders.values().forEach(appender -> appender.closed(link));
        calls.closed(link);
    }

    @Override
    public void received(Link link, Bytes frame) {
        now = clock.nanos();
        try {
            dispatch(link, Answer.decode(frame));
        } catch (MalformedException e) {
            link.close("it sent something that is not an answer: " + e.getMessage());
        }
    }

    private void adopt(Layout layout) {
        if (members.adopt(layout)) {
            layoutWanted = false;
            appenders.values().forEach(Appender::layoutChanged);
            List.copyOf(appenders.keySet()).forEach(this::endIfGone);
            layouts.accept(layout);
        }
    }

    private void dispatch(Link link, Answer answer) {
        switch (answer) {
            case Answer.LayoutPush a -> adopt(Layout.decode(a.layout()));
            case Answer.Appended a -> appended(a);
            case Answer.Refused a -> refused(link, a);
            case Answer.Entries a -> calls.answered(a.request(), a);
            case Answer.TailAt a -> calls.answered(a.request(), a);
            case Answer.Result a -> calls.answered(a.request(), a);
            case Answer.Done a -> calls.answered(a.request(), a);
            case Answer.StatusReport a -> calls.answered(a.request(), a);
            case Answer.Failure a -> calls.failed(a);
        }
    }

    private void appended(Answer.Appended answer) {
        Appender appender = appenders.get(answer.log());
        if (appender != null) {
            answer.ranges().forEach(appender::appended);
        }
    }

    private void refused(Link link, Answer.Refused answer) {
        Appender appender = appenders.get(answer.log());
        if (appender != null) {
            hooks.reached("client.append-refused");
            appender.refused(link, answer);
        }
    }

    @Override
    public void turnEnded() {
        now = clock.nanos();
        pump();
    }

    private void pump() {
        if (closed) {
            return;
        }
        appenders.values().forEach(Appender::pump);
        calls.pump();
        if (layoutWanted && now - polledAt >= POLL) {
            polledAt = now;
            layoutWanted = members.layout() == null;
            members.all().forEach(link -> new Request.Subscribe(nextRequest()).send(link));
        }
    }

    /// Time has come to [#wakeAtNanos].
    public void tick() {
        now = clock.nanos();
        List.copyOf(appenders.values()).forEach(Appender::tick);
        calls.tick();
        pump();
    }

    /// When to call [#tick] next; `Long.MAX_VALUE` for not at all.
    public long wakeAtNanos() {
        long wake = calls.idle() && members.layout() != null ? Long.MAX_VALUE : now + TICK;
        for (Appender appender : appenders.values()) {
            wake = Math.min(wake, appender.wakeAtNanos());
        }
        return wake;
    }

    /// Gives up everything under way, telling its listeners what is known of it.
    public void close() {
        closed = true;
        List.copyOf(appenders.values()).forEach(Appender::close);
        calls.close();
    }

    // ---- for the parts ----

    long now() {
        return now;
    }

    long nextRequest() {
        return ++requests;
    }

    Members members() {
        return members;
    }

    Hooks hooks() {
        return hooks;
    }

    /// The layout known may be old: everyone is asked, soon.
    void wantLayout() {
        layoutWanted = true;
    }
}
