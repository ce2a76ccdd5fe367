package org.ithaca.quorum;

import java.util.List;
import java.util.stream.Collectors;

/// A quorum system as an operator writes it and a layout stores it, before it is bound to a number of
/// members.
///
/// | text | write quorum | seal quorum |
/// |---|---|---|
/// | `majority` | more than half | more than half |
/// | `all` | everyone | anyone |
/// | `counting(w,s)` | any `w` | any `s` |
/// | `weighted(3,1,1;w,s)` | weights that sum to `w` | weights that sum to `s` |
/// | `grid(RxC)` | one whole row of the `R` | one whole column of the `C` |
/// | `groups(GxM)` | one member of every group | one whole group |
/// | `groups(GxM,w,s)` | `w` members of every group | `s` members of any one group |
/// | `explicit({0,1},{1,2};{0,1,2})` | any set listed before the `;` | any set listed after it |
///
/// A grid numbers its members row by row, groups group by group. [#parse] ignores blanks; [#toString] is
/// canonical: `parse(s.toString())` equals `s`. Immutable.
public sealed interface QuorumSpec {
    /// Reads the text form.
    ///
    /// @throws IthacaException INVALID if it is none, with what was expected
    static QuorumSpec parse(String text) {
        return new QuorumParser(text).parse();
    }

    /// The checked system over `n` members.
    ///
    /// @throws IthacaException INVALID if the spec does not fit `n` members, or if a write quorum and a
    ///     seal quorum miss each other; the message then names both sets
    QuorumSystem over(int n);

    /// Whether the spec fits any number of members, so that it can stay when membership changes.
    default boolean relative() {
        return false;
    }

    /// The number of members the spec is made for: where it does not say, the most for which it is safe; 0
    /// for any.
    int members();

    /// The text form, canonical.
    @Override
    String toString();

    /// More than half, for both.
    record Majority() implements QuorumSpec {
        @Override
        public QuorumSystem over(int n) {
            return CountingSystem.of(this, n, n / 2 + 1, n / 2 + 1);
        }

        @Override
        public boolean relative() {
            return true;
        }

        @Override
        public int members() {
            return 0;
        }

        @Override
        public String toString() {
            return "majority";
        }
    }

    /// Written at everyone, so sealed by anyone.
    record All() implements QuorumSpec {
        @Override
        public QuorumSystem over(int n) {
            return CountingSystem.of(this, n, n, 1);
        }

        @Override
        public boolean relative() {
            return true;
        }

        @Override
        public int members() {
            return 0;
        }

        @Override
        public String toString() {
            return "all";
        }
    }

    /// Any `write` members; any `seal` members. Safe over `n` when `write + seal > n`.
    record Counting(int write, int seal) implements QuorumSpec {
        @Override
        public QuorumSystem over(int n) {
            return CountingSystem.of(this, n, write, seal);
        }

        @Override
        public int members() {
            return write + seal - 1;
        }

        @Override
        public String toString() {
            return "counting(" + write + "," + seal + ")";
        }
    }

    /// Members weigh 0 to 1000 by rank; a quorum weighs at least `write`, or `seal`.
    record Weighted(List<Integer> weights, int write, int seal) implements QuorumSpec {
        /// Largest weight of a member.
        public static final int MAX_WEIGHT = 1000;

        public Weighted {
            weights = List.copyOf(weights);
        }

        @Override
        public QuorumSystem over(int n) {
            return WeightedSystem.of(this, n);
        }

        @Override
        public int members() {
            return weights.size();
        }

        @Override
        public String toString() {
            String all = weights.stream().map(String::valueOf).collect(Collectors.joining(","));
            return "weighted(" + all + ";" + write + "," + seal + ")";
        }
    }

    /// `rows * columns` members; a row is a write quorum, a column a seal quorum.
    record Grid(int rows, int columns) implements QuorumSpec {
        @Override
        public QuorumSystem over(int n) {
            return GridSystem.of(this, n);
        }

        @Override
        public int members() {
            return rows * columns;
        }

        @Override
        public String toString() {
            return "grid(" + rows + "x" + columns + ")";
        }
    }

    /// `groups * perGroup` members; `write` of every group, `seal` of any one group. Safe when `write +
    /// seal > perGroup`.
    record Groups(int groups, int perGroup, int write, int seal) implements QuorumSpec {
        @Override
        public QuorumSystem over(int n) {
            return GroupsSystem.of(this, n);
        }

        @Override
        public int members() {
            return groups * perGroup;
        }

        @Override
        public String toString() {
            String shape = "groups(" + groups + "x" + perGroup;
            return write == 1 && seal == perGroup ? shape + ")" : shape + "," + write + "," + seal + ")";
        }
    }

    /// The sets themselves, as bit masks of ranks, 1 to 64 of each kind.
    record Explicit(List<Long> write, List<Long> seal) implements QuorumSpec {
        /// Most sets of each kind.
        public static final int MAX_SETS = 64;

        public Explicit {
            write = List.copyOf(write);
            seal = List.copyOf(seal);
        }

        @Override
        public QuorumSystem over(int n) {
            return ExplicitSystem.of(this, n);
        }

        @Override
        public int members() {
            return java.util.stream.Stream.concat(write.stream(), seal.stream())
                    .mapToInt(set -> Long.SIZE - Long.numberOfLeadingZeros(set))
                    .max()
                    .orElse(0);
        }

        @Override
        public String toString() {
            return "explicit(" + sets(write) + ";" + sets(seal) + ")";
        }

        private static String sets(List<Long> masks) {
            return masks.stream().map(Ranks::text).collect(Collectors.joining(","));
        }
    }
}
