package org.ithaca.group;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.ithaca.base.Defect;
import org.ithaca.base.Hooks;
import org.ithaca.base.LogletId;
import org.ithaca.base.NodeId;
import org.ithaca.log.Loglet;
import org.ithaca.log.LogletPorts;
import org.ithaca.log.Plan;
import org.ithaca.log.contract.LogletContract;
import org.ithaca.quorum.QuorumSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GroupContractTest extends LogletContract {
    @Override
    protected Loglet open(LogletId id, List<NodeId> members, NodeId self, Plan plan, LogletPorts ports, Hooks hooks) {
        return GroupEngine.open(id, members, self, plan, ports, hooks);
    }

    @ParameterizedTest
    @EnumSource(
            value = Defect.class,
            names = {"QUORUM_TOO_SMALL", "SEAL_NOT_KEPT", "GUARD_BEFORE_DATA"})
    void aPlantedMistakeIsFoundUnderBothOrders(Defect defect) {
        for (Plan.Order order : Plan.Order.values()) {
            assertTrue(found(defect, of(3, order, "majority")), defect + " under " + order);
        }
    }

    @Test
    void withoutTheNullRuleALoneWriterWaitsForever() {
        Case c = of(3, Plan.Order.ROUND_ROBIN, "all");
        for (int writer = 0; writer < 3; writer++) {
            assertTrue(aLoneWriterIsHeard(c, writer, Hooks.NONE), "writer " + writer);
        }
        assertFalse(aLoneWriterIsHeard(c, 1, new Planted(Defect.NULL_RULE_OFF)));
    }

    private static Case of(int size, Plan.Order order, String quorum) {
        return new Case(size, new Plan(order, QuorumSpec.parse(quorum), Plan.Spread.STAR, false));
    }

    private record Planted(Defect only) implements Hooks {
        @Override
        public boolean planted(Defect defect) {
            return defect == only;
        }

        @Override
        public void reached(String probe) {}
    }
}
