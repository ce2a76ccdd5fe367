package org.ithaca.store;

/// The names a caller may give to what is stored.
final class Names {
    private static final int MAX_LENGTH = 200;

    private Names() {}

    /// Letters, digits, `.`, `-`, `/`, `_`; 1 to 200.
    static String key(String key) {
        return check(key, true);
    }

    /// As a key, without `/`: it becomes part of a file's name.
    static String checkpoint(String name) {
        return check(name, false);
    }

    private static String check(String name, boolean slash) {
        boolean good = !name.isEmpty() && name.length() <= MAX_LENGTH;
        for (int i = 0; good && i < name.length(); i++) {
            char c = name.charAt(i);
            good = c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_' || (slash && c == '/'));
        }
        if (!good) {
            throw new IllegalArgumentException("a name is 1 to 200 of A-Z a-z 0-9 . - _, not: " + name);
        }
        return name;
    }
}
