package org.ithaca.object;

import java.util.Arrays;
import org.ithaca.base.Bytes;
import org.jspecify.annotations.Nullable;

/// A node of [PersistentMap]: 32 branches by five bits of the hash, highest first; where all bits are used
/// up, a list of the keys that share them, sorted.
///
/// `slots` holds, for each bit of `bitmap` from the lowest, either a child or a leaf. A node below the root
/// never holds just one leaf, so equal content means equal shape.
final class TrieNode {
    static final int TOP_SHIFT = 25;
    static final TrieNode EMPTY = new TrieNode(0, new Object[0]);

    private static final int BITS = 5;

    private record Leaf(Bytes key, Bytes value) {}

    private final int bitmap;
    private final Object[] slots;

    private TrieNode(int bitmap, Object[] slots) {
        this.bitmap = bitmap;
        this.slots = slots;
    }

    @Nullable
    Bytes get(Bytes key, int hash, int shift) {
        if (shift < 0) {
            int at = search(key);
            return at < 0 ? null : ((Leaf) slots[at]).value;
        }
        int bit = bit(hash, shift);
        if ((bitmap & bit) == 0) {
            return null;
        }
        return switch (slots[index(bit)]) {
            case Leaf leaf -> leaf.key.equals(key) ? leaf.value : null;
            case TrieNode child -> child.get(key, hash, shift - BITS);
            default -> throw new AssertionError();
        };
    }

    TrieNode put(Bytes key, Bytes value, int hash, int shift) {
        Leaf fresh = new Leaf(key, value);
        if (shift < 0) {
            int at = search(key);
            return at >= 0 ? with(0, at, fresh) : inserted(0, -at - 1, fresh);
        }
        int bit = bit(hash, shift);
        int at = index(bit);
        if ((bitmap & bit) == 0) {
            return inserted(bitmap | bit, at, fresh);
        }
        return switch (slots[at]) {
            case Leaf leaf -> with(bitmap, at, leaf.key.equals(key) ? fresh : split(leaf, fresh, hash, shift - BITS));
            case TrieNode child -> with(bitmap, at, child.put(key, value, hash, shift - BITS));
            default -> throw new AssertionError();
        };
    }

    /// The key is known to be there.
    TrieNode remove(Bytes key, int hash, int shift) {
        if (shift < 0) {
            return removed(0, search(key));
        }
        int bit = bit(hash, shift);
        int at = index(bit);
        if (!(slots[at] instanceof TrieNode child)) {
            return removed(bitmap & ~bit, at);
        }
        TrieNode rest = child.remove(key, hash, shift - BITS);
        return with(bitmap, at, rest.slots.length == 1 && rest.slots[0] instanceof Leaf last ? last : rest);
    }

    /// Returns false once the visitor has had enough.
    boolean scan(@Nullable Bytes after, int afterHash, int shift, boolean bounded, PersistentMap.Visitor visitor) {
        int first = bounded ? firstAtOrAfter(after, afterHash, shift) : 0;
        for (int i = first; i < slots.length; i++) {
            boolean edge = bounded && i == first && onPath(afterHash, shift);
            boolean more = switch (slots[i]) {
                case Leaf leaf -> (edge && !follows(leaf.key, after, afterHash)) || visitor.entry(leaf.key, leaf.value);
                case TrieNode child -> child.scan(after, afterHash, shift - BITS, edge, visitor);
                default -> throw new AssertionError();
            };
            if (!more) {
                return false;
            }
        }
        return true;
    }

    private int firstAtOrAfter(@Nullable Bytes after, int afterHash, int shift) {
        if (shift >= 0) {
            return index(bit(afterHash, shift));
        }
        int at = after == null ? -1 : search(after);
        return at >= 0 ? at + 1 : -at - 1;
    }

    private boolean onPath(int afterHash, int shift) {
        return shift >= 0 && (bitmap & bit(afterHash, shift)) != 0;
    }

    private static boolean follows(Bytes key, @Nullable Bytes after, int afterHash) {
        int order = Integer.compare(PersistentMap.hash(key), afterHash);
        return order > 0 || (order == 0 && (after == null || key.compareTo(after) > 0));
    }

    private static TrieNode split(Leaf old, Leaf fresh, int hash, int shift) {
        int oldHash = PersistentMap.hash(old.key);
        if (shift < 0) {
            boolean oldFirst = old.key.compareTo(fresh.key) < 0;
            return new TrieNode(0, oldFirst ? new Object[] {old, fresh} : new Object[] {fresh, old});
        }
        int oldBit = bit(oldHash, shift);
        int freshBit = bit(hash, shift);
        if (oldBit == freshBit) {
            return new TrieNode(oldBit, new Object[] {split(old, fresh, hash, shift - BITS)});
        }
        boolean oldFirst = Integer.compareUnsigned(oldBit, freshBit) < 0;
        return new TrieNode(oldBit | freshBit, oldFirst ? new Object[] {old, fresh} : new Object[] {fresh, old});
    }

    private int search(Bytes key) {
        int low = 0;
        int high = slots.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = ((Leaf) slots[middle]).key.compareTo(key);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -(low + 1);
    }

    private static int bit(int hash, int shift) {
        return 1 << ((hash >>> shift) & 31);
    }

    private int index(int bit) {
        return Integer.bitCount(bitmap & (bit - 1));
    }

    private TrieNode with(int newBitmap, int at, Object slot) {
        Object[] copy = slots.clone();
        copy[at] = slot;
        return new TrieNode(newBitmap, copy);
    }

    private TrieNode inserted(int newBitmap, int at, Object slot) {
        Object[] copy = new Object[slots.length + 1];
        System.arraycopy(slots, 0, copy, 0, at);
        copy[at] = slot;
        System.arraycopy(slots, at, copy, at + 1, slots.length - at);
        return new TrieNode(newBitmap, copy);
    }

    private TrieNode removed(int newBitmap, int at) {
        Object[] copy = Arrays.copyOf(slots, slots.length - 1);
        System.arraycopy(slots, at + 1, copy, at, copy.length - at);
        return new TrieNode(newBitmap, copy);
    }
}
