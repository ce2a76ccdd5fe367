package org.ithaca.sim;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Checks invariants 1, 2 and 6: what members deliver in one log is one sequence, and it stays.
///
/// The first member to deliver an entry fixes it for all. A member that restarts says from where it delivers again.
/// After
/// a loss of power everywhere what lies above the durable frontier may be gone, and something else may come in its
/// place;
/// what lies below may not. Logs and members are any numbers.
public final class DeliveryChecker {
    /// The one sequence of a log, in growing arrays.
    private static final class Sequence {
        private long[] positions = new long[64];
        private long[] hashes = new long[64];
        private int size;
        private long durable;
        /// Entries from this index on may be gone.
        private int softFrom = Integer.MAX_VALUE;

        private final Map<Integer, Integer> cursors = new TreeMap<>();

        void add(long position, long hash) {
            if (size == positions.length) {
                positions = Arrays.copyOf(positions, size * 2);
                hashes = Arrays.copyOf(hashes, size * 2);
            }
            positions[size] = position;
            hashes[size++] = hash;
        }

        /// Index of the first entry at or above a position.
        int indexOf(long position) {
            int at = Arrays.binarySearch(positions, 0, size, position);
            return at < 0 ? -at - 1 : at;
        }
    }

    private final Map<Integer, Sequence> logs = new TreeMap<>();

    public DeliveryChecker() {}

    private Sequence log(int log) {
        return logs.computeIfAbsent(log, id -> new Sequence());
    }

    /// A member delivered the next entry; `hash` stands for all that makes the entry (session, sequence, bytes).
    public void delivered(int log, int member, long position, long hash) {
        Sequence sequence = log(log);
        int at = sequence.cursors.getOrDefault(member, 0);
        if (at > 0 && sequence.positions[at - 1] >= position) {
            throw new ViolationException(
                    1,
                    "n" + member + " delivered position " + position + " of log " + log + " after "
                            + sequence.positions[at - 1]);
        }
        boolean same = at < sequence.size && sequence.positions[at] == position && sequence.hashes[at] == hash;
        if (!same) {
            if (at < sequence.size && at < sequence.softFrom) {
                throw new ViolationException(1, differs(sequence, log, member, at, position, hash));
            }
            replaceFrom(sequence, log, at);
            sequence.add(position, hash);
        }
        if (at >= sequence.softFrom) {
            sequence.softFrom = at + 1;
        }
        sequence.cursors.put(member, at + 1);
    }

    private static String differs(Sequence sequence, int log, int member, int at, long position, long hash) {
        return String.format(
                "n%d delivered position %d (%x) as entry %d of log %d, where position %d (%x) was delivered before",
                member, position, hash, at, log, sequence.positions[at], sequence.hashes[at]);
    }

    private static void replaceFrom(Sequence sequence, int log, int at) {
        sequence.cursors.forEach((member, cursor) -> {
            if (cursor > at) {
                throw new ViolationException(
                        6,
                        "log " + log + " goes on otherwise from entry " + at + " although n" + member + " delivered "
                                + cursor + " entries since the power was lost");
            }
        });
        if (at < sequence.size) {
            sequence.softFrom = Integer.MAX_VALUE;
        }
        sequence.size = at;
    }

    /// A member begins again, or goes on from a checkpoint it was given; the next entry it delivers is the first at or
    /// above `fromPosition`: 0, or where its
    /// checkpoint
    /// ends.
    public void restarted(int log, int member, long fromPosition) {
        Sequence sequence = log(log);
        sequence.cursors.put(member, sequence.indexOf(fromPosition));
    }

    /// All entries below `position` are durable at a quorum: they survive a loss of power everywhere.
    public void durable(int log, long position) {
        Sequence sequence = log(log);
        sequence.durable = Math.max(sequence.durable, position);
    }

    /// All members died with their memory: what is not durable may be gone. Each [#restarted] before it delivers again.
    public void memoryLost(int log) {
        Sequence sequence = log(log);
        sequence.softFrom = Math.min(sequence.softFrom, sequence.indexOf(sequence.durable));
        sequence.cursors.clear();
    }

    /// Checks, at the end, that the members delivered all that was ever delivered and must still be there.
    public void finish(int log, Iterable<Integer> members) {
        Sequence sequence = log(log);
        int expected = Math.min(sequence.size, sequence.softFrom);
        for (int member : members) {
            int cursor = sequence.cursors.getOrDefault(member, 0);
            if (cursor < expected) {
                throw new ViolationException(
                        2,
                        "n" + member + " delivered " + cursor + " entries of log " + log + ", where " + expected
                                + " were delivered before; it lacks position " + sequence.positions[cursor]);
            }
        }
    }

    /// Entries of the log so far.
    public int size(int log) {
        return log(log).size;
    }
}
