package org.ithaca.base;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Large pieces of one size outside the heap, used again: the stock of a pool that cuts them.
///
/// Those that are given back stay with the process up to a number: memory that comes anew from the system has to be
/// cleared by it first, which costs as much as a copy. If the process may not have more outside its heap there are
/// none, and no error: who needs memory then takes it on the heap.
///
/// *Threading.* One thread, which owns the pool.
public final class DirectChunks {
    private static final Pattern OUTSIDE = Pattern.compile("-XX:MaxDirectMemorySize=(\\d{1,15})([kKmMgGtT]?)");

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
    /// process may have outside its heap each. The rest is for channels and files, which have nowhere else to go.
    public static DirectChunks share(int chunkBytes, int mostSpare) {
        return new DirectChunks(chunkBytes, mostSpare, Limit.BYTES / 8 * 3);
    }

    /// What the process may have outside its heap.
    private static final class Limit {
        static final long BYTES = mostOutside(
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                Runtime.getRuntime().maxMemory());
    }

    /// @param arguments of the JVM
    /// @param heapBytes which is also the limit outside the heap, if they say nothing else
    static long mostOutside(List<String> arguments, long heapBytes) {
        long told = arguments.stream()
                .map(OUTSIDE::matcher)
                .filter(Matcher::matches)
                .mapToLong(size -> bytes(size.group(1), size.group(2)))
                .reduce(0, (before, last) -> last);
        return told == 0 ? heapBytes : told;
    }

    private static long bytes(String number, String unit) {
        int thousands = " kmgt".indexOf(unit.toLowerCase(Locale.ROOT)); // 0 without a unit.
        return Long.parseLong(number) << (10 * thousands);
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
            // Others of this process have the rest. To ask again would collect all garbage and wait for half a second.
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
