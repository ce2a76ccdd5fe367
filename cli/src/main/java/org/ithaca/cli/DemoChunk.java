package org.ithaca.cli;

import org.ithaca.base.ByteReader;
import org.ithaca.base.Bytes;

/// One entry of the demonstration's log: a piece of a file.
///
/// ```text
/// entry := file i32 | chunk i32 | bytes (the rest, at most 256 KiB; none if the file is empty)
/// ```
///
/// @param file index in the tree
/// @param chunk index in the file
/// @param bytes what the file has there
record DemoChunk(int file, int chunk, Bytes bytes) {
    static final int HEADER_BYTES = 8;
    static final int MOST_BYTES = 256 << 10;

    static DemoChunk of(Bytes entry) {
        ByteReader in = new ByteReader(entry);
        return new DemoChunk(in.i32(), in.i32(), in.rest());
    }
}
