package org.ithaca.cli;

import java.util.Arrays;
import java.util.BitSet;
import org.ithaca.base.Bytes;

/// What was sent and what was acknowledged, in a few bytes a file: the nodes' copies are compared with it.
///
/// Chunks have ordinals: those of the first file, then those of the second, and so on. *Threading.* Any
/// thread.
final class DemoLedger {
    private final int[] firstOrdinal;
    private final long[] sizes;
    private final long[] places;
    private final byte[] hashes;
    private final BitSet acknowledged = new BitSet();
    private int begun;
    private long bytes;

    DemoLedger(int files) {
        firstOrdinal = new int[files + 1];
        sizes = new long[files];
        places = new long[files];
        hashes = new byte[Math.multiplyExact(files, DemoFile.HASH_BYTES)];
        Arrays.fill(sizes, -1);
    }

    /// The next file was read to its end; files come in order.
    synchronized void read(int file, int chunks, long size, byte[] sha256) {
        firstOrdinal[file + 1] = firstOrdinal[file] + chunks;
        sizes[file] = size;
        System.arraycopy(sha256, 0, hashes, file * DemoFile.HASH_BYTES, DemoFile.HASH_BYTES);
        begun = file + 1;
        bytes += size;
    }

    /// The next file is not there any more.
    synchronized void skipped(int file) {
        firstOrdinal[file + 1] = firstOrdinal[file];
        begun = file + 1;
    }

    /// A chunk's append was answered, perhaps before its file was read to the end.
    synchronized void acknowledged(int file, int chunk) {
        acknowledged.set(firstOrdinal[file] + chunk);
    }

    /// All chunks of the file have their positions.
    synchronized void placed(int file, long sum) {
        places[file] = sum;
    }

    synchronized long acknowledged() {
        return acknowledged.cardinality();
    }

    /// Chunks sent.
    synchronized int chunks() {
        return firstOrdinal[begun];
    }

    synchronized int chunks(int file) {
        return firstOrdinal[file + 1] - firstOrdinal[file];
    }

    /// The chunk's ordinal; -1 if there is no such chunk.
    synchronized int ordinal(int file, int chunk) {
        boolean there = file >= 0 && file < begun && chunk >= 0 && chunk < firstOrdinal[file + 1] - firstOrdinal[file];
        return there ? firstOrdinal[file] + chunk : -1;
    }

    /// How many acknowledged chunks are not in `seen`.
    synchronized int missing(BitSet seen) {
        BitSet missing = (BitSet) acknowledged.clone();
        missing.andNot(seen);
        return missing.cardinality();
    }

    /// Files that were read.
    synchronized int files() {
        return (int) Arrays.stream(sizes).filter(size -> size >= 0).count();
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized boolean has(int file) {
        return sizes[file] >= 0;
    }

    synchronized boolean same(int file, long size, Bytes sha256, long sum) {
        Bytes hash = Bytes.wrap(hashes, file * DemoFile.HASH_BYTES, DemoFile.HASH_BYTES);
        return sizes[file] == size && hash.equals(sha256) && places[file] == sum;
    }
}
