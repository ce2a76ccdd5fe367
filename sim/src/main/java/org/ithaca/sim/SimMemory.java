package org.ithaca.sim;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.ithaca.base.Bytes;
import org.ithaca.base.PooledMemory;

/// What a frame lies in on its way into a core that takes pooled memory. When it is given back it is overwritten, as it
/// would be by the next frame: whoever reads it without holding it does not find what was there.
public final class SimMemory extends PooledMemory {
    private static final byte OVERWRITTEN = 0x5A;

    private final byte[] array;

    private SimMemory(byte[] array) {
        super(ByteBuffer.wrap(array));
        this.array = array;
    }

    /// The frame in memory of its own, to be given back by the caller.
    public static Bytes of(Bytes frame) {
        byte[] array = frame.toArray();
        return Bytes.of(new SimMemory(array), 0, array.length);
    }

    /// Now and then, for all that keeps it to be tried.
    @Override
    public boolean wasteful() {
        return array.length % 3 == 0;
    }

    @Override
    protected void free() {
        Arrays.fill(array, OVERWRITTEN);
    }
}
