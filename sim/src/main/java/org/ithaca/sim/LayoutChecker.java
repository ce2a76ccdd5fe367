package org.ithaca.sim;

import java.util.Map;
import java.util.TreeMap;

/// Checks invariant 5: one chain of layouts, and of each log one chain of epochs, never two of one number.
///
/// `hash` stands for all of a layout, `plan` for all that an epoch is (members, order, quorum, spread).
public final class LayoutChecker {
    private record Layout(long hash, long previous, int member) {}

    private record EpochId(int log, int epoch) implements Comparable<EpochId> {
        @Override
        public int compareTo(EpochId other) {
            return log != other.log ? Integer.compare(log, other.log) : Integer.compare(epoch, other.epoch);
        }

        @Override
        public String toString() {
            return "log" + log + "/e" + epoch;
        }
    }

    private record Epoch(long plan, long first) {}

    private final Map<Long, Layout> layouts = new TreeMap<>();
    private final Map<Integer, Long> newest = new TreeMap<>();
    private final TreeMap<EpochId, Epoch> epochs = new TreeMap<>();
    private final TreeMap<EpochId, Long> ends = new TreeMap<>();

    public LayoutChecker() {}

    /// A member goes by a layout from now on. `previous` is the hash of the one before it; 0 if it is not known.
    public void installed(int member, long version, long hash, long previous) {
        Layout mine = new Layout(hash, previous, member);
        Layout first = layouts.putIfAbsent(version, mine);
        if (first != null
                && (first.hash != hash || (first.previous != previous && first.previous != 0 && previous != 0))) {
            throw new ViolationException(
                    5, "n" + member + " and n" + first.member + " know different layouts of version " + version);
        }
        Layout before = layouts.get(version - 1);
        if (previous != 0 && before != null && before.hash != previous) {
            throw new ViolationException(
                    5,
                    "layout " + version + " of n" + member + " does not follow layout " + (version - 1) + " of n"
                            + before.member);
        }
        long had = newest.getOrDefault(member, -1L);
        if (version < had) {
            throw new ViolationException(5, "n" + member + " went back from layout " + had + " to " + version);
        }
        newest.put(member, version);
    }

    /// A member restarts and may know an older layout than before.
    public void restarted(int member) {
        newest.remove(member);
    }

    /// Someone knows an epoch, with the position its first slot has.
    public void epoch(int log, int epoch, long plan, long first) {
        EpochId id = new EpochId(log, epoch);
        Epoch known = epochs.putIfAbsent(id, new Epoch(plan, first));
        if (known != null && known.plan != plan) {
            throw new ViolationException(5, id + " has two plans: " + known.plan + " and " + plan);
        }
        if (known != null && known.first != first) {
            throw new ViolationException(5, id + " begins at position " + known.first + " and at " + first);
        }
        Long end = ends.get(new EpochId(log, epoch - 1));
        if (end != null && end != first) {
            throw new ViolationException(5, id + " begins at position " + first + ", the epoch before ends at " + end);
        }
    }

    /// Someone knows where an epoch ended: the first position that is not in it.
    public void ended(int log, int epoch, long end) {
        EpochId id = new EpochId(log, epoch);
        Long known = ends.putIfAbsent(id, end);
        if (known != null && known != end) {
            throw new ViolationException(5, id + " ends at position " + known + " and at " + end);
        }
        Epoch next = epochs.get(new EpochId(log, epoch + 1));
        if (next != null && next.first != end) {
            throw new ViolationException(5, id + " ends at " + end + ", the next epoch begins at " + next.first);
        }
    }

    /// An entry was acknowledged or delivered as one of this epoch.
    public void chosen(int log, int epoch, long position) {
        EpochId id = new EpochId(log, epoch);
        Epoch known = epochs.get(id);
        Long end = ends.get(id);
        if ((known != null && position < known.first) || (end != null && position >= end)) {
            throw new ViolationException(
                    5,
                    "position " + position + " was chosen in " + id + ", which has "
                            + (known == null ? "?" : known.first) + " to " + (end == null ? "?" : end));
        }
    }

    /// Epochs known of all logs.
    public int epochCount() {
        return epochs.size();
    }
}
