package org.ithaca.client;

import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Link;
import org.ithaca.base.LogId;
import org.jspecify.annotations.Nullable;

/// A request with one answer that may be asked again without harm: reads, and administration. The core asks again,
/// and elsewhere, until the deadline.
public final class Call {
    private final LongFunction<Request> form;
    private final @Nullable LogId log;
    private final boolean reads;
    private final long patienceNanos;
    private final long deadlineNanos;
    private final Consumer<Answer> answered;
    private final Consumer<IthacaException> failed;

    private @Nullable Link sentOn;
    private long sentAtNanos;
    private long pausedUntilNanos = Long.MIN_VALUE;
    private boolean everSent;
    private int rotations;
    private String lastTrouble = "";

    private Call(
            LongFunction<Request> form,
            @Nullable LogId log,
            boolean reads,
            long patienceNanos,
            long deadlineNanos,
            Consumer<Answer> answered,
            Consumer<IthacaException> failed) {
        this.form = form;
        this.log = log;
        this.reads = reads;
        this.patienceNanos = patienceNanos;
        this.deadlineNanos = deadlineNanos;
        this.answered = answered;
        this.failed = failed;
    }

    /// A request that changes nothing: when it fails, it was not done.
    ///
    /// @param log the log it is about, asked where that is written; null for any node
    /// @param patienceNanos how long an answer may take before another node is asked
    /// @param deadlineNanos when to give up, on the core's clock
    /// @param form the request under a number
    /// @param answered takes any answer but a failure
    /// @param failed takes the failure
    public static Call reading(
            @Nullable LogId log,
            long patienceNanos,
            long deadlineNanos,
            LongFunction<Request> form,
            Consumer<Answer> answered,
            Consumer<IthacaException> failed) {
        return new Call(form, log, true, patienceNanos, deadlineNanos, answered, failed);
    }

    /// A request that changes the cluster, and that is the same when done twice.
    ///
    /// @param patienceNanos how long an answer may take before another node is asked
    /// @param deadlineNanos when to give up, on the core's clock
    /// @param form the request under a number
    /// @param answered takes any answer but a failure
    /// @param failed takes the failure
    public static Call changing(
            long patienceNanos,
            long deadlineNanos,
            LongFunction<Request> form,
            Consumer<Answer> answered,
            Consumer<IthacaException> failed) {
        return new Call(form, null, false, patienceNanos, deadlineNanos, answered, failed);
    }

    @Nullable
    LogId log() {
        return log;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    int rotations() {
        return rotations;
    }

    @Nullable
    Link sentOn() {
        return sentOn;
    }

    boolean mayBeSent(long now) {
        return sentOn == null && now >= pausedUntilNanos;
    }

    boolean overdue(long now) {
        return sentOn != null && now - sentAtNanos >= patienceNanos;
    }

    void send(Link link, long request, long now) {
        sentOn = link;
        sentAtNanos = now;
        everSent = true;
        form.apply(request).send(link);
    }

    /// To be asked again, not before `untilNanos`, and elsewhere if there is an elsewhere.
    void again(String trouble, long untilNanos) {
        sentOn = null;
        pausedUntilNanos = untilNanos;
        lastTrouble = trouble;
        rotations++;
    }

    void answer(Answer answer) {
        answered.accept(answer);
    }

    void fail(IthacaException error) {
        failed.accept(error);
    }

    /// Gives up.
    void fail(IthacaException.Code code, String why) {
        String message = lastTrouble.isEmpty() ? why : why + "; last: " + lastTrouble;
        boolean harmless = reads || !everSent;
        fail(harmless ? IthacaException.notDone(code, message) : IthacaException.unknown(code, message));
    }
}
