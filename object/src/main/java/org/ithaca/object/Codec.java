package org.ithaca.object;

import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;

/// Turns values into bytes and back. Equal values must give equal bytes: keys and expected values are
/// compared as bytes.
///
/// @param <T> what it codes; never null
public interface Codec<T> {
    /// Text in UTF-8.
    Codec<String> TEXT = of(Bytes::utf8, Bytes::utf8);

    /// Bytes as they are.
    Codec<Bytes> BYTES = of(bytes -> bytes, bytes -> bytes);

    /// Whole numbers as eight bytes, big-endian.
    Codec<Long> LONG = of(number -> new ByteWriter(8).i64(number).shared(), bytes -> new ByteReader(bytes).i64());

    /// The value in bytes.
    Bytes encode(T value);

    /// The value that [#encode] made these bytes of.
    ///
    /// @throws org.ithaca.base.MalformedException if they are not of this codec
    T decode(Bytes bytes);

    /// A codec of two functions.
    static <T> Codec<T> of(
            java.util.function.Function<T, Bytes> encoder, java.util.function.Function<Bytes, T> decoder) {
        return new Codec<>() {
            @Override
            public Bytes encode(T value) {
                return encoder.apply(value);
            }

            @Override
            public T decode(Bytes bytes) {
                return decoder.apply(bytes);
            }
        };
    }
}
