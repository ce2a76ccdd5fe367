package org.ithaca.register;

/// Clients that count a quorum, as ordinary (Flexible, Fast) Paxos does: a writer remembers which servers
/// promised.
final class CountingModel extends RegisterModel {
    private final boolean[][] seal = new boolean[SETS][];

    CountingModel(RegisterConfiguration configuration) {
        super(configuration, configuration.servers());
        for (int set = 0; set < SETS; set++) {
            seal[set] = table(configuration.set(set).seal());
        }
    }

    @Override
    long asked(long state, int writer, int server) {
        int set = writers[writer];
        if (lowest(state, server) > set) {
            return state;
        }
        return withRead(closed(state, server, set), writer, read(state, writer) | (1L << server));
    }

    /// The value of the highest set in the answers; where that set is open and shows two, the one that may
    /// be decided (rule O4 of Fast Paxos).
    @Override
    int choices(long state, int writer) {
        int set = writers[writer];
        long answered = read(state, writer);
        if (!seal[set][(int) answered]) {
            return 0;
        }
        for (int below = set - 1; below >= 0; below--) {
            long ones = holders(state, below, 1) & answered;
            long twos = holders(state, below, 2) & answered;
            if (ones != 0 && twos != 0) {
                Quorums write = configuration.set(below).write();
                long others = ((1L << servers) - 1) & ~answered;
                int possible = (write.within(others | ones) ? 0b010 : 0) | (write.within(others | twos) ? 0b100 : 0);
                return possible == 0 ? 0b110 : possible;
            }
            if (ones != 0 || twos != 0) {
                return ones != 0 ? 0b010 : 0b100;
            }
        }
        return 0b110;
    }
}
