package org.ithaca.base;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Large pieces of one size outside the heap, used again: the stock of a pool that cuts them.
///
/// Those that are given back stay with the process up to a number: memory that comes anew from the system has to be
/// cleared by it first, which costs as much as a copy. If the process may not have more outside its heap there are
/// none, and no error: who needs memory then takes it on the heap.
///
/// *Threading.* One thread, which owns the pool.
public final class DirectChunks {
    private final int chunkBytes;
    private final int mostSpare;
    private final IntFunction<ByteBuffer> allocator;
    private final ArrayDeque<ByteBuffer> spare = new ArrayDeque<>();
    private long mostBytes;
    private long allocatedBytes;

    /// @param chunkBytes of each, above 0
    /// @param mostSpare that are kept when nobody uses them
    /// @param mostBytes of all together, spare ones included
    /// @param allocator as [ByteBuffer#allocateDirect]
    DirectChunks(int chunkBytes, int mostSpare, long mostBytes, IntFunction<ByteBuffer> allocator) {
        this.chunkBytes = chunkBytes;
        this.mostSpare = mostSpare;
        this.mostBytes = mostBytes;
        this.allocator = allocator;
    }

    /// As many as `mostBytes` allows.
    public DirectChunks(int chunkBytes, int mostSpare, long mostBytes) {
        this(chunkBytes, mostSpare, mostBytes, ByteBuffer::allocateDirect);
    }

    /// The stock of one of the two pools of a node, of large frames and of small batches: three eighths of what the
    /// process may have outside its heap each, unless that was set to something else than the heap's size. The rest
    /// is for channels and files, which have nowhere else to go.
    public static DirectChunks share(int chunkBytes, int mostSpare) {
        return new DirectChunks(chunkBytes, mostSpare, Runtime.getRuntime().maxMemory() / 8 * 3);
    }

    /// Bytes of the chunks that are not spare.
    public long inUseBytes() {
        return allocatedBytes - (long) spare.size() * chunkBytes;
    }

    /// Whether [#take] has one.
    public boolean hasMore() {
        return !spare.isEmpty() || allocate();
    }

    /// A chunk with anything in it; null if there are no more.
    public @Nullable ByteBuffer take() {
        return hasMore() ? spare.removeLast() : null;
    }

    private boolean allocate() {
        if (allocatedBytes + chunkBytes > mostBytes) {
            return false;
        }
        try {
            spare.addLast(allocator.apply(chunkBytes));
        } catch (OutOfMemoryError e) {
            // Others of this process have the rest. To ask again would collect all garbage each time.
            mostBytes = allocatedBytes;
            return false;
        }
        allocatedBytes += chunkBytes;
        return true;
    }

    /// Takes back a chunk of this stock that nobody reads or writes any more.
    public void giveBack(ByteBuffer chunk) {
        if (spare.size() < mostSpare) {
            spare.addLast(chunk);
        } else {
            allocatedBytes -= chunkBytes;
        }
    }
}
