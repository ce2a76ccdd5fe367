package org.ithaca.register;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.ithaca.base.IthacaException;
import org.ithaca.quorum.QuorumSpec;
import org.ithaca.quorum.QuorumSystem;

/// One family of quorums over servers, as bit masks: all sets that contain one of the family's.
///
/// Unlike a [QuorumSystem] it is one side only, and promises no intersection: that is checked over a whole
/// [RegisterConfiguration].
public sealed interface Quorums {
    /// Whether the set contains a quorum.
    boolean within(long servers);

    /// Size of the smallest quorum.
    int smallest();

    /// Any `count` servers; 0 means that nobody need be asked.
    record AnyOf(int count) implements Quorums {
        @Override
        public boolean within(long servers) {
            return Long.bitCount(servers) >= count;
        }

        @Override
        public int smallest() {
            return count;
        }
    }

    /// The sets listed, at least one.
    record Listed(List<Long> sets) implements Quorums {
        public Listed {
            sets = List.copyOf(sets);
            if (sets.isEmpty()) {
                throw IthacaException.notDone(IthacaException.Code.INVALID, "a register set has no quorum");
            }
        }

        @Override
        public boolean within(long servers) {
            for (long set : sets) {
                if ((set & servers) == set) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public int smallest() {
            return sets.stream().mapToInt(Long::bitCount).min().orElseThrow();
        }
    }

    /// More than half of `servers`.
    static Quorums majority(int servers) {
        return new AnyOf(servers / 2 + 1);
    }

    /// The write quorums of a system.
    ///
    /// @throws IthacaException INVALID if the system neither counts nor is small enough to list (16
    ///     members)
    static Quorums writeOf(QuorumSystem system) {
        return switch (system.spec()) {
            case QuorumSpec.Counting counting -> new AnyOf(counting.write());
            case QuorumSpec.Majority majority -> majority(system.size());
            case QuorumSpec.All all -> new AnyOf(system.size());
            default -> listed(system, system::writeQuorum);
        };
    }

    /// The seal quorums of a system.
    ///
    /// @throws IthacaException INVALID as for [#writeOf]
    static Quorums sealOf(QuorumSystem system) {
        return switch (system.spec()) {
            case QuorumSpec.Counting counting -> new AnyOf(counting.seal());
            case QuorumSpec.Majority majority -> majority(system.size());
            case QuorumSpec.All all -> new AnyOf(1);
            default -> listed(system, system::sealQuorum);
        };
    }

    private static Quorums listed(QuorumSystem system, LongPredicate quorum) {
        if (system.size() > 16) {
            throw IthacaException.notDone(
                    IthacaException.Code.INVALID,
                    "registers take quorums like \"" + system.spec() + "\" for up to 16 servers, not " + system.size());
        }
        List<Long> minimal = new ArrayList<>();
        for (long set = 1; set < 1L << system.size(); set++) {
            if (quorum.test(set) && isMinimal(set, quorum)) {
                minimal.add(set);
            }
        }
        return new Listed(minimal);
    }

    private static boolean isMinimal(long set, LongPredicate quorum) {
        for (long left = set; left != 0; left &= left - 1) {
            if (quorum.test(set & ~Long.lowestOneBit(left))) {
                return false;
            }
        }
        return true;
    }
}
