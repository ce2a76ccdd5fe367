package org.ithaca.base;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Memory outside the heap that is used again once nobody holds it. Its maker has the first hold.
///
/// Bytes of it that are read after the last hold was given back fail: nobody ever sees what was written there
/// afterwards. A hold that gets lost keeps the memory until the collector finds it out; it does no other harm.
///
/// *Threading.* Holds are counted on the thread that owns the core. Other threads may read what it holds for them.
public abstract class PooledMemory {
    private final int size;
    private @Nullable ByteBuffer bytes;
    private int holds = 1;

    /// @param bytes all of it, big-endian; neither position nor limit is ever changed
    protected PooledMemory(ByteBuffer bytes) {
        this.bytes = bytes;
        size = bytes.capacity();
    }

    /// Bytes of it.
    public int size() {
        return size;
    }

    /// All of it, by absolute indices only.
    ///
    /// @throws IllegalStateException if nobody holds it any more
    public ByteBuffer bytes() {
        ByteBuffer all = bytes;
        if (all == null) {
            throw new IllegalStateException("memory is used after its last holder gave it back");
        }
        return all;
    }

    /// Whether whoever keeps this for long keeps much more memory than [#size()] from being used again, and should
    /// rather keep a copy.
    public boolean wasteful() {
        return false;
    }

    /// One holder more.
    public void retain() {
        bytes();
        holds++;
    }

    /// One holder less; after the last one it is [#free].
    ///
    /// @throws IllegalStateException if nobody holds it
    public void release() {
        bytes();
        holds--;
        if (holds == 0) {
            bytes = null;
            free();
        }
    }

    /// Nobody holds it any more.
    protected abstract void free();
}
