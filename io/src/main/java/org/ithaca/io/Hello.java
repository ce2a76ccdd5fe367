package org.ithaca.io;

import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.MalformedException;
import org.ithaca.base.NodeId;
import org.ithaca.base.Peer;

/// The first frame in either direction. `docs/protocols/transport.md` draws it.
///
/// @param minVersion oldest version of the protocol the sender speaks
/// @param maxVersion newest one
/// @param cluster name of its cluster; empty from a client that takes any
/// @param self who it is
/// @param address where it listens, `host:port`; empty if it does not
/// @param wanted the node it looks for, or [#ANYONE]
/// @param dial how many times its process has connected to anyone: the number of this connection when sent by the
///     end that connected, else the number of its latest one
record Hello(int minVersion, int maxVersion, String cluster, Peer self, String address, int wanted, long dial) {
    /// First byte of every frame that belongs to this module.
    static final int OWNER = 0x00;
    /// Second byte of a hello and of a refusal.
    static final int HELLO = 1;

    static final int REFUSAL = 2;
    /// `Itha`.
    static final int MAGIC = 0x49746861;
    /// The one version there is.
    static final int VERSION = 1;
    /// Of [#wanted].
    static final int ANYONE = -1;
    /// No hello and no refusal is larger.
    static final int MAX_FRAME = 4096;
    /// Owner, kind and magic: what must arrive before anything is known.
    static final int PREFIX = 6;

    private static final int NODE = 1;
    private static final int CLIENT = 2;

    Bytes encode() {
        ByteWriter out = new ByteWriter(128);
        out.u8(OWNER).u8(HELLO).i32(MAGIC).u16(minVersion).u16(maxVersion).text(cluster);
        switch (self) {
            case Peer.Node node ->
                out.u8(NODE).i64(node.id().value()).i64(node.incarnation()).text("");
            case Peer.Client client -> out.u8(CLIENT).i64(client.id()).i64(0).text(client.name());
        }
        return out.text(address).i32(wanted).i64(dial).copy();
    }

    /// Reads what follows the magic. Of a version that is not spoken here only the versions are read: the rest may
    /// look different.
    static Hello decode(ByteReader in) {
        int min = in.u16();
        int max = in.u16();
        if (min > VERSION || max < VERSION) {
            return new Hello(min, max, "", new Peer.Client(0, ""), "", ANYONE, 0);
        }
        String cluster = in.text();
        Peer self = peer(in.u8(), in.i64(), in.i64(), in.text());
        Hello hello = new Hello(min, max, cluster, self, in.text(), in.i32(), in.i64());
        in.end();
        return hello;
    }

    private static Peer peer(int role, long id, long incarnation, String name) {
        return switch (role) {
            case NODE -> {
                if (id < 0 || id > NodeId.MAX) {
                    throw new MalformedException("a node id of " + id);
                }
                yield new Peer.Node(new NodeId((int) id), incarnation);
            }
            case CLIENT -> new Peer.Client(id, name);
            default -> throw new MalformedException("a role of " + role);
        };
    }

    boolean speaksOurVersion() {
        return minVersion <= VERSION && VERSION <= maxVersion;
    }
}
