package org.ithaca.peers;

/// The keys that loads of puts and reads use, the same for every system.
final class Keys {
    /// How many there are.
    static final int COUNT = 1024;

    /// How many more there are for large values, which nobody reads: what a system keeps of them stays small beside its
    /// memory.
    static final int LARGE_COUNT = 16;

    private static final int LARGE_BYTES = 100_000;
    private static final String[] NAMES = new String[COUNT + LARGE_COUNT];

    static {
        for (int i = 0; i < NAMES.length; i++) {
            NAMES[i] = "key-" + i;
        }
    }

    private Keys() {}

    /// The number of a key, from 0 to below [#COUNT]; spread by the low bits of the token.
    static int number(long token) {
        return (int) ((token * 0x9E3779B97F4A7C15L) >>> 54);
    }

    /// A key that is read.
    static String of(long token) {
        return NAMES[number(token)];
    }

    /// A key that a value is kept under.
    static String of(long token, byte[] value) {
        return NAMES[value.length < LARGE_BYTES ? number(token) : COUNT + number(token) % LARGE_COUNT];
    }

    static String name(int number) {
        return NAMES[number];
    }
}
