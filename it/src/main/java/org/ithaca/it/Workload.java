package org.ithaca.it;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.SplitMix;
import org.ithaca.client.Answer;
import org.ithaca.client.AppendListener;
import org.ithaca.client.AppendRun;
import org.ithaca.client.Call;
import org.ithaca.client.ReadLevel;
import org.ithaca.client.Request;
import org.ithaca.cluster.LogChain;
import org.ithaca.cluster.LogKind;
import org.ithaca.log.Level;
import org.ithaca.log.Plan;
import org.ithaca.log.RunEntries;
import org.ithaca.log.RunWriter;
import org.ithaca.sim.ReadChecker;
import org.ithaca.sim.ViolationException;

/// What one client does: requests of every kind, some at a time, until it is told to stop.
final class Workload {
    /// Now and then an entry that makes a run which is a batch by itself.
    private static final int EVERY_LARGE = 199;

    private static final int LARGE_BYTES = 66_000;

    private static final String RAW = "raw";
    private static final String OBJECTS = "objects";
    private static final int MOST_UNDER_WAY = 4;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);
    private static final long LONG = TimeUnit.SECONDS.toNanos(600);

    private final SimClient client;
    private final Shape shape;
    private final Witness witness;
    private final SplitMix random;
    private final MapWorkload maps;
    private final Map<LogId, Long> numbers = new HashMap<>();
    private final Map<LogId, Long> highest = new HashMap<>();
    private int underWay;
    private long since;
    private long longestWait;
    private boolean working = true;

    Workload(SimClient client, Shape shape, Witness witness) {
        this.client = client;
        this.shape = shape;
        this.witness = witness;
        random = witness.world().random("workload of " + client.name());
        maps = new MapWorkload(this, witness, random);
        client.post(() -> create(RAW, LogKind.RAW, shape.raw().getFirst()));
        client.post(() -> create(OBJECTS, LogKind.OBJECTS, shape.maps()));
        client.post(this::step);
    }

    SimClient client() {
        return client;
    }

    /// No new requests from now on.
    void stop() {
        working = false;
    }

    /// Whether every request it made has ended.
    boolean idle() {
        return underWay == 0 && !working;
    }

    /// Whether the client knows both logs.
    boolean ready() {
        return log(RAW).isPresent() && log(OBJECTS).isPresent();
    }

    private Optional<LogChain> log(String name) {
        return client.core().layout().flatMap(layout -> layout.log(name));
    }

    void began() {
        if (underWay++ == 0) {
            since = client.now();
        }
    }

    void ended() {
        underWay--;
        longestWait = Math.max(longestWait, client.now() - since);
        since = client.now();
        witness.answered();
    }

    /// Forgets what [#longestWait] was until now.
    void measure() {
        longestWait = 0;
    }

    /// Longest time it waited for the next answer, in nanoseconds.
    long longestWait() {
        return longestWait;
    }

    /// A deadline on the client's clock: mostly one that is never reached.
    long deadline() {
        boolean hurry = shape.hurried() && random.oneIn(4);
        return client.now() + (hurry ? TimeUnit.MILLISECONDS.toNanos(20 + random.below(3_000)) : LONG);
    }

    /// How appends to a log are to be kept.
    Level level() {
        return !shape.durable() || (shape.ordered() && random.oneIn(2)) ? Level.ORDERED : Level.DURABLE;
    }

    private void create(String name, LogKind kind, Plan plan) {
        began();
        client.core()
                .call(Call.changing(
                        PATIENCE,
                        client.now() + LONG,
                        request -> new Request.CreateLog(request, name, kind, plan),
                        answer -> ended(),
                        why -> {
                            ended();
                            client.postAfter(PATIENCE / 10, () -> create(name, kind, plan));
                        }));
    }

    private void step() {
        if (!working) {
            return;
        }
        for (int left = random.oneIn(5) ? MOST_UNDER_WAY : 1; left > 0 && underWay < MOST_UNDER_WAY; left--) {
            log(RAW).ifPresent(raw -> log(OBJECTS).ifPresent(objects -> request(raw.id(), objects.id())));
        }
        long pause = shape.pauseNanos();
        client.postAfter(1 + (random.nextLong() >>> 1) % (2 * pause), this::step);
    }

    private void request(LogId raw, LogId objects) {
        switch (random.below(20)) {
            case 0, 1, 2, 3, 4, 5 -> append(raw);
            case 6, 7 -> tail(raw);
            case 8, 9 -> read(raw, random.oneIn(2) ? ReadLevel.STABLE : ReadLevel.LINEARIZABLE);
            case 10, 11, 12 -> maps.ask(objects);
            case 13 -> rare(raw);
            default -> maps.change(objects);
        }
    }

    private void rare(LogId raw) {
        if (random.oneIn(3)) {
            trim(raw);
        } else if (random.oneIn(3)) {
            changePlan(raw);
        } else {
            append(raw);
        }
    }

    private void append(LogId log) {
        int count = 1 + (random.oneIn(3) ? random.below(5) : 0);
        RunWriter run = new RunWriter(64);
        Bytes[] entries = new Bytes[count];
        for (int i = 0; i < count; i++) {
            long number = numbers.merge(log, 1L, Long::sum);
            int padding = random.oneIn(10) ? random.below(2_000) : random.below(60);
            int large = number % EVERY_LARGE == 0 ? LARGE_BYTES : 0;
            entries[i] = Witness.Raw.entry(client.number(), number, large + padding);
            witness.invoked(log, entries[i]);
            run.add(entries[i]);
        }
        began();
        Level level = level();
        client.core().append(log, new AppendRun(run, level, deadline(), new RawAppend(log, entries, level)));
    }

    /// What becomes of a run of raw entries.
    private final class RawAppend implements AppendListener {
        private final LogId log;
        private final Bytes[] entries;
        private final boolean[] told;
        private final Level level;

        RawAppend(LogId log, Bytes[] entries, Level level) {
            this.log = log;
            this.entries = entries;
            this.level = level;
            told = new boolean[entries.length];
        }

        @Override
        public void appended(int index, int count, long position, List<Bytes> results) {
            for (int i = 0; i < count; i++) {
                told[index + i] = true;
                witness.acknowledged(log, entries[index + i], position + i, level == Level.DURABLE);
            }
            highest.merge(log, position + count, Math::max);
        }

        @Override
        public void failed(IthacaException error) {
            doubt(error);
            for (int i = 0; i < entries.length; i++) {
                if (!told[i]) {
                    witness.failed(log, entries[i], error);
                }
            }
        }

        @Override
        public void released() {
            ended();
        }
    }

    /// Where sessions are never evicted, none may be forgotten.
    void doubt(IthacaException error) {
        boolean evicted = shape.limits().sessions().sessions() < Shape.SESSIONS;
        if (error.code() == IthacaException.Code.SESSION_EXPIRED && !evicted) {
            throw new ViolationException(3, client.name() + " was told: " + error.getMessage());
        }
    }

    private void tail(LogId log) {
        began();
        ReadChecker.Read read = witness.reads().began(log.value());
        call(log, request -> new Request.Tail(request, log, ReadLevel.LINEARIZABLE), answer -> {
            if (answer instanceof Answer.TailAt tail) {
                witness.reads().ended(read, tail.position());
                highest.merge(log, tail.position(), Math::max);
            }
        });
    }

    private void read(LogId log, ReadLevel level) {
        began();
        ReadChecker.Read read = witness.reads().began(log.value());
        long top = highest.getOrDefault(log, 0L) + 1;
        long from = random.oneIn(3) ? 0 : (random.nextLong() >>> 1) % top;
        int most = 1 + random.below(20);
        int wait = random.oneIn(3) ? random.below(200) : 0;
        call(log, request -> new Request.Read(request, log, from, most, 4_096, wait, level), answer -> {
            if (answer instanceof Answer.Entries entries) {
                seen(log, from, entries);
                if (level == ReadLevel.LINEARIZABLE) {
                    witness.reads().ended(read, entries.delivered());
                }
            }
        });
    }

    private void seen(LogId log, long from, Answer.Entries answer) {
        boolean first = true;
        for (Answer.Segment segment : answer.segments()) {
            for (RunEntries entries = RunEntries.of(segment.entries(), segment.count()); entries.next(); ) {
                long position = segment.position() + entries.index();
                witness.seen(log, position, entries.entry());
                if (first) {
                    witness.reads().readAt(log.value(), from, "the first entry from there", position);
                }
                first = false;
            }
        }
    }

    private void trim(LogId log) {
        long below = highest.getOrDefault(log, 0L) / 2;
        began();
        change(request -> new Request.Trim(request, log, below));
    }

    private void changePlan(LogId log) {
        Plan plan = shape.raw().get(random.below(shape.raw().size()));
        began();
        change(request -> new Request.ChangePlan(request, log, plan));
    }

    private void change(java.util.function.LongFunction<Request> form) {
        client.core().call(Call.changing(PATIENCE, deadline(), form, answer -> ended(), why -> ended()));
    }

    /// Asks a question; what is to be done with the answer comes before the request counts as ended.
    void call(LogId log, java.util.function.LongFunction<Request> form, java.util.function.Consumer<Answer> answered) {
        client.core()
                .call(Call.reading(
                        log,
                        PATIENCE,
                        deadline(),
                        form,
                        answer -> {
                            answered.accept(answer);
                            ended();
                        },
                        why -> ended()));
    }
}
