package org.ithaca.peers;

/// The keys that loads of puts and reads use, the same for every system.
final class Keys {
    /// How many there are.
    static final int COUNT = 1024;

    private static final String[] NAMES = new String[COUNT];

    static {
        for (int i = 0; i < COUNT; i++) {
            NAMES[i] = "key-" + i;
        }
    }

    private Keys() {}

    /// The number of a key, from 0 to below [#COUNT]; spread by the low bits of the token.
    static int number(long token) {
        return (int) ((token * 0x9E3779B97F4A7C15L) >>> 54);
    }

    /// A key.
    static String of(long token) {
        return NAMES[number(token)];
    }

    static String name(int number) {
        return NAMES[number];
    }
}
