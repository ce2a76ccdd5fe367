package org.ithaca.sim;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.ithaca.base.Disk;
import org.ithaca.base.DiskFile;
import org.ithaca.base.SplitMix;

/// The disk of one machine, in memory, with every misbehaviour the [Disk] port allows.
///
/// Two kinds of crash: when only the process dies, the operating system has all that was written; when the
/// power goes, each 512-byte sector that was not forced is kept, lost or torn, and directory operations
/// that were not forced are undone from some point on, for each directory apart.
public final class SimDisk implements Disk {
    private static final long MICRO = 1_000;

    private final Simulator world;
    private final String name;
    private final Runnable powerCut;
    private final SplitMix random;
    private SimDirectory directory;
    private final DiskFaults faults = new DiskFaults();
    private int run;

    SimDisk(Simulator world, String name, Runnable powerCut) {
        this.world = world;
        this.name = name;
        this.powerCut = powerCut;
        random = world.random("disk of " + name);
        directory = new SimDirectory();
    }

    /// What goes wrong from now on.
    public DiskFaults faults() {
        return faults;
    }

    /// Flips a bit in one of the files whose path `eligible` accepts; whether there was one with content.
    public boolean flipBit(Predicate<String> eligible) {
        List<SimFile> candidates = new ArrayList<>();
        directory.shown().forEach((path, file) -> {
            if (file.size() > 0 && eligible.test(path)) {
                candidates.add(file);
            }
        });
        if (candidates.isEmpty()) {
            return false;
        }
        candidates.get(random.below(candidates.size())).flip(random);
        world.fault(FaultKind.BIT_FLIP, name);
        return true;
    }

    /// Replaces the disk by an empty one. Only while nothing runs on it.
    public void wipe() {
        directory = new SimDirectory();
        world.note(name, "wiped", 0, 0, 0);
    }

    /// Bytes in all files.
    public long usedBytes() {
        return directory.shown().values().stream().mapToLong(SimFile::size).sum();
    }

    @Override
    public DiskFile open(String path) throws IOException {
        SimFile file = directory.shown().get(path);
        if (file == null) {
            throw new FileNotFoundException(path);
        }
        return new SimDiskFile(this, file, path, run);
    }

    @Override
    public DiskFile create(String path) throws IOException {
        if (directory.shown().containsKey(path)) {
            throw new FileAlreadyExistsException(path);
        }
        directory.requireParent(path);
        mutates("create", path);
        refuseIfFull(path);
        SimFile file = new SimFile();
        directory.put(path, file);
        return new SimDiskFile(this, file, path, run);
    }

    @Override
    public boolean exists(String path) {
        return directory.exists(path);
    }

    @Override
    public List<String> list(String path) {
        return directory.list(path);
    }

    @Override
    public void createDirectories(String path) throws IOException {
        if (!directory.exists(path)) {
            mutates("mkdir", path);
            refuseIfFull(path);
            directory.make(path);
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        if (!directory.shown().containsKey(from)) {
            throw new FileNotFoundException(from);
        }
        directory.requireParent(to);
        mutates("rename", to);
        directory.rename(from, to);
    }

    @Override
    public void delete(String path) throws IOException {
        if (directory.exists(path)) {
            mutates("delete", path);
            directory.delete(path);
        }
    }

    @Override
    public void forceDirectory(String path) throws IOException {
        mutates("force-dir", path);
        if (!lies()) {
            directory.force(path);
        }
    }

    void write(SimFile file, String path, long at, ByteBuffer source) throws IOException {
        long size = source.remaining();
        world.note(name, "write", at, size, path.hashCode());
        boolean full = faults.full() && at + size > file.size();
        boolean dies = faults.countDown();
        if (full || dies) {
            source.limit(source.position() + random.below((int) size + 1));
        }
        file.write(at, source, random);
        if (dies) {
            die();
        }
        if (full) {
            refuseIfFull(path);
        }
    }

    void force(SimFile file, String path) throws IOException {
        mutates("force", path);
        if (faults.forceFails(random)) {
            file.forceFails(random);
            world.fault(FaultKind.FORCE_FAILS, name);
            throw new IOException("forcing " + path + " failed");
        }
        if (!lies()) {
            file.force();
        }
    }

    void truncate(SimFile file, String path, long size) {
        mutates("truncate", path);
        file.truncate(size, random);
    }

    void requireRun(int opened, String path) {
        if (opened != run) {
            throw new IllegalStateException(path + " was opened by a process that is dead");
        }
    }

    private boolean lies() {
        if (faults.forceLies()) {
            world.fault(FaultKind.FORCE_LIES, name);
            return true;
        }
        return false;
    }

    private void refuseIfFull(String path) throws FullException {
        if (faults.full()) {
            world.fault(FaultKind.DISK_FULL, name);
            throw new FullException("no room for " + path);
        }
    }

    private void mutates(String verb, String path) {
        world.note(name, verb, path.hashCode(), 0, 0);
        if (faults.countDown()) {
            die();
        }
    }

    private void die() {
        world.fault(FaultKind.POWER_LOSS_IN_WRITE, name);
        powerCut.run();
        throw new ProcessKilled(name);
    }

    /// How long the next job of a worker takes.
    long latency(SplitMix draws) {
        long usual = (30 + draws.below(120)) * MICRO;
        return faults.slow() ? usual * (20 + draws.below(200)) : usual;
    }

    /// The process died: what it had open is closed.
    void closed() {
        run++;
        faults.disarm();
    }

    /// The power is gone.
    void losePower() {
        for (int undone = directory.losePower(random); undone > 0; undone--) {
            world.fault(FaultKind.DIRECTORY_UNDONE, name);
        }
        for (SimFile file : directory.shown().values()) {
            if (file.losePower(random) > 0) {
                world.fault(FaultKind.TORN_WRITE, name);
            }
        }
    }
}
