package org.ithaca.register;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.ithaca.base.Defect;
import org.ithaca.base.Hooks;
import org.ithaca.base.Invariant;
import org.ithaca.quorum.QuorumSpec;
import org.ithaca.register.Run.HostFault;
import org.junit.jupiter.api.Test;

/// The product's classes in storms of lost, doubled, late messages and crashes; a failure names its seed.
class RunTest {
    private record Case(String name, RegisterConfiguration configuration, int clients) {}

    private static final List<Case> CASES = List.of(
            new Case("paxos", RegisterConfiguration.paxos(3), 3),
            new Case("paxos of one", RegisterConfiguration.paxos(1), 1),
            new Case("paxos of five", RegisterConfiguration.paxos(5), 3),
            new Case(
                    "flexible",
                    RegisterConfiguration.flexible(
                            QuorumSpec.parse("counting(2,3)").over(4)),
                    3),
            new Case(
                    "grid",
                    RegisterConfiguration.flexible(QuorumSpec.parse("grid(2x3)").over(6)),
                    3),
            new Case(
                    "groups",
                    RegisterConfiguration.flexible(
                            QuorumSpec.parse("groups(2x3,2,2)").over(6)),
                    3),
            new Case("fast", RegisterConfiguration.fastPaxos(4), 4),
            new Case("all aboard", RegisterConfiguration.allAboard(3), 3),
            new Case("fixed majority", RegisterConfiguration.fixedMajority(3, 0b011), 3),
            new Case("reconfigurable", RegisterConfiguration.reconfigurable(3, 3, 2, 3), 3));

    @Test
    void everyAlgorithmDecidesOneValue() {
        Set<String> reached = new TreeSet<>();
        for (Case one : CASES) {
            for (long seed = 0; seed < 300; seed++) {
                try {
                    run(one, seed, Run.planting(Set.of(), reached), Set.of());
                } catch (RuntimeException failed) {
                    throw new AssertionError(one.name() + ", seed " + seed, failed);
                }
            }
        }
        assertTrue(
                reached.containsAll(
                        List.of("register.value-adopted", "register.decided-while-reading", "register.set-given-up")),
                () -> "rare paths reached: " + reached);
    }

    @Test
    void ignoringAnAcceptedValueIsFound() {
        assertFound(Run.planting(Set.of(Defect.ACCEPTED_LAYOUT_IGNORED), new TreeSet<>()), Set.of());
    }

    @Test
    void forgettingUsedSetsIsFound() {
        assertFound(Hooks.NONE, Set.of(HostFault.USED_SETS_FORGOTTEN));
    }

    @Test
    void answeringBeforeTheStateIsDurableIsFound() {
        assertFound(Hooks.NONE, Set.of(HostFault.ANSWERED_BEFORE_DURABLE));
    }

    private static void assertFound(Hooks hooks, Set<HostFault> faults) {
        int found = 0;
        for (long seed = 0; seed < 2000 && found == 0; seed++) {
            try {
                run(CASES.getFirst(), seed, hooks, faults);
            } catch (Run.Disagreement | Invariant.Violation broken) {
                found++;
            }
        }
        assertTrue(found > 0, "no seed finds it");
    }

    private static void run(Case one, long seed, Hooks hooks, Set<HostFault> faults) {
        new Run(one.configuration(), one.clients(), seed, hooks, faults).play(250);
    }
}
