package org.ithaca.sim;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.ithaca.base.SplitMix;

/// What a file holds: the bytes its operating system shows, and what the disk below holds where that differs.
final class SimFile {
    static final int SECTOR = 512;

    private byte[] shown = new byte[0];
    private int size;
    private int storedSize;
    /// Sectors whose stored bytes differ from the shown ones, with the stored bytes; a force makes them equal.
    private final TreeMap<Integer, byte[]> dirty = new TreeMap<>();
    /// Sectors a failed force gave up: shown, never stored, and no later force will change that.
    private final TreeMap<Integer, byte[]> givenUp = new TreeMap<>();

    int size() {
        return size;
    }

    void write(long at, ByteBuffer source, SplitMix random) {
        int from = Math.toIntExact(at);
        int end = Math.addExact(from, source.remaining());
        if (end > shown.length) {
            shown = Arrays.copyOf(shown, Math.max(end, Math.max(4096, shown.length * 2)));
        }
        if (from < end) {
            touch(Math.min(from, size), end, random);
        }
        source.get(shown, from, end - from);
        size = Math.max(size, end);
    }

    int read(long at, ByteBuffer target) {
        if (at >= size) {
            return 0;
        }
        int from = (int) at;
        int count = Math.min(target.remaining(), size - from);
        target.put(shown, from, count);
        return count;
    }

    void truncate(long wanted, SplitMix random) {
        if (wanted < size) {
            int end = (int) wanted;
            touch(end, size, random);
            Arrays.fill(shown, end, size, (byte) 0);
            size = end;
        }
    }

    /// Remembers what the disk holds of the sectors that are about to change. The operating system may have written an
    /// earlier change back meanwhile.
    private void touch(int from, int end, SplitMix random) {
        for (int sector = from / SECTOR; sector <= (end - 1) / SECTOR; sector++) {
            byte[] lost = givenUp.remove(sector);
            if (lost != null) {
                dirty.put(sector, lost);
            } else if (!dirty.containsKey(sector) || random.oneIn(4)) {
                dirty.put(sector, sector(sector));
            }
        }
    }

    private byte[] sector(int sector) {
        int from = sector * SECTOR;
        byte[] copy = new byte[SECTOR];
        if (from < shown.length) {
            System.arraycopy(shown, from, copy, 0, Math.min(SECTOR, shown.length - from));
        }
        return copy;
    }

    private void restore(int sector, byte[] stored, int length) {
        int from = sector * SECTOR;
        if (from < shown.length) {
            System.arraycopy(stored, 0, shown, from, Math.min(length, shown.length - from));
        }
    }

    void force() {
        dirty.clear();
        storedSize = size;
    }

    /// A force that fails: part of what it was to store is shown no more, part is shown and never stored.
    void forceFails(SplitMix random) {
        for (Map.Entry<Integer, byte[]> entry : dirty.entrySet()) {
            if (random.oneIn(2)) {
                restore(entry.getKey(), entry.getValue(), SECTOR);
            } else {
                givenUp.put(entry.getKey(), entry.getValue());
            }
        }
        dirty.clear();
    }

    /// The power is gone. What was not forced is stored in part; how much of it was lost or torn.
    int losePower(SplitMix random) {
        int lost = givenUp.size();
        givenUp.forEach((sector, stored) -> restore(sector, stored, SECTOR));
        int mode = random.below(4);
        int kept = mode == 2 ? random.below(dirty.size() + 1) : 0;
        for (Map.Entry<Integer, byte[]> entry : dirty.entrySet()) {
            boolean keep = switch (mode) {
                case 0 -> true;
                case 1 -> false;
                case 2 -> kept-- > 0;
                default -> random.oneIn(2);
            };
            boolean torn = mode >= 2 && random.oneIn(16);
            if (!keep || torn) {
                restore(entry.getKey(), entry.getValue(), torn ? 1 + random.below(SECTOR - 1) : SECTOR);
                lost++;
            }
        }
        int after = sizeAfter(mode, random);
        lost += after == size ? 0 : 1;
        settle(after);
        return lost;
    }

    private int sizeAfter(int mode, SplitMix random) {
        int low = Math.min(size, storedSize);
        int high = Math.max(size, storedSize);
        return switch (mode) {
            case 0 -> size;
            case 1 -> storedSize;
            default -> low + random.below(high - low + 1);
        };
    }

    private void settle(int after) {
        if (after > shown.length) {
            shown = Arrays.copyOf(shown, after);
        }
        Arrays.fill(shown, after, shown.length, (byte) 0);
        size = after;
        storedSize = after;
        dirty.clear();
        givenUp.clear();
    }

    /// Flips one bit of what is stored.
    void flip(SplitMix random) {
        shown[random.below(size)] ^= (byte) (1 << random.below(8));
    }
}
