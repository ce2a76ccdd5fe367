package org.ithaca.cli;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.MalformedException;
import org.ithaca.object.Codec;

/// What the map knows of one file.
///
/// ```text
/// value     := size i64 | sha256 (32) | chunks i32 | runs i32 | { step i64 | count i32 }
/// ```
///
/// Positions are given as steps from the one before, the first from 0: evenly spaced ones are one run.
///
/// @param size in bytes
/// @param sha256 32 bytes
/// @param positions where each chunk is in the log, in order
record DemoFile(long size, Bytes sha256, List<Long> positions) {
    /// Bytes of a SHA-256.
    static final int HASH_BYTES = 32;

    static final Codec<DemoFile> CODEC = Codec.of(DemoFile::encode, DemoFile::decode);

    /// One number for an ordered sequence of positions, taken one by one from 0 on.
    static long mix(long sum, long position) {
        long mixed = (sum ^ position) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 29);
    }

    /// [#mix] of all positions.
    long places() {
        return positions.stream().reduce(0L, DemoFile::mix);
    }

    private static Bytes encode(DemoFile file) {
        ByteWriter out = new ByteWriter(80);
        out.i64(file.size).raw(file.sha256).i32(file.positions.size());
        int runsAt = out.length();
        out.i32(0);
        int runs = 0;
        long before = 0;
        for (int i = 0; i < file.positions.size(); runs++) {
            long step = file.positions.get(i) - before;
            int from = i;
            while (i < file.positions.size() && file.positions.get(i) - before == step) {
                before = file.positions.get(i++);
            }
            out.i64(step).i32(i - from);
        }
        return out.patchI32(runsAt, runs).shared();
    }

    private static DemoFile decode(Bytes bytes) {
        ByteReader in = new ByteReader(bytes);
        long size = in.i64();
        Bytes sha256 = in.raw(HASH_BYTES).compact();
        int chunks = in.count(Integer.MAX_VALUE, 0);
        List<Long> positions = new ArrayList<>();
        long position = 0;
        for (int runs = in.count(Integer.MAX_VALUE, 12); runs > 0; runs--) {
            long step = in.i64();
            int count = in.i32();
            if (count < 0 || count > chunks - positions.size()) {
                throw new MalformedException("more positions than chunks");
            }
            for (int i = 0; i < count; i++) {
                position += step;
                positions.add(position);
            }
        }
        in.end();
        return new DemoFile(size, sha256, positions);
    }
}
