package org.ithaca.io;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.ithaca.base.Bytes;
import org.ithaca.base.MalformedException;
import org.jspecify.annotations.Nullable;

/// Collects the first frame of a connection and not a byte more.
final class FirstFrame {
    private static final int HEADER = 4;

    private byte[] array = new byte[HEADER];
    private int filled;

    /// Takes what belongs to the first frame; the frame once it is whole.
    ///
    /// @throws MalformedException if its length cannot be that of a hello; the message guesses what it is
    @Nullable
    Bytes take(ByteBuf in) {
        if (filled < HEADER) {
            read(in, HEADER);
            if (filled < HEADER) {
                return null;
            }
            array = Arrays.copyOf(array, HEADER + length());
        }
        read(in, array.length);
        return filled == array.length ? Bytes.wrap(array, HEADER, array.length - HEADER) : null;
    }

    private void read(ByteBuf in, int upTo) {
        int taken = Math.min(upTo - filled, in.readableBytes());
        in.readBytes(array, filled, taken);
        filled += taken;
    }

    private int length() {
        int length = (array[0] & 0xFF) << 24 | (array[1] & 0xFF) << 16 | (array[2] & 0xFF) << 8 | (array[3] & 0xFF);
        if (length < Hello.PREFIX || length > Hello.MAX_FRAME) {
            throw new MalformedException("the first bytes are no hello" + guess());
        }
        return length;
    }

    private String guess() {
        if ((array[0] == 0x15 || array[0] == 0x16) && array[1] == 3) {
            return ": they look like TLS, and this end speaks plain TCP";
        }
        return switch (new String(array, StandardCharsets.ISO_8859_1)) {
            case "GET ", "POST", "PUT ", "HEAD", "HTTP", "PRI " -> ": they look like HTTP";
            case "SSH-" -> ": they look like SSH";
            default -> "";
        };
    }
}
