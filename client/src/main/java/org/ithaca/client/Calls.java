package org.ithaca.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Link;
import org.jspecify.annotations.Nullable;

/// Calls that have no answer yet.
final class Calls {
    private static final long PAUSE = 10_000_000L;

    private final ClientCore core;
    private final Set<Call> open = new LinkedHashSet<>();
    private final Map<Long, Call> byRequest = new HashMap<>();
    private int unsent;

    Calls(ClientCore core) {
        this.core = core;
    }

    void add(Call call) {
        open.add(call);
        unsent++;
    }

    boolean idle() {
        return open.isEmpty();
    }

    /// Sends what can be sent now.
    void pump() {
        if (unsent == 0) {
            return;
        }
        long now = core.now();
        int left = 0;
        for (Call call : open) {
            if (call.mayBeSent(now)) {
                Link link = core.members().reader(call.log(), call.rotations());
                if (link == null) {
                    core.wantLayout();
                    left++;
                } else {
                    long request = core.nextRequest();
                    byRequest.put(request, call);
                    call.send(link, request, now);
                }
            } else if (call.sentOn() == null) {
                left++;
            }
        }
        unsent = left;
    }

    void closed(Link link) {
        for (Call call : open) {
            if (call.sentOn() == link) {
                again(call, "the link to the node was lost", core.now());
            }
        }
        byRequest.values().removeIf(call -> call.sentOn() == null);
    }

    void answered(long request, Answer answer) {
        Call call = take(request);
        if (call != null) {
            open.remove(call);
            call.answer(answer);
        }
    }

    void failed(Answer.Failure failure) {
        Call call = take(failure.request());
        if (call == null) {
            return;
        }
        if (passing(call, failure)) {
            again(call, failure.message(), core.now() + PAUSE);
        } else {
            open.remove(call);
            call.fail(failure.toException());
        }
    }

    private @Nullable Call take(long request) {
        return byRequest.remove(request);
    }

    /// Whether the failure may be gone when asked again: trouble that passes, or a node that is behind.
    private boolean passing(Call call, Answer.Failure failure) {
        if (failure.outcome() != IthacaException.Outcome.NOT_DONE) {
            return false;
        }
        return switch (failure.code()) {
            case UNAVAILABLE, OVERLOADED -> true;
            case NOT_FOUND ->
                call.log() != null && core.members().chain(call.log()).isPresent();
            default -> false;
        };
    }

    private void again(Call call, String trouble, long untilNanos) {
        call.again(trouble, untilNanos);
        unsent++;
    }

    /// Looks at what has waited too long.
    void tick() {
        long now = core.now();
        List<Call> late = new ArrayList<>();
        for (Call call : open) {
            if (call.deadlineNanos() <= now) {
                late.add(call);
            } else if (call.overdue(now)) {
                again(call, "the node asked did not answer", now);
            }
        }
        late.forEach(call -> {
            open.remove(call);
            boolean reachable = core.members().anyLink();
            call.fail(
                    reachable ? IthacaException.Code.TIMEOUT : IthacaException.Code.UNAVAILABLE,
                    reachable ? "no answer before the deadline" : "no member of the cluster could be reached");
        });
        byRequest.values().removeIf(call -> !open.contains(call) || call.sentOn() == null);
    }

    void close() {
        List<Call> all = List.copyOf(open);
        open.clear();
        byRequest.clear();
        unsent = 0;
        all.forEach(call -> call.fail(IthacaException.Code.CLOSED, "the client was closed"));
    }
}
