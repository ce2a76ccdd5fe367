package org.ithaca.store;

/// The names a caller may give to what is stored.
final class Names {
    private static final int MAX_LENGTH = 200;

    private Names() {}

    /// Letters, digits, `.`, `-`, `/`, `_`; 1 to 200.
    static String key(String key) {
        boolean good = !key.isEmpty() && key.length() <= MAX_LENGTH;
        for (int i = 0; good && i < key.length(); i++) {
            char c = key.charAt(i);
            good = c < 128 && (Character.isLetterOrDigit(c) || "./-_".indexOf(c) >= 0);
        }
        if (!good) {
            throw new IllegalArgumentException("a key is 1 to 200 of A-Z a-z 0-9 . - / _, not: " + key);
        }
        return key;
    }
}
