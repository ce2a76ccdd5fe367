package org.ithaca.client;

import java.util.concurrent.CompletableFuture;
import org.ithaca.base.Bytes;
import org.ithaca.base.IthacaException;
import org.ithaca.base.Position;

/// What is waiting for one entry. One object an entry: the future itself.
sealed interface Completion {
    /// The entry is in the log.
    void appended(long position, Bytes result);

    void failed(IthacaException error);

    /// Waits for the position.
    final class ForPosition extends CompletableFuture<Position> implements Completion {
        @Override
        public void appended(long position, Bytes result) {
            complete(new Position(position));
        }

        @Override
        public void failed(IthacaException error) {
            completeExceptionally(error);
        }
    }

    /// Waits for what the objects answer.
    final class ForResult extends CompletableFuture<Bytes> implements Completion {
        @Override
        public void appended(long position, Bytes result) {
            complete(result);
        }

        @Override
        public void failed(IthacaException error) {
            completeExceptionally(error);
        }
    }

    /// Tells a callback.
    record ForCallback(AppendCallback callback) implements Completion {
        @Override
        public void appended(long position, Bytes result) {
            try {
                callback.appended(new Position(position));
            } catch (RuntimeException | Error e) {
                uncaught(e);
            }
        }

        @Override
        public void failed(IthacaException error) {
            try {
                callback.failed(error);
            } catch (RuntimeException | Error e) {
                uncaught(e);
            }
        }

        /// As a future keeps to itself what its dependents throw: others wait behind this one.
        private static void uncaught(Throwable thrown) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        }
    }
}
