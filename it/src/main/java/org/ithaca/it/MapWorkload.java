package org.ithaca.it;

import java.util.List;
import java.util.Optional;
import org.ithaca.base.ByteReader;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.SplitMix;
import org.ithaca.client.Answer;
import org.ithaca.client.AppendListener;
import org.ithaca.client.AppendRun;
import org.ithaca.client.ReadLevel;
import org.ithaca.client.Request;
import org.ithaca.log.RunWriter;
import org.ithaca.object.MapOperation;
import org.ithaca.object.ObjectHost;
import org.ithaca.object.ObjectType;

/// What one client does to a map, in the words of the product and in those of the checker.
final class MapWorkload {
    /// Name of the one map.
    static final String MAP = "map";
    private static final int KEYS = 3;

    private final Workload workload;
    private final Witness witness;
    private final SplitMix random;
    private int written;
    private int lastWritten;

    MapWorkload(Workload workload, Witness witness, SplitMix random) {
        this.workload = workload;
        this.witness = witness;
        this.random = random;
    }

    private Bytes key() {
        return Bytes.utf8("k" + random.below(KEYS));
    }

    private Bytes value(int number) {
        return Bytes.utf8(workload.client().name() + "/" + number);
    }

    /// Changes the map.
    void change(LogId log) {
        Bytes key = key();
        Bytes fresh = value(++written);
        Bytes expected = value(lastWritten);
        MapOperation operation = switch (random.below(12)) {
            case 0 -> new MapOperation.PutIfAbsent(key, fresh);
            case 1 -> new MapOperation.Remove(key);
            case 2 -> new MapOperation.RemoveExactly(key, expected);
            case 3 -> new MapOperation.Replace(key, fresh);
            case 4, 5 -> new MapOperation.ReplaceExactly(key, expected, fresh);
            default -> new MapOperation.Put(key, fresh);
        };
        lastWritten = written;
        int number = witness.maps().invoked(workload.client().name(), key.utf8(), model(operation));
        Bytes entry = ObjectHost.address(ObjectType.MAP, MAP, operation.encode());
        workload.began();
        AppendRun run = new AppendRun(
                new RunWriter(64).add(entry), workload.level(), workload.deadline(), new Change(number, operation));
        workload.client().core().append(log, run);
    }

    private static org.ithaca.sim.MapOperation model(MapOperation operation) {
        return switch (operation) {
            case MapOperation.Put(Bytes _, Bytes value) -> new org.ithaca.sim.MapOperation.Put(value);
            case MapOperation.PutIfAbsent(Bytes _, Bytes value) -> new org.ithaca.sim.MapOperation.PutIfAbsent(value);
            case MapOperation.Remove(Bytes _) -> new org.ithaca.sim.MapOperation.Remove();
            case MapOperation.RemoveExactly(Bytes _, Bytes expected) ->
                new org.ithaca.sim.MapOperation.RemoveIf(expected);
            case MapOperation.Replace(Bytes _, Bytes value) -> new org.ithaca.sim.MapOperation.Replace(value);
            case MapOperation.ReplaceExactly(Bytes _, Bytes expected, Bytes value) ->
                new org.ithaca.sim.MapOperation.ReplaceIf(expected, value);
            case MapOperation.Get _ -> new org.ithaca.sim.MapOperation.Get();
            case MapOperation.Clear _, MapOperation.Size _, MapOperation.Scan _ ->
                throw new IllegalArgumentException(operation + " is about more than one key");
        };
    }

    private static Object result(MapOperation operation, Bytes answer) {
        Optional<Object> value = Optional.ofNullable(MapOperation.optional(new ByteReader(ObjectHost.result(answer))));
        return switch (operation) {
            case MapOperation.RemoveExactly _, MapOperation.ReplaceExactly _ -> value.isPresent();
            default -> value.map(bytes -> ((Bytes) bytes).compact());
        };
    }

    /// What becomes of a change.
    private final class Change implements AppendListener {
        private final int number;
        private final MapOperation operation;

        Change(int number, MapOperation operation) {
            this.number = number;
            this.operation = operation;
        }

        @Override
        public void appended(int index, int count, long position, List<Bytes> results) {
            if (results.isEmpty()) {
                throw new IllegalStateException("a change of a map was answered without its result");
            }
            witness.maps().completed(number, result(operation, results.getFirst()));
        }

        @Override
        public void failed(IthacaException error) {
            workload.doubt(error);
            if (error.outcome() == IthacaException.Outcome.NOT_DONE) {
                witness.maps().refused(number);
            }
        }

        @Override
        public void released() {
            workload.ended();
        }
    }

    /// Reads a key, linearizably.
    void ask(LogId log) {
        Bytes key = key();
        MapOperation get = new MapOperation.Get(key);
        int number = witness.maps().invoked(workload.client().name(), key.utf8(), model(get));
        Bytes question = ObjectHost.address(ObjectType.MAP, MAP, get.encode());
        workload.began();
        workload.call(log, request -> new Request.Query(request, log, ReadLevel.LINEARIZABLE, question), answer -> {
            if (answer instanceof Answer.Result found) {
                witness.maps().completed(number, result(get, found.result()));
            }
        });
    }
}
