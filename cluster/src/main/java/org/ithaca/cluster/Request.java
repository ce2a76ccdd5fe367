package org.ithaca.cluster;

import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.IthacaException;
import org.ithaca.base.LogId;
import org.ithaca.base.MalformedException;
import org.ithaca.base.NodeId;
import org.ithaca.log.Plan;

/// What an operator can ask of the cluster. Each is idempotent: asking again for what holds already changes
/// nothing.
sealed interface Request {
    /// Create a log over all members.
    record CreateLog(String name, LogKind kind, Plan plan) implements Request {
        @Override
        public void encode(ByteWriter out) {
            out.u8(0).text(name).u8(kind.code());
            plan.encode(out);
        }
    }

    /// Open a new epoch of the log under another plan.
    record ChangePlan(LogId log, Plan plan) implements Request {
        @Override
        public void encode(ByteWriter out) {
            out.u8(1).i32(log.value());
            plan.encode(out);
        }
    }

    /// Let the node join.
    record AddMember(NodeId id, String address) implements Request {
        @Override
        public void encode(ByteWriter out) {
            out.u8(2).u16(id.value()).text(address);
        }
    }

    /// Take the node out for good.
    record RemoveMember(NodeId id) implements Request {
        @Override
        public void encode(ByteWriter out) {
            out.u8(3).u16(id.value());
        }
    }

    void encode(ByteWriter out);

    static Request decode(ByteReader in) {
        int kind = in.u8();
        try {
            return switch (kind) {
                case 0 -> new CreateLog(in.text(), LogKind.decode(in.u8()), Plan.decode(in));
                case 1 -> new ChangePlan(new LogId(in.i32() & Integer.MAX_VALUE), Plan.decode(in));
                case 2 -> new AddMember(new NodeId(in.u16()), in.text());
                case 3 -> new RemoveMember(new NodeId(in.u16()));
                default -> throw new MalformedException("no request has kind " + kind);
            };
        } catch (IthacaException e) {
            throw new MalformedException("request of kind " + kind + ": " + e.getMessage());
        }
    }
}
