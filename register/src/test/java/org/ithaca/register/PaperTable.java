package org.ithaca.register;

import java.util.ArrayList;
import java.util.List;

/// The decision table a second time, word for word as the paper has it (sec. 4.3): one state per quorum,
/// changed by each read. Values are 1 and 2.
final class PaperTable {
    static final int NIL = 0;

    private enum Kind {
        ANY,
        MAYBE,
        DECIDED,
        NONE
    }

    private static final class Quorum {
        private final int set;
        private final long servers;
        private long agreeing1;
        private long agreeing2;
        private Kind kind = Kind.ANY;
        private int value;

        Quorum(int set, long servers) {
            this.set = set;
            this.servers = servers;
        }

        /// Any becomes Maybe v, Maybe w becomes None.
        void hears(int v) {
            if (kind == Kind.ANY) {
                kind = Kind.MAYBE;
                value = v;
            } else if (kind == Kind.MAYBE && value != v) {
                kind = Kind.NONE;
            }
        }
    }

    private final RegisterConfiguration configuration;
    private final List<Quorum> quorums = new ArrayList<>();

    PaperTable(RegisterConfiguration configuration, int sets) {
        this.configuration = configuration;
        for (int set = 0; set < sets; set++) {
            for (long servers = 1; servers < 1L << configuration.servers(); servers++) {
                if (configuration.set(set).write().within(servers)) {
                    quorums.add(new Quorum(set, servers));
                }
            }
        }
    }

    void read(int set, int server, int value) {
        for (Quorum quorum : quorums) {
            boolean here = quorum.set == set && (quorum.servers & (1L << server)) != 0;
            if (value == NIL) {
                if (here && quorum.kind != Kind.DECIDED) {
                    quorum.kind = Kind.NONE;
                }
            } else {
                readValue(quorum, set, server, value, here);
            }
        }
    }

    private void readValue(Quorum quorum, int set, int server, int value, boolean here) {
        boolean owned = configuration.set(set).owner().isPresent();
        if (quorum.set < set || here || (owned && quorum.set == set)) {
            quorum.hears(value);
        }
        if (here) {
            quorum.agreeing1 |= value == 1 ? 1L << server : 0;
            quorum.agreeing2 |= value == 2 ? 1L << server : 0;
            if ((value == 1 ? quorum.agreeing1 : quorum.agreeing2) == quorum.servers) {
                quorum.kind = Kind.DECIDED;
                quorum.value = value;
            }
        }
    }

    boolean decided(int value) {
        return quorums.stream().anyMatch(quorum -> quorum.kind == Kind.DECIDED && quorum.value == value);
    }

    /// What may be written to the set: bits 1 and 2.
    int choices(int set) {
        int possible = 0;
        for (Quorum quorum : quorums) {
            if (quorum.set < set && quorum.kind == Kind.ANY) {
                return 0;
            }
            if (quorum.set < set && quorum.kind != Kind.NONE) {
                possible |= 1 << quorum.value;
            }
        }
        return switch (possible) {
            case 0 -> 0b110;
            case 0b110 -> 0;
            default -> possible;
        };
    }
}
