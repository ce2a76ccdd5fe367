package org.ithaca.peers;

import java.util.concurrent.CompletableFuture;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Position;
import org.ithaca.client.AppendCallback;
import org.ithaca.client.Ithaca;
import org.ithaca.client.Log;
import org.ithaca.cluster.LogKind;
import org.ithaca.log.Plan;
import org.ithaca.object.Codec;
import org.ithaca.object.ReplicatedMap;
import org.jspecify.annotations.Nullable;

/// A client of Ithaca with default options.
final class IthacaLink implements Link {
    /// The log that is appended to.
    static final String LOG = "peers";

    private final Ithaca ithaca;
    private final Plan plan;
    private final Acks acks;
    private final Log log;
    private @Nullable ReplicatedMap<String, Bytes> map;
    private byte[] held = {};
    private Bytes entry = Bytes.wrap(held);
    private volatile long newest;
    private CompletableFuture<?> trimmed = CompletableFuture.completedFuture(null);

    IthacaLink(Ithaca ithaca, boolean durable, Acks acks) {
        this.ithaca = ithaca;
        this.acks = acks;
        plan = new Plan(
                Ithaca.DEFAULT_PLAN.order(), Ithaca.DEFAULT_PLAN.quorum(), Ithaca.DEFAULT_PLAN.spread(), durable);
        log = ithaca.log(LOG, LogKind.RAW, plan);
    }

    @Override
    public boolean send(Work work, byte[] payload, long token) {
        if (held != payload) {
            held = payload;
            entry = Bytes.wrap(payload);
        }
        switch (work) {
            case APPEND -> log.append(entry, new Appended(token));
            case READ -> {
                var unused = map().getAsync(Keys.of(token)).whenComplete((value, error) -> ended(token, error));
            }
            case PUT -> {
                var unused = map().putAsync(Keys.of(token), entry).whenComplete((old, error) -> ended(token, error));
            }
        }
        return true;
    }

    /// Waits for one append.
    private final class Appended implements AppendCallback {
        private final long token;

        Appended(long token) {
            this.token = token;
        }

        @Override
        public void appended(Position position) {
            newest = position.value();
            acks.done(token);
        }

        @Override
        public void failed(IthacaException error) {
            acks.failed(token);
        }
    }

    private void ended(long token, @Nullable Throwable error) {
        if (error == null) {
            acks.done(token);
        } else {
            acks.failed(token);
        }
    }

    /// The map, with a value for each key; linearizable as it is opened.
    private ReplicatedMap<String, Bytes> map() {
        ReplicatedMap<String, Bytes> open = map;
        if (open == null) {
            Log objects = ithaca.log(ReplicatedMap.DEFAULT_LOG, LogKind.OBJECTS, plan);
            open = ReplicatedMap.in(objects, "peers", Codec.TEXT, Codec.BYTES);
            for (int key = 0; key < Keys.COUNT; key++) {
                open.putAsync(Keys.name(key), entry).join();
            }
            map = open;
        }
        return open;
    }

    @Override
    public void trim() {
        if (trimmed.isDone() && newest > 0) {
            trimmed = log.trim(new Position(newest)).exceptionally(IthacaLink::untrimmed);
        }
    }

    private static @Nullable Void untrimmed(Throwable error) {
        if (!(error instanceof IthacaException)) {
            System.err.println("not trimmed: " + error);
        }
        return null;
    }

    @Override
    public void close() {
        ithaca.close();
    }
}
