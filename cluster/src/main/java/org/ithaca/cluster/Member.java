package org.ithaca.cluster;

import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.NodeId;

/// A process of the cluster as a layout names it.
///
/// @param id its identity
/// @param incarnation which run of it takes part; 0 if none was seen yet. A later run has a larger one and
/// takes part only after the next change of layout
/// @param address `host:port` where nodes and clients reach it
/// @param witness it may sit on the council but holds no log
public record Member(NodeId id, long incarnation, String address, boolean witness) {
    /// A member of which no run was seen yet.
    public static Member at(NodeId id, String address) {
        return new Member(id, 0, address, false);
    }

    Member withIncarnation(long newIncarnation) {
        return new Member(id, newIncarnation, address, witness);
    }

    void encode(ByteWriter out) {
        out.u16(id.value()).i64(incarnation).text(address).bool(witness);
    }

    static Member decode(ByteReader in) {
        return new Member(new NodeId(in.u16()), in.i64(), in.text(), in.bool());
    }
}
