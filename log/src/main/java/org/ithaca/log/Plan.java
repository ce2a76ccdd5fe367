package org.ithaca.log;

import java.util.List;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.MalformedException;
import org.ithaca.quorum.QuorumSpec;
import org.jspecify.annotations.Nullable;

/// The three choices an epoch makes, and where its slots are kept (design, section 1).
///
/// @param order who may write the next slot
/// @param quorum which replicas' copies make it chosen
/// @param spread how the bytes reach the replicas
/// @param durable whether slots are kept on disk and delivered when durably stable, or in memory and
/// delivered when stable
public record Plan(Order order, QuorumSpec quorum, Spread spread, boolean durable) {
    private static final List<Order> ORDERS = List.of(Order.values());
    private static final List<Spread> SPREADS = List.of(Spread.values());

    /// Who may write the next slot.
    public enum Order {
        /// The first member writes every slot.
        LEADER("leader"),
        /// Slot `s` belongs to rank `s mod members`; members with nothing to say write nulls.
        ROUND_ROBIN("round-robin");

        private final String word;

        Order(String word) {
            this.word = word;
        }

        /// Reads the word used on the command line and in configuration.
        public static Order parse(String word) {
            for (Order order : values()) {
                if (order.word.equals(word)) {
                    return order;
                }
            }
            throw org.ithaca.base.IthacaException.notDone(
                    org.ithaca.base.IthacaException.Code.INVALID,
                    "order '" + word + "' is not known: use leader or round-robin");
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /// How the bytes reach the replicas.
    public enum Spread {
        /// The writer sends to each.
        STAR;

        @Override
        public String toString() {
            return "star";
        }
    }

    // What the JVM makes for records it makes at the first use, which is in the first fail-over of a process. The text
    // of a quorum system is canonical.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Plan plan
                && order == plan.order
                && spread == plan.spread
                && durable == plan.durable
                && quorum.toString().equals(plan.quorum.toString());
    }

    @Override
    public int hashCode() {
        return 31 * order.word.hashCode() + quorum.toString().hashCode();
    }

    /// Writes the plan as `order u8 | spread u8 | durable bool | quorum text`.
    public void encode(ByteWriter out) {
        out.u8(ORDERS.indexOf(order)).u8(SPREADS.indexOf(spread)).bool(durable).text(quorum.toString());
    }

    /// Reads what [#encode] wrote.
    public static Plan decode(ByteReader in) {
        int order = in.u8();
        int spread = in.u8();
        if (order >= ORDERS.size() || spread >= SPREADS.size()) {
            throw new MalformedException("plan with order " + order + " and spread " + spread);
        }
        boolean durable = in.bool();
        return new Plan(ORDERS.get(order), QuorumSpec.parse(in.text()), SPREADS.get(spread), durable);
    }
}
