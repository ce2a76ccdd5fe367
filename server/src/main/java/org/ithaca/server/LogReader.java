package org.ithaca.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ithaca.base.Clock;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Link;
import org.ithaca.client.Answer;
import org.ithaca.client.EntriesBuilder;
import org.ithaca.client.ReadLevel;
import org.ithaca.client.Request;
import org.ithaca.cluster.VirtualLog;
import org.ithaca.object.ObjectHost;

/// Answers reads of one log: entries by position, waiting for them if asked to; tails; questions to
/// objects.
///
/// A linearizable read first finds a point that covers everything acknowledged before it, then reads here.
final class LogReader {
    private static final int MOST_BYTES = 8 << 20;
    private static final int LEAST_BATCH_BYTES = 64 << 10;

    /// A read that has not been answered.
    private record Waiting(Link link, Request.Read read, long from, long deadlineNanos) {
        Waiting from(long next) {
            return new Waiting(link, read, next, deadlineNanos);
        }
    }

    private final VirtualLog log;
    private final LogState state;
    private final Clock clock;
    private final int mostWaiting;
    private List<Waiting> parked = new ArrayList<>();
    private int confirming;
    private long looked;
    private boolean unreadable;
    private long wakeAt = Long.MAX_VALUE;

    LogReader(VirtualLog log, LogState state, Clock clock, int mostWaiting) {
        this.log = log;
        this.state = state;
        this.clock = clock;
        this.mostWaiting = mostWaiting;
    }

    void read(Link link, Request.Read read) {
        long deadline = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(read.waitMillis());
        Waiting waiting = new Waiting(link, read, read.from(), deadline);
        at(link, read.request(), read.level(), () -> read(waiting));
    }

    void tail(Link link, Request.Tail tail) {
        at(link, tail.request(), tail.level(), () -> new Answer.TailAt(tail.request(), log.delivered()).send(link));
    }

    void query(Link link, Request.Query query) {
        ObjectHost objects = state.objects();
        if (objects == null) {
            fail(
                    link,
                    query.request(),
                    IthacaException.notDone(
                            IthacaException.Code.INVALID, "log '" + log.name() + "' holds entries, not objects"));
            return;
        }
        at(
                link,
                query.request(),
                query.level(),
                () -> new Answer.Result(query.request(), objects.query(query.question())).send(link));
    }

    /// Runs `answer` once this node's state is as new as the level demands.
    private void at(Link link, long request, ReadLevel level, Runnable answer) {
        if (level == ReadLevel.STABLE) {
            answer.run();
            return;
        }
        if (confirming >= mostWaiting) {
            fail(link, request, IthacaException.notDone(IthacaException.Code.UNAVAILABLE, "too many reads wait here"));
            return;
        }
        confirming++;
        log.confirm(new VirtualLog.ConfirmCallback() {
            @Override
            public void confirmed(long position) {
                confirming--;
                answer.run();
            }

            @Override
            public void failed(IthacaException why) {
                confirming--;
                fail(link, request, why);
            }
        });
    }

    private void read(Waiting waiting) {
        if (waiting.from >= log.delivered()) {
            parkOrAnswer(waiting);
            return;
        }
        int bytes = Math.clamp(waiting.read.maxBytes(), LEAST_BATCH_BYTES, MOST_BYTES);
        log.read(waiting.from, bytes, new VirtualLog.LogReadCallback() {
            @Override
            public void batches(List<VirtualLog.PositionedBatch> batches, long nextPosition) {
                answer(waiting, batches, nextPosition);
            }

            @Override
            public void failed(IthacaException why) {
                fail(waiting.link, waiting.read.request(), why);
            }
        });
    }

    private void answer(Waiting waiting, List<VirtualLog.PositionedBatch> batches, long nextPosition) {
        if (!state.whole()) {
            parkOrAnswer(waiting);
            return;
        }
        Request.Read read = waiting.read;
        EntriesBuilder entries =
                new EntriesBuilder(waiting.from, read.maxEntries(), Math.min(read.maxBytes(), MOST_BYTES));
        boolean all = true;
        for (int i = 0; all && i < batches.size(); i++) {
            VirtualLog.PositionedBatch batch = batches.get(i);
            all = entries.add(batch.position(), batch.batch(), state.table().suppressed());
        }
        if (!entries.isEmpty()) {
            entries.answer(read.request(), log.delivered()).send(waiting.link);
        } else if (nextPosition > waiting.from) {
            read(waiting.from(nextPosition));
        } else {
            parkOrAnswer(waiting);
        }
    }

    private void parkOrAnswer(Waiting waiting) {
        if (waiting.deadlineNanos > clock.nanos() && parked.size() < mostWaiting) {
            parked.add(waiting);
            unreadable |= waiting.from < log.delivered();
            wakeAt = Math.min(wakeAt, waiting.deadlineNanos);
        } else {
            new Answer.Entries(waiting.read.request(), List.of(), waiting.from, log.delivered()).send(waiting.link);
        }
    }

    /// Looks again at reads that wait, if the log has grown, or if one waits for what is delivered and on its way
    /// into the storage.
    void turnEnded() {
        if (looked != log.delivered() || unreadable) {
            looked = log.delivered();
            unreadable = false;
            retry();
        }
    }

    /// Answers those whose time is over.
    void tick(long nowNanos) {
        if (wakeAt <= nowNanos) {
            retry();
        }
    }

    long wakeAtNanos() {
        return wakeAt;
    }

    private void retry() {
        List<Waiting> again = parked;
        parked = new ArrayList<>();
        wakeAt = Long.MAX_VALUE;
        again.forEach(this::read);
    }

    void closed(Link link) {
        parked.removeIf(waiting -> waiting.link.equals(link));
    }

    private static void fail(Link link, long request, IthacaException why) {
        new Answer.Failure(request, why.code(), why.outcome(), String.valueOf(why.getMessage())).send(link);
    }
}
