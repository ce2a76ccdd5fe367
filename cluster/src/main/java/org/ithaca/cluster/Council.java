package org.ithaca.cluster;

import java.util.ArrayDeque;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.Defect;
import org.ithaca.base.NodeId;
import org.ithaca.register.Acceptor;

/// This node as an acceptor of the layout register: instance v+1 is decided by the council of layout v.
///
/// Every answer waits until the state it speaks of is durable. When a layout is adopted the next instance
/// begins afresh; the state of the old one is overwritten only after the layout itself was handed to the
/// storage.
///
/// ```text
/// state := instance i64 | acceptor
/// ```
final class Council {
    static final String KEY = "cluster/register";

    private final Node node;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private Acceptor acceptor = Acceptor.fresh();
    private long instance;
    private long durableVersion;

    /// An answer that waits for the state to be durable.
    private record Waiting(NodeId to, ChangeMessage.Reply reply, long version) {}

    Council(Node node) {
        this.node = node;
    }

    /// Takes up what the storage recovered, if it is of the instance that comes next.
    void restore(Bytes stored) {
        ByteReader in = new ByteReader(stored);
        long stale = in.i64();
        if (stale == node.layout().version() + 1) {
            acceptor = Acceptor.restore(in.rest());
            instance = stale;
        }
    }

    /// Answers a request about the instance that comes next; the caller has dealt with all others.
    void asked(NodeId from, ChangeMessage.Ask ask) {
        if (!node.inCouncil()) {
            return;
        }
        begin(ask.version());
        Acceptor.Reply reply = acceptor.receive(ask.request());
        var answer = new ChangeMessage.Reply(ask.version(), reply.answer());
        boolean durable = reply.version() <= durableVersion;
        if (durable || node.hooks().planted(Defect.PROMISE_NOT_DURABLE)) {
            node.links().send(from, answer);
        } else {
            waiting.add(new Waiting(from, answer, reply.version()));
        }
        if (reply.changed()) {
            store(reply.version());
        }
    }

    private void begin(long version) {
        if (version != instance) {
            instance = version;
            acceptor = Acceptor.fresh();
            durableVersion = 0;
            waiting.clear();
        }
    }

    private void store(long version) {
        long of = instance;
        ByteWriter out = new ByteWriter(256);
        out.i64(of).raw(acceptor.state());
        node.storage().put(KEY, out.copy(), () -> {
            if (of == instance) {
                durable(version);
            }
        });
    }

    private void durable(long version) {
        durableVersion = Math.max(durableVersion, version);
        while (!waiting.isEmpty() && waiting.element().version() <= durableVersion) {
            Waiting next = waiting.remove();
            node.links().send(next.to(), next.reply());
        }
    }
}
