package org.ithaca.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.ithaca.base.Bytes;
import org.ithaca.base.Disk;
import org.ithaca.base.DiskFile;
import org.jspecify.annotations.Nullable;

/// An append-only file of checksummed records: what segments, the state journal and repairs have in common.
///
/// Records are *staged*, then written together by one gather write that does not copy their payloads, then
/// forced. A write that fails for want of room changes nothing and may be tried again.
final class RecordFile implements Closeable {
    private static final int SMALL_WRITE_BYTES = 256 << 10;
    private static final int FIRST_STEP_BYTES = 64 << 10;
    private static final byte[] ZEROS = new byte[64 << 10];

    private final DiskFile file;
    private final String path;
    private final RecordCodec codec;
    private final List<ByteBuffer> staged = new ArrayList<>();
    private long tail = FileHeader.RECORDS_AT;
    private long stagedEnd = FileHeader.RECORDS_AT;
    private long stagedAligned = FileHeader.RECORDS_AT;
    private long allocated;
    private long unforced;
    private boolean dirty;
    private boolean forceFailed;

    private RecordFile(DiskFile file, String path, FileHeader header) throws IOException {
        this.file = file;
        this.path = path;
        codec = new RecordCodec(header.key());
        allocated = file.size();
    }

    /// Makes the file with its header, forced; durable once its directory is forced too. If there is no room
    /// nothing stays behind.
    static RecordFile create(Disk disk, String path, FileHeader header) throws IOException {
        disk.delete(path);
        DiskFile file = disk.create(path);
        try {
            writeHeader(file, header);
            return new RecordFile(file, path, header);
        } catch (IOException e) {
            file.close();
            disk.delete(path);
            throw e;
        }
    }

