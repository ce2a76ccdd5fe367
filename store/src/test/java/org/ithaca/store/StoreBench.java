package org.ithaca.store;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Locale;
import org.ithaca.base.Bytes;
import org.ithaca.base.Disk;
import org.ithaca.base.Hooks;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.LogletId;
import org.ithaca.base.NodeId;
import org.ithaca.base.SplitMix;

/// Prints how fast a real directory takes appends: not a test, a look.
///
/// Arguments: the class of the [Disk] (`org.ithaca.io.FileDisk`, with `io` on the class path) and an empty
/// directory.
final class StoreBench implements Storage.Listener {
    private static final LogletId LOGLET = new LogletId(new LogId(1), 0);
    private static final long SECONDS = 3;

    private final ArrayDeque<Runnable> posted = new ArrayDeque<>();
    private final QueuedStorage storage;
    private LogletId loglet = LOGLET;
    private long stored;

    private StoreBench(Disk disk) throws java.io.IOException {
        NodeStore store = NodeStore.open(
                disk,
                new Identity("bench", new NodeId(0)),
                StoreConfig.DEFAULT,
                new SplitMix(System.nanoTime()),
                Hooks.NONE);
        storage = new QueuedStorage(store, posted::add, () -> {}, Runnable::run);
        storage.listen(this);
    }

    public static void main(String[] args) throws Exception {
        Disk disk = Class.forName(args[0])
                .asSubclass(Disk.class)
                .getConstructor(Path.class)
                .newInstance(Path.of(args[1]));
        StoreBench bench = new StoreBench(disk);
        int epoch = (int) (System.currentTimeMillis() / 1000 % 1_000_000_000);
        for (int[] shape :
                new int[][] {{100, 1}, {100, 1}, {100, 100}, {4096, 16}, {65_536, 1}, {65_536, 16}, {1 << 20, 8}}) {
            bench.measure(epoch++, shape[0], shape[1]);
        }
        bench.storage.close();
    }

    /// Appends groups of `group` batches of `bytes` bytes, each group forced before the next.
    private void measure(int epoch, int bytes, int group) {
        loglet = new LogletId(new LogId(1), epoch);
        stored = 0;
        storage.open(loglet, Storage.Durability.DISK, 0);
        Bytes batch = Batches.of(1, bytes);
        int crc = batch.crc32c();
        settle();
        long slot = 0;
        long forces = 0;
        long start = System.nanoTime();
        while (System.nanoTime() - start < SECONDS * 1_000_000_000L) {
            for (int i = 0; i < group; i++) {
                storage.append(loglet, slot++, batch, crc);
            }
            settle();
            forces++;
            if (stored != slot) {
                throw new IllegalStateException("stored " + stored + " of " + slot);
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%8d bytes x %4d a force: %9.0f batches/s %7.0f forces/s %8.1f MB/s%n",
                bytes,
                group,
                slot / seconds,
                forces / seconds,
                slot * bytes / seconds / 1e6);
        storage.drop(loglet);
        settle();
    }

    private void settle() {
        boolean worked = true;
        while (worked) {
            worked = storage.runOnce();
        }
        while (!posted.isEmpty()) {
            posted.remove().run();
        }
    }

    @Override
    public void stored(LogletId of, long frontier) {
        stored = of.equals(loglet) ? frontier : stored;
    }

    @Override
    public void full(String message) {
        throw new IllegalStateException(message);
    }

    @Override
    public void roomAgain() {}

    @Override
    public void failed(LogletId of, IthacaException why) {
        throw why;
    }
}
