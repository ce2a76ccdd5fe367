package org.ithaca.register;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.ithaca.base.IthacaException;
import org.ithaca.base.SplitMix;
import org.ithaca.quorum.QuorumSpec;
import org.junit.jupiter.api.Test;

class RegisterConfigurationTest {
    private static final Quorums TWO = new Quorums.AnyOf(2);

    @Test
    void knownAlgorithmsAreSafeForBothKindsOfClientAtEverySize() {
        for (int n = 1; n <= 64; n++) {
            checkBoth(RegisterConfiguration.paxos(n));
            checkBoth(RegisterConfiguration.fastPaxos(n));
            checkBoth(RegisterConfiguration.allAboard(n));
            checkBoth(RegisterConfiguration.flexible(QuorumSpec.parse("all").over(n)));
        }
        checkBoth(RegisterConfiguration.flexible(QuorumSpec.parse("groups(4x3)").over(12)));
        checkBoth(RegisterConfiguration.fixedMajority(5, 0b10101));
        checkBoth(RegisterConfiguration.reconfigurable(3, 5, 2, 4));
    }

    private static void checkBoth(RegisterConfiguration configuration) {
        configuration.check(ClientKind.DECISION_TABLE);
        configuration.check(ClientKind.COUNTING);
    }

    @Test
    void paxosGivesSetsToClientsInTurn() {
        RegisterConfiguration paxos = RegisterConfiguration.paxos(3);
        assertEquals(1, paxos.nextWritable(1, 0));
        assertEquals(4, paxos.nextWritable(1, 2));
        assertEquals(5, paxos.nextWritable(2, 5));
        assertThrows(IthacaException.class, () -> paxos.nextWritable(3, 0));
    }

    @Test
    void openSetsMustIntersectThemselvesForAnyClient() {
        RegisterConfiguration split =
                new RegisterConfiguration(4, List.of(), List.of(RegisterSet.open(TWO, new Quorums.AnyOf(4))));
        assertRefused(split, ClientKind.DECISION_TABLE, "set 0 is open");
    }

    @Test
    void sealsMustMeetEarlierWritesForCountingClientsOnly() {
        RegisterConfiguration apart = new RegisterConfiguration(
                4, List.of(), List.of(RegisterSet.owned(0, TWO, TWO), RegisterSet.owned(1, TWO, TWO)));
        apart.check(ClientKind.DECISION_TABLE);
        assertRefused(apart, ClientKind.COUNTING, "set 1 can be sealed without meeting every");
    }

    /// The paper's four servers: majorities of three and fast quorums of three leave a common server only
    /// in pairs.
    @Test
    void sealsMustMeetTwoWritesOfAnEarlierOpenSet() {
        Quorums three = new Quorums.AnyOf(3);
        RegisterSet classic = RegisterSet.owned(0, three, TWO);
        RegisterConfiguration fast =
                new RegisterConfiguration(4, List.of(RegisterSet.open(three, new Quorums.AnyOf(0))), List.of(classic));
        assertRefused(fast, ClientKind.COUNTING, "any two");
    }

    private static void assertRefused(RegisterConfiguration configuration, ClientKind kind, String why) {
        IthacaException refused = assertThrows(IthacaException.class, () -> configuration.check(kind));
        assertEquals(IthacaException.Code.INVALID, refused.code());
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    /// Counted families are judged by their sizes; here they are listed set by set and judged again.
    @Test
    void countedAndListedFamiliesAreJudgedAlike() {
        RandomConfigurations random = new RandomConfigurations(11);
        SplitMix sizes = new SplitMix(12);
        int accepted = 0;
        for (int i = 0; i < 5000; i++) {
            RegisterConfiguration configuration = random.next(2 + sizes.below(4), 3);
            for (ClientKind kind : ClientKind.values()) {
                boolean safe = RandomConfigurations.accepted(configuration, kind);
                assertEquals(safe, plainlySafe(configuration, kind), configuration.toString());
                accepted += safe ? 1 : 0;
            }
        }
        assertTrue(accepted > 1000 && accepted < 9000, accepted + " accepted");
    }

    /// Straight from the conditions, over every set of servers.
    private static boolean plainlySafe(RegisterConfiguration configuration, ClientKind kind) {
        int end = configuration.first().size() + 1;
        long all = (1L << configuration.servers()) - 1;
        for (int r = 0; r < end; r++) {
            RegisterSet set = configuration.set(r);
            if (set.owner().isEmpty() && !meets(all, all, set.write(), set.write())) {
                return false;
            }
            for (int earlier = 0; kind == ClientKind.COUNTING && earlier < r; earlier++) {
                RegisterSet before = configuration.set(earlier);
                for (long seal = 0; seal <= all; seal++) {
                    Quorums second = before.owner().isEmpty() ? before.write() : new Quorums.Listed(List.of(all));
                    if (set.seal().within(seal) && !meets(all, seal, before.write(), second)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static boolean meets(long all, long within, Quorums one, Quorums other) {
        for (long a = 0; a <= all; a++) {
            for (long b = 0; one.within(a) && b <= all; b++) {
                if (other.within(b) && (a & b & within) == 0) {
                    return false;
                }
            }
        }
        return true;
    }

    @Test
    void malformedConfigurationsAreRefused() {
        RegisterSet good = RegisterSet.owned(0, TWO, TWO);
        assertThrows(IthacaException.class, () -> new RegisterConfiguration(0, List.of(), List.of(good)));
        assertThrows(IthacaException.class, () -> new RegisterConfiguration(3, List.of(), List.of()));
        assertThrows(IthacaException.class, () -> new RegisterConfiguration(1, List.of(), List.of(good)));
        assertThrows(IthacaException.class, () -> new Quorums.Listed(List.of()));
        RegisterSet empty = RegisterSet.owned(0, new Quorums.AnyOf(0), TWO);
        assertThrows(IthacaException.class, () -> new RegisterConfiguration(3, List.of(), List.of(empty)));
        assertFalse(RandomConfigurations.accepted(
                new RegisterConfiguration(2, List.of(), List.of(RegisterSet.open(new Quorums.AnyOf(1), TWO))),
                ClientKind.DECISION_TABLE));
    }
}
