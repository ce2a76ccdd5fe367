package org.ithaca.register;

import java.util.stream.IntStream;

/// What both models share: up to four servers, three register sets, two values, in one 64-bit state.
///
/// A message may be delivered at any time, any number of times, or never: so asking a server is one step,
/// and a message under way is not part of the state. Registers below a closed one are final, so an answer
/// need not be stored either.
///
/// ```
/// cell  := 2 bits: 0 unwritten, 1 and 2 the values, 3 nil           one per server and set, lowest bits first
/// writer:= 2 bits: 0 or the value it writes; then what it has read   one per owned set, two per open set
/// ```
abstract class RegisterModel implements Explorer.Model {
    static final int SETS = 3;
    static final int NIL = 3;

    final RegisterConfiguration configuration;
    final int servers;
    /// The register set of each writer.
    final int[] writers;

    private final boolean[][] write = new boolean[SETS][];
    private final int writerBits;

    RegisterModel(RegisterConfiguration configuration, int readBits) {
        this.configuration = configuration;
        this.servers = configuration.servers();
        this.writerBits = 2 + readBits;
        this.writers = IntStream.range(0, SETS)
                .flatMap(
                        set -> IntStream.range(0, configuration.set(set).owner().isEmpty() ? 2 : 1)
                                .map(writer -> set))
                .toArray();
        for (int set = 0; set < SETS; set++) {
            write[set] = table(configuration.set(set).write());
        }
        if (2 * servers * SETS + writers.length * writerBits > 63) {
            throw new IllegalArgumentException("the model does not fit 63 bits");
        }
    }

    /// Whether each set of servers contains a quorum.
    final boolean[] table(Quorums quorums) {
        boolean[] table = new boolean[1 << servers];
        for (int set = 0; set < table.length; set++) {
            table[set] = quorums.within(set);
        }
        return table;
    }

    @Override
    public final long initial() {
        return 0;
    }

    /// Steps of low sets come last, and so are taken first: that is how agreement breaks, if it does.
    @Override
    public final void successors(long state, Explorer next) {
        int readers = highestUndecidedWriter(state);
        for (int writer = writers.length - 1; writer >= 0; writer--) {
            if (value(state, writer) == 0) {
                ask(state, writer, next);
                choose(state, writer, next);
            } else if (writers[writer] < readers) {
                write(state, writer, next);
            }
        }
    }

    private void ask(long state, int writer, Explorer next) {
        for (int server = 0; server < servers; server++) {
            next.offer(asked(state, writer, server));
        }
    }

    /// The values are alike: the first one chosen may as well be 1.
    private void choose(long state, int writer, Explorer next) {
        int choices = choices(state, writer);
        for (int value = 1; value <= (chosen(state, 1) ? 2 : 1); value++) {
            if ((choices & (1 << value)) != 0) {
                next.offer(withRead(withValue(state, writer, value), writer, 0));
            }
        }
    }

    /// Only while someone may still read it: [#broken] counts writes under way as done.
    private void write(long state, int writer, Explorer next) {
        int set = writers[writer];
        for (int server = 0; server < servers; server++) {
            if (lowest(state, server) <= set) {
                next.offer(withCell(closed(state, server, set), server, set, value(state, writer)));
            }
        }
    }

    /// The highest register set some writer of which has not chosen its value; -1 if all have.
    private int highestUndecidedWriter(long state) {
        int highest = -1;
        for (int writer = 0; writer < writers.length; writer++) {
            highest = value(state, writer) == 0 ? Math.max(highest, writers[writer]) : highest;
        }
        return highest;
    }

    /// The writer asks a server: the state after the answer, or the same one.
    abstract long asked(long state, int writer, int server);

    /// The values the writer may choose now: bits 1 and 2.
    abstract int choices(long state, int writer);

    /// Whether the values under way can decide both values from here. Servers take writes of ascending sets
    /// one after the other, so those of different sets never hinder each other.
    @Override
    public final boolean broken(long state) {
        if (!chosen(state, 1) || !chosen(state, 2)) {
            return false;
        }
        long[] ones = new long[SETS];
        long[] twos = new long[SETS];
        for (int set = 0; set < SETS; set++) {
            ones[set] = possibleHolders(state, set, 1);
            twos[set] = possibleHolders(state, set, 2);
        }
        for (int set = 0; set < SETS; set++) {
            for (int other = 0; other < SETS; other++) {
                if (set == other
                        ? bothWithin(set, ones[set], twos[set])
                        : within(set, ones[set]) && within(other, twos[other])) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean within(int set, long holders) {
        return write[set][(int) holders];
    }

    /// Whether some servers make the one value decided and others, disjoint from them, the other value.
    private boolean bothWithin(int set, long ones, long twos) {
        for (long part = ones; part != 0; part = (part - 1) & ones) {
            if (within(set, part) && within(set, twos & ~part)) {
                return true;
            }
        }
        return false;
    }

    private long possibleHolders(long state, int set, int value) {
        boolean underWay = false;
        for (int writer = 0; writer < writers.length; writer++) {
            underWay |= writers[writer] == set && value(state, writer) == value;
        }
        long holders = holders(state, set, value);
        for (int server = 0; underWay && server < servers; server++) {
            holders |= lowest(state, server) <= set ? 1L << server : 0;
        }
        return holders;
    }

    final long holders(long state, int set, int value) {
        long holders = 0;
        for (int server = 0; server < servers; server++) {
            holders |= cell(state, server, set) == value ? 1L << server : 0;
        }
        return holders;
    }

    final int cell(long state, int server, int set) {
        return (int) (state >>> (2 * (server * SETS + set))) & 3;
    }

    final long withCell(long state, int server, int set, int value) {
        int shift = 2 * (server * SETS + set);
        return (state & ~(3L << shift)) | ((long) value << shift);
    }

    /// The lowest unwritten register of the server.
    final int lowest(long state, int server) {
        int set = 0;
        while (set < SETS && cell(state, server, set) != 0) {
            set++;
        }
        return set;
    }

    /// All unwritten registers of the server below `set` become nil.
    final long closed(long state, int server, int set) {
        long next = state;
        for (int below = lowest(state, server); below < set; below++) {
            next = withCell(next, server, below, NIL);
        }
        return next;
    }

    final int value(long state, int writer) {
        return (int) (state >>> shift(writer)) & 3;
    }

    final long read(long state, int writer) {
        return (state >>> (shift(writer) + 2)) & ((1L << (writerBits - 2)) - 1);
    }

    final long withRead(long state, int writer, long read) {
        int shift = shift(writer) + 2;
        long mask = (1L << (writerBits - 2)) - 1;
        return (state & ~(mask << shift)) | (read << shift);
    }

    private long withValue(long state, int writer, int value) {
        return state | ((long) value << shift(writer));
    }

    /// Whether some writer has chosen the value.
    private boolean chosen(long state, int value) {
        for (int writer = 0; writer < writers.length; writer++) {
            if (value(state, writer) == value) {
                return true;
            }
        }
        return false;
    }

    private int shift(int writer) {
        return 2 * servers * SETS + writer * writerBits;
    }
}
