package org.ithaca.register;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.ithaca.base.Bytes;

/// Clients with the product's [DecisionTable]: a writer remembers how far it has read each server. A
/// refusal is read too.
///
/// Every verdict asked for is compared with [PaperTable]; and where counting clients would be safe, a seal
/// quorum of promises must be enough for a verdict.
final class TableModel extends RegisterModel {
    private static final Bytes[] VALUES = {Bytes.EMPTY, Bytes.utf8("one"), Bytes.utf8("two")};

    private final boolean sealEnough;
    private final Map<Long, Integer> verdicts = new HashMap<>();

    TableModel(RegisterConfiguration configuration, boolean sealEnough) {
        super(configuration, 2 * configuration.servers());
        this.sealEnough = sealEnough;
    }

    @Override
    long asked(long state, int writer, int server) {
        long next = closed(state, server, writers[writer]);
        long known = lowest(next, server);
        long read = read(state, writer) & ~(3L << (2 * server));
        return withRead(next, writer, read | (known << (2 * server)));
    }

    @Override
    int choices(long state, int writer) {
        long seen = 0;
        for (int server = 0; server < servers; server++) {
            for (int set = 0; set < known(state, writer, server); set++) {
                seen = withCell(seen, server, set, cell(state, server, set));
            }
        }
        int set = writers[writer];
        long view = seen;
        return verdicts.computeIfAbsent((seen << 2) | set, any -> verdict(view, set));
    }

    private int known(long state, int writer, int server) {
        return (int) (read(state, writer) >>> (2 * server)) & 3;
    }

    /// `seen` has the cells read, and 0 elsewhere.
    private int verdict(long seen, int set) {
        DecisionTable table = new DecisionTable(configuration);
        PaperTable paper = new PaperTable(configuration, SETS);
        long promised = 0;
        for (int server = 0; server < servers; server++) {
            TreeMap<Long, Bytes> values = new TreeMap<>();
            for (int r = 0; r < lowest(seen, server); r++) {
                int cell = cell(seen, server, r);
                paper.read(r, server, cell == NIL ? PaperTable.NIL : cell);
                if (cell != NIL) {
                    values.put((long) r, VALUES[cell]);
                }
            }
            table.read(server, new Registers(lowest(seen, server), values));
            promised |= lowest(seen, server) >= set ? 1L << server : 0;
        }
        int choices = choices(table.beforeWriting(set));
        assertEquals(paper.choices(set), choices, () -> "set " + set + " of " + configuration);
        if (sealEnough && configuration.set(set).seal().within(promised)) {
            assertNotEquals(0, choices, () -> "a seal quorum of set " + set + " is not enough in " + configuration);
        }
        table.decided().ifPresent(value -> assertTrue(paper.decided(VALUES[1].equals(value) ? 1 : 2)));
        return choices;
    }

    private static int choices(DecisionTable.Verdict verdict) {
        return switch (verdict) {
            case DecisionTable.Verdict.Unknown unknown -> 0;
            case DecisionTable.Verdict.Free free -> 0b110;
            case DecisionTable.Verdict.Only only -> only.value().equals(VALUES[1]) ? 0b010 : 0b100;
        };
    }
}