    /// As [#create], out of a file whose content is not needed any more. It has its header before it has its name.
    static RecordFile renew(Disk disk, String old, String path, FileHeader header) throws IOException {
        DiskFile file = disk.open(old);
        try {
            writeHeader(file, header);
            disk.rename(old, path);
            return new RecordFile(file, path, header);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static void writeHeader(DiskFile file, FileHeader header) throws IOException {
        ByteBuffer gap = ByteBuffer.allocate(FileHeader.COPY_AT - FileHeader.BYTES);
        ByteBuffer end = ByteBuffer.allocate(FileHeader.RECORDS_AT - FileHeader.COPY_AT - FileHeader.BYTES);
        file.write(0, header.encode(), gap, header.encode(), end);
        file.force();
    }

    /// Opens a file whose header is known; the records in it are the caller's to scan, then [#continueAt].
    static RecordFile open(Disk disk, String path, FileHeader header) throws IOException {
        return new RecordFile(disk.open(path), path, header);
    }

    /// The header of a file, from either copy; null if both are damaged.
    static @Nullable FileHeader readHeader(Disk disk, String path) throws IOException {
        return readHeader(disk, path, any -> true);
    }

    /// The header of a file, from the first copy that is the right one: where a file was renewed and a write of it was
    /// lost, the other copy is another file's.
    static @Nullable FileHeader readHeader(Disk disk, String path, Predicate<FileHeader> right) throws IOException {
        try (DiskFile file = disk.open(path)) {
            ByteBuffer in = ByteBuffer.allocate(FileHeader.COPY_AT + FileHeader.BYTES);
            file.read(0, in);
            for (int at : new int[] {0, FileHeader.COPY_AT}) {
                FileHeader header = FileHeader.decode(in.array(), at, path);
                if (header != null && right.test(header)) {
                    return header;
                }
            }
            return null;
        }
    }

    /// Whether nothing was ever written behind the header: what a crash during [#create] leaves.
    static boolean neverUsed(Disk disk, String path) throws IOException {
        try (DiskFile file = disk.open(path)) {
            FileWindow window = new FileWindow(file, file.size(), FIRST_STEP_BYTES);
            for (long at = FileHeader.RECORDS_AT; window.has(at, 1); at++) {
                if (window.array()[window.index(at)] != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    DiskFile file() {
        return file;
    }

    /// Where it was created or opened; it may have been renamed.
    String path() {
        return path;
    }

    RecordCodec codec() {
        return codec;
    }

    /// Where the next record goes, not counting staged ones.
    long tail() {
        return tail;
    }

    /// The file's length if all staged records were written now.
    long stagedTail() {
        return stagedAligned;
    }

    /// Whether something was written since the last force.
    boolean dirty() {
        return dirty;
    }

    /// Bytes of records written since the last force began.
    long unforced() {
        return unforced;
    }

    /// Bytes the file has ahead of its tail.
    long spare() {
        return Math.max(0, allocated - tail);
    }

    /// Makes `offset`, the end of the last good record, the place of the next one.
    void continueAt(long offset) {
        tail = RecordCodec.align(offset);
        unstage();
    }

    /// Takes a record for the next [#flush]; returns its offset.
    long stage(RecordHeader header, Bytes... payload) {
        long at = stagedAligned;
        staged.add(codec.encode(header, at, (int) (at - stagedEnd)));
        for (Bytes part : payload) {
            if (!part.isEmpty()) {
                staged.add(part.toByteBuffer());
            }
        }
        stagedEnd = at + RecordCodec.HEADER_BYTES + header.length();
        stagedAligned = RecordCodec.align(stagedEnd);
        return at;
    }

    /// Forgets what was staged and not written.
    void unstage() {
        staged.clear();
        stagedEnd = tail;
        stagedAligned = tail;
    }

    /// Writes what was staged; on an error it is unstaged.
    ///
    /// @throws Disk.FullException if there is no room: nothing happened as far as readers can see
    void flush() throws IOException {
        if (staged.isEmpty()) {
            return;
        }
        try {
            requireTrusted();
            file.write(tail, staged.toArray(ByteBuffer[]::new));
            dirty = true;
            unforced += stagedAligned - tail;
            tail = stagedAligned;
            allocated = Math.max(allocated, stagedEnd);
        } finally {
            unstage();
        }
    }

    /// After a small write that reached the end of the file: zeros ahead, at first few, up to `most` at a time
    /// and not beyond `limit`, so that the next forces change no metadata. Large writes would only be written
    /// twice.
    void preallocate(long written, int most, long limit) throws IOException {
        if (written >= SMALL_WRITE_BYTES || allocated > tail) {
            return;
        }
        long step = Math.min(most, Math.max(FIRST_STEP_BYTES, tail));
        long bytes = Math.min(limit, tail + step) - tail;
        if (bytes > 0) {
            reserve(bytes);
        }
    }

    /// Makes sure that the file has `bytes` ahead of its tail, as zeros.
    ///
    /// @throws Disk.FullException if there is no room for them
    void reserve(long bytes) throws IOException {
        if (spare() < bytes) {
            long from = Math.max(allocated, tail);
            dirty = true;
            file.write(from, zeros(tail + bytes - from));
            allocated = tail + bytes;
        }
    }

    private static ByteBuffer[] zeros(long bytes) {
        ByteBuffer[] buffers = new ByteBuffer[(int) ((bytes + ZEROS.length - 1) / ZEROS.length)];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = ByteBuffer.wrap(ZEROS, 0, (int) Math.min(ZEROS.length, bytes - (long) i * ZEROS.length));
        }
        return buffers;
    }

    /// Cuts everything from `offset` on and goes on from there.
    void truncate(long offset) throws IOException {
        file.truncate(offset);
        allocated = offset;
        dirty = true;
        continueAt(offset);
    }

    /// Goes on at `tail` after a restart, with nothing behind it and everything before it durable.
    ///
    /// What may not have been forced, from `from` on, is written anew: after a failed force the operating system
    /// shows bytes that it will never write, and a later force alone would make a lie of them.
    void resume(long from, long newTail, boolean cut) throws IOException {
        if (cut) {
            file.truncate(newTail);
            allocated = newTail;
        }
        continueAt(newTail);
        for (long at = from; at < newTail; at += ZEROS.length) {
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(ZEROS.length, newTail - at));
            file.read(at, piece);
            file.write(at, piece.flip());
        }
        force();
    }

    /// Makes all that was written durable. After it has failed once the file takes nothing any more: what a
    /// second force would say could be wrong.
    void force() throws IOException {
        requireTrusted();
        forceFailed = true;
        file.force();
        forceFailed = false;
        forceBegun();
    }

    /// As [#force], but carried out by the caller's means: what is written from now on is not covered. If it fails,
    /// [#forceFailed] is to be called.
    DiskFile beginForce() throws IOException {
        requireTrusted();
        forceBegun();
        return file;
    }

    private void forceBegun() {
        dirty = false;
        unforced = 0;
    }

    /// A force that was begun has failed.
    void forceFailed() {
        forceFailed = true;
        dirty = true;
    }

    private void requireTrusted() throws IOException {
        if (forceFailed) {
            throw new IOException("an earlier force of " + path + " failed");
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
