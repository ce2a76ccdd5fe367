package org.ithaca.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.ithaca.base.Hooks;
import org.ithaca.log.Plan;
import org.ithaca.log.contract.ContractCluster;
import org.ithaca.log.contract.ContractNode;
import org.ithaca.quorum.QuorumSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A failure-free delivery costs one spread and one exchange of frontiers, as `docs/protocols/group.md` counts them.
final class MessageCountTest {
    private static final long SECOND = 1_000_000_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 9})
    void aLeaderSendsTheBatchAndHearsOneRowFromEachAndTellsEachOne(int size) {
        ContractCluster cluster = cluster(size, Plan.Order.LEADER, false);
        deliverOne(cluster, 0);
        expect(cluster, size - 1, 2 * (size - 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 9})
    void withTheDiskThereIsASecondExchange(int size) {
        ContractCluster cluster = cluster(size, Plan.Order.LEADER, true);
        deliverOne(cluster, 0);
        expect(cluster, size - 1, 3 * (size - 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 9})
    void inRoundRobinEveryoneTellsEveryone(int size) {
        ContractCluster cluster = cluster(size, Plan.Order.ROUND_ROBIN, false);
        deliverOne(cluster, 0);
        expect(cluster, size - 1, size * (size - 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 9})
    void whoHasNothingToSayFillsItsSlotsWithOneMessage(int size) {
        ContractCluster cluster = cluster(size, Plan.Order.ROUND_ROBIN, false);
        ContractNode last = cluster.node(size - 1);
        for (int i = 0; i < 100; i++) {
            last.tryAppend(10);
        }
        cluster.run(SECOND);
        cluster.nodes().forEach(node -> assertEquals(100L * size, node.delivered()));
        long nulls = cluster.nodes().stream()
                .mapToLong(node -> ((GroupLoglet) node.loglet()).status().nulls())
                .sum();
        assertEquals(100L * (size - 1), nulls);
        assertEquals(100L * (size - 1), cluster.framesWithBody());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 9})
    void manySlotsOfATurnShareOneExchange(int size) {
        ContractCluster cluster = cluster(size, Plan.Order.LEADER, false);
        for (int i = 0; i < 500; i++) {
            cluster.node(0).tryAppend(10);
        }
        cluster.run(SECOND);
        cluster.nodes().forEach(node -> assertEquals(500, node.delivered()));
        expect(cluster, 500 * (size - 1), 2 * (size - 1));
    }

    private static void deliverOne(ContractCluster cluster, int writer) {
        cluster.node(writer).tryAppend(10);
        cluster.run(SECOND);
        cluster.nodes().forEach(node -> assertEquals(1, node.delivered()));
    }

    private static void expect(ContractCluster cluster, int spread, int exchange) {
        assertEquals(spread, cluster.framesWithBody(), "batches");
        assertEquals(exchange, cluster.framesWithout(), "rows");
    }

    private static ContractCluster cluster(int size, Plan.Order order, boolean durable) {
        Plan plan = new Plan(order, new QuorumSpec.All(), Plan.Spread.STAR, durable);
        return new ContractCluster(1, size, plan, Hooks.NONE, GroupEngine::open);
    }
}
