package org.ithaca.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Position;
import org.ithaca.cluster.LogKind;
import org.ithaca.log.Limits;
import org.junit.jupiter.api.Test;

/// The client as users see it, over real sockets.
class IthacaTest {
    private static Bytes entry(int i) {
        return Bytes.utf8("entry " + i);
    }

    private static IthacaException failure(CompletableFuture<?> future) {
        CompletionException thrown = assertThrows(CompletionException.class, future::join);
        return assertInstanceOf(IthacaException.class, thrown.getCause());
    }

    @Test
    void whatIsAppendedIsReadInOrderAtTheAnsweredPositions() {
        try (LoopbackServer server = new LoopbackServer();
                Ithaca ithaca = Ithaca.connect(server.address())) {
            Log log = ithaca.log("orders");
            List<CompletableFuture<Position>> futures = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                futures.add(log.append(entry(i)));
            }
            List<Entry> expected = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                expected.add(new Entry(futures.get(i).join(), entry(i)));
            }
            List<Entry> read = new ArrayList<>();
            LogCursor cursor = log.follow(Position.START);
            while (read.size() < 10_000) {
                read.addAll(cursor.poll());
            }
            assertEquals(expected, read);
            assertEquals(
                    expected.subList(500, 507),
                    log.read(expected.get(500).position(), 7).join().entries());
            assertTrue(log.tail(ReadLevel.LINEARIZABLE).join().value()
                    > expected.getLast().position().value());
            assertEquals(
                    3,
                    log.appendAll(List.of(entry(1), entry(2), entry(3))).join().size());
        }
    }

    /// Completes with what it was told; fails the thread that tells it if it is meant to.
    private record Told(CompletableFuture<Position> answer, boolean throwing) implements AppendCallback {
        @Override
        public void appended(Position position) {
            answer.complete(position);
            if (throwing) {
                throw new IllegalStateException("the caller's own mistake, on purpose");
            }
        }

        @Override
        public void failed(IthacaException error) {
            answer.completeExceptionally(error);
        }
    }

    @Test
    void callbacksAreToldOncePerAppendAndThoseThatThrowHarmNobody() {
        try (LoopbackServer server = new LoopbackServer();
                Ithaca ithaca = Ithaca.connect(server.address())) {
            Log log = ithaca.log("orders");
            List<Told> told = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                Told each = new Told(new CompletableFuture<>(), i % 100 == 99);
                told.add(each);
                log.append(entry(i), each);
            }
            List<Entry> expected = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                expected.add(new Entry(told.get(i).answer().join(), entry(i)));
            }
            assertEquals(expected, log.read(Position.START, 1000).join().entries());
            Told large = new Told(new CompletableFuture<>(), false);
            log.append(Bytes.wrap(new byte[Limits.MAX_ENTRY_BYTES + 1]), large);
            assertTrue(large.answer().isDone(), "refused before the call returned");
            assertEquals(IthacaException.Code.TOO_LARGE, failure(large.answer()).code());
        }
    }

    @Test
    void aLogIsMadeOnceAndFoundByEveryone() {
        try (LoopbackServer server = new LoopbackServer();
                Ithaca one = Ithaca.connect(server.address());
                Ithaca other = Ithaca.connect(server.address())) {
            Log made = one.log("orders");
            made.append(entry(1)).join();
            other.admin().status().join();
            assertEquals(made.id(), other.existing("orders").orElseThrow().id());
            assertEquals(made, one.log("orders"));
            assertFalse(other.existing("nothing").isPresent());
            IthacaException conflict = assertThrows(
                    IthacaException.class, () -> other.log("orders", LogKind.OBJECTS, Ithaca.DEFAULT_PLAN));
            assertEquals(IthacaException.Code.CONFLICT, conflict.code());
        }
    }

    @Test
    void errorsAreToldApart() {
        try (LoopbackServer server = new LoopbackServer();
                Ithaca ithaca = Ithaca.connect(server.address())) {
            Log log = ithaca.log("orders");
            IthacaException large = failure(log.append(new byte[Limits.MAX_ENTRY_BYTES + 1]));
            assertEquals(IthacaException.Code.TOO_LARGE, large.code());
            assertEquals(IthacaException.Outcome.NOT_DONE, large.outcome());
            IthacaException invalid = failure(log.trim(Position.START));
            assertEquals(IthacaException.Code.INVALID, invalid.code());
            assertEquals(
                    Bytes.utf8("?"),
                    log.query(Bytes.utf8("?"), ReadLevel.STABLE).join());
        }
    }

    @Test
    void anAppendThatWasSentAndNotAnsweredIsUnknown() {
        try (LoopbackServer server = new LoopbackServer()) {
            ClientOptions options = ClientOptions.of(server.address());
            Log log;
            CompletableFuture<Position> sent;
            try (Ithaca ithaca = Ithaca.connect(options)) {
                log = ithaca.log("orders");
                log.append(entry(0)).join();
                server.mute = true;
                sent = log.append(entry(1));
                ithaca.admin().status().join();
            }
            IthacaException unknown = failure(sent);
            assertEquals(IthacaException.Outcome.UNKNOWN, unknown.outcome());
            IthacaException after = failure(log.append(entry(2)));
            assertEquals(IthacaException.Code.CLOSED, after.code());
            assertEquals(IthacaException.Outcome.NOT_DONE, after.outcome());
        }
    }

    @Test
    void aFullWindowRefusesOrWaitsUntilTheDeadline() {
        try (LoopbackServer server = new LoopbackServer()) {
            ClientOptions small = ClientOptions.of(server.address()).withWindow(1 << 20, 10);
            try (Ithaca failing = Ithaca.connect(small.withOverload(ClientOptions.Overload.FAIL))) {
                Log log = failing.log("orders");
                server.mute = true;
                List<CompletableFuture<Position>> futures = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    futures.add(log.append(entry(i)));
                }
                IthacaException refused = failure(log.append(entry(10)));
                assertEquals(IthacaException.Code.OVERLOADED, refused.code());
                assertEquals(IthacaException.Outcome.NOT_DONE, refused.outcome());
                futures.forEach(future -> assertFalse(future.isDone()));
            }
            server.mute = false;
            try (Ithaca waiting = Ithaca.connect(small)) {
                Log log = waiting.log("orders");
                List<CompletableFuture<Position>> futures = new ArrayList<>();
                for (int i = 0; i < 1000; i++) {
                    futures.add(log.append(entry(i)));
                }
                futures.forEach(CompletableFuture::join);
            }
        }
    }

    @Test
    void nobodyThereIsSaidAtTheDeadline() {
        ClientOptions options = ClientOptions.of("127.0.0.1:1").withDeadline(Duration.ofMillis(200));
        IthacaException thrown = assertThrows(IthacaException.class, () -> Ithaca.connect(options));
        assertEquals(IthacaException.Code.UNAVAILABLE, thrown.code());
    }
}
