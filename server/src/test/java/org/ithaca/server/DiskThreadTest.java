package org.ithaca.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.ithaca.base.Bytes;
import org.ithaca.base.Hooks;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.NodeId;
import org.ithaca.base.SplitMix;
import org.ithaca.io.FileDisk;
import org.ithaca.store.Identity;
import org.ithaca.store.NodeStore;
import org.ithaca.store.QueuedStorage;
import org.ithaca.store.Storage;
import org.ithaca.store.StoreConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The two threads of a real directory, with batches so large that each force is the second one's.
class DiskThreadTest {
    private static final LogletId LOGLET = new LogletId(new LogId(1), 0);
    private static final int BATCHES = 40;
    private static final int BATCH_BYTES = 1 << 20;

    @TempDir
    private Path directory;

    private NodeStore open() throws IOException {
        Identity identity = new Identity("test", new NodeId(0));
        StoreConfig config = new StoreConfig(8 << 20, 0, 1 << 20, 1 << 20, 512 << 10);
        return NodeStore.open(new FileDisk(directory), identity, config, new SplitMix(1), Hooks.NONE);
    }

    private static Bytes batch(int slot) {
        byte[] content = new byte[BATCH_BYTES];
        Arrays.fill(content, (byte) slot);
        return Bytes.wrap(content);
    }

    /// How far it was stored, as the core heard it.
    private static final class Heard implements Storage.Listener {
        final AtomicLong stored = new AtomicLong();
        final CompletableFuture<Boolean> half = new CompletableFuture<>();

        @Override
        public void stored(LogletId loglet, long frontier) {
            stored.set(frontier);
            if (frontier >= BATCHES / 2) {
                half.complete(true);
            }
        }

        @Override
        public void full(String message) {
            half.completeExceptionally(new AssertionError(message));
        }

        @Override
        public void roomAgain() {}

        @Override
        public void failed(LogletId loglet, IthacaException why) {
            half.completeExceptionally(why);
        }

        @Override
        public void broken(IthacaException why) {
            half.completeExceptionally(why);
        }
    }

    @Test
    void whatIsWrittenBesideForcesIsReportedAndKept() throws Exception {
        Heard heard = new Heard();
        try (ExecutorService core = Executors.newSingleThreadExecutor()) {
            DiskThread disk = new DiskThread(heard.half::completeExceptionally);
            QueuedStorage storage = new QueuedStorage(open(), core::execute, disk::wake, disk::aside);
            storage.listen(heard);
            disk.start(storage);
            core.submit(() -> {
                        storage.open(LOGLET, Storage.Durability.DISK, 0);
                        for (int slot = 0; slot < BATCHES; slot++) {
                            Bytes batch = batch(slot);
                            storage.append(LOGLET, slot, batch, batch.crc32c());
                            Thread.sleep(1);
                        }
                        return null;
                    })
                    .get(1, TimeUnit.MINUTES);
            heard.half.get(1, TimeUnit.MINUTES);
            disk.close();
        }
        assertEquals(BATCHES, heard.stored.get(), "a close waits for forces and reports them");
        NodeStore again = open();
        long held = again.recovered().loglets().get(LOGLET).held();
        again.close();
        assertTrue(held >= BATCHES, () -> "held " + held);
    }
}
