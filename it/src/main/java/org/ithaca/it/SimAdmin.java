package org.ithaca.it;

import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.ithaca.base.NodeId;
import org.ithaca.client.Call;
import org.ithaca.client.Request;
import org.ithaca.cluster.Member;

/// Asks for members more or less through a client, again and again until it is done.
final class SimAdmin {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);
    private static final long DEADLINE = TimeUnit.SECONDS.toNanos(10);

    private final SimClient client;
    private boolean busy;

    SimAdmin(SimClient client) {
        this.client = client;
    }

    /// Whether a wish is under way.
    boolean busy() {
        return busy;
    }

    void add(Member member) {
        ask(request -> new Request.AddMember(request, member.id(), member.address()));
    }

    void remove(NodeId node) {
        ask(request -> new Request.RemoveMember(request, node));
    }

    private void ask(LongFunction<Request> form) {
        busy = true;
        client.post(() -> send(form));
    }

    private void send(LongFunction<Request> form) {
        client.core()
                .call(Call.changing(
                        PATIENCE,
                        client.now() + DEADLINE,
                        form,
                        answer -> busy = false,
                        why -> client.postAfter(PATIENCE / 20, () -> send(form))));
    }
}
