package org.ithaca.object;

import org.ithaca.base.Bytes;
import org.jspecify.annotations.Nullable;

/// An immutable map of bytes to bytes: a hash trie whose versions share what they have in common.
///
/// Every change makes a new version in O(log n); taking an image is keeping a reference. Iteration runs in
/// the order of (30-bit hash, key), the same at every replica whatever the history, and can be resumed
/// after any key.
final class PersistentMap {
    static final PersistentMap EMPTY = new PersistentMap(TrieNode.EMPTY, 0, 0);

    private final TrieNode root;
    private final int size;
    private final long bytes;

    private PersistentMap(TrieNode root, int size, long bytes) {
        this.root = root;
        this.size = size;
        this.bytes = bytes;
    }

    int size() {
        return size;
    }

    /// Sum of the lengths of keys and values.
    long bytes() {
        return bytes;
    }

    @Nullable
    Bytes get(Bytes key) {
        return root.get(key, hash(key), TrieNode.TOP_SHIFT);
    }

    PersistentMap put(Bytes key, Bytes value) {
        Bytes before = get(key);
        TrieNode changed = root.put(key, value, hash(key), TrieNode.TOP_SHIFT);
        return before == null
                ? new PersistentMap(changed, size + 1, bytes + key.length() + value.length())
                : new PersistentMap(changed, size, bytes + value.length() - before.length());
    }

    PersistentMap remove(Bytes key) {
        Bytes before = get(key);
        if (before == null) {
            return this;
        }
        TrieNode changed = root.remove(key, hash(key), TrieNode.TOP_SHIFT);
        return new PersistentMap(changed, size - 1, bytes - key.length() - before.length());
    }

    /// Visits entries in order, those after `after` only if it is given, until the visitor returns false.
    void scan(@Nullable Bytes after, Visitor visitor) {
        root.scan(after, after == null ? 0 : hash(after), TrieNode.TOP_SHIFT, after != null, visitor);
    }

    /// Sees one entry; false stops the scan.
    interface Visitor {
        boolean entry(Bytes key, Bytes value);
    }

    /// 30 well mixed bits.
    static int hash(Bytes key) {
        int h = key.hashCode();
        h = (h ^ (h >>> 16)) * 0x85EBCA6B;
        h = (h ^ (h >>> 13)) * 0xC2B2AE35;
        return (h ^ (h >>> 16)) >>> 2;
    }
}
