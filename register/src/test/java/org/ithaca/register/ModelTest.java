package org.ithaca.register;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.ithaca.quorum.QuorumSpec;
import org.ithaca.register.Explorer.Result;
import org.junit.jupiter.api.Test;

/// Every order of messages, on many small configurations: the validator's verdict is the model checker's.
///
/// At most [#BOUND] states of a configuration are visited; nearly all have fewer. `-Dregister.models=10`
/// tries ten times as many configurations.
class ModelTest {
    private static final int BOUND = 1_000_000;
    private static final int TIMES = Integer.getInteger("register.models", 1);

    @Test
    void countingClientsAgreeExactlyWhereTheValidatorSaysSo() {
        Tally tally = new Tally();
        explore(tally, ClientKind.COUNTING, new RandomConfigurations(1), 120 * TIMES, 3, 1);
        explore(tally, ClientKind.COUNTING, new RandomConfigurations(2), 30 * TIMES, 3, 3);
        explore(tally, ClientKind.COUNTING, new RandomConfigurations(3), 4 * TIMES, 4, 1);
        tally.checkBalance();
    }

    @Test
    void tableClientsAgreeExactlyWhereOpenSetsIntersectThemselves() {
        Tally tally = new Tally();
        explore(tally, ClientKind.DECISION_TABLE, new RandomConfigurations(4), 12 * TIMES, 3, 1);
        explore(tally, ClientKind.DECISION_TABLE, new RandomConfigurations(5), 5 * TIMES, 3, 2);
        explore(tally, ClientKind.DECISION_TABLE, new RandomConfigurations(6), 2 * TIMES, 4, 0);
        tally.checkBalance();
    }

    @Test
    void theKnownAlgorithmsAgree() {
        List<RegisterConfiguration> known = List.of(
                RegisterConfiguration.paxos(3),
                RegisterConfiguration.flexible(QuorumSpec.parse("counting(2,3)").over(4)),
                RegisterConfiguration.flexible(QuorumSpec.parse("grid(2x2)").over(4)),
                RegisterConfiguration.fastPaxos(4),
                RegisterConfiguration.allAboard(2),
                RegisterConfiguration.fixedMajority(3, 0b101),
                RegisterConfiguration.reconfigurable(2, 2, 1, 2));
        for (RegisterConfiguration configuration : known) {
            configuration.check(ClientKind.DECISION_TABLE);
            configuration.check(ClientKind.COUNTING);
            Result result = new Explorer(new CountingModel(configuration), BOUND).run();
            assertEquals(Result.HOLDS, result, configuration.toString());
        }
    }

    private static void explore(
            Tally tally, ClientKind kind, RandomConfigurations random, int count, int servers, int open) {
        for (int i = 0; i < count; i++) {
            RegisterConfiguration configuration = random.next(servers, open);
            tally.add(configuration, kind, new Explorer(model(configuration, kind), BOUND).run());
        }
    }

    private static RegisterModel model(RegisterConfiguration configuration, ClientKind kind) {
        return switch (kind) {
            case COUNTING -> new CountingModel(configuration);
            case DECISION_TABLE ->
                new TableModel(configuration, RandomConfigurations.accepted(configuration, ClientKind.COUNTING));
        };
    }

    /// Counts verdicts, so that a test that has stopped seeing one kind of configuration fails.
    private static final class Tally {
        private int accepted;
        private int refused;
        private int unfinished;

        void add(RegisterConfiguration configuration, ClientKind kind, Result result) {
            boolean safe = RandomConfigurations.accepted(configuration, kind);
            if (result == Result.BOUND_REACHED) {
                unfinished++;
                assertTrue(safe, () -> "no run breaks what the validator refuses: " + configuration);
            } else {
                assertEquals(safe ? Result.HOLDS : Result.BROKEN, result, configuration.toString());
                accepted += safe ? 1 : 0;
                refused += safe ? 0 : 1;
            }
        }

        void checkBalance() {
            String seen = accepted + " accepted, " + refused + " refused, " + unfinished + " not finished";
            assertTrue(accepted >= 12 && refused >= 2 && unfinished <= (accepted + refused) / 4, seen);
        }
    }
}
