package org.ithaca.cluster;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.Invariant;
import org.ithaca.base.LogId;
import org.ithaca.base.MalformedException;
import org.ithaca.base.NodeId;
import org.ithaca.quorum.QuorumSystem;

/// The cluster at one version: who takes part, who decides the next version, and the chain of epochs of
/// every log. (CORFU: projection; Derecho: view.)
///
/// Immutable. A decided layout is a fact: whoever gets it from anyone may adopt it. It lists whole chains,
/// so a node that missed any number of versions adopts the newest directly.
///
/// ```text
/// layout  := format u8 (1) | version i64 | cluster id text | members | away | council | council fixed bool | logs
/// members := count i32 | { id u16 | incarnation i64 | address text | witness bool }
/// council := count i32 | { id u16 }
/// logs    := next log id i32 | count i32 | { id i32 | name text | kind u8 | trimmed below i64 | epochs }
/// epochs  := count i32 | { epoch i32 | first i64 | end i64 | plan | count i32 | { id u16 | incarnation i64 } }
/// plan    := order u8 | spread u8 | durable bool | quorum text
/// ```
///
/// @param version 0 for the one every founder derives from its configuration, then one more each time; -1
/// at a node that knows none yet
/// @param clusterId name of the cluster, chosen by the operator
/// @param members who takes part, in rank order
/// @param away who belongs to the cluster without taking part now: invited, or left out after a failure;
/// they come back by themselves
/// @param council who decides the next layout, in rank order
/// @param councilFixed whether the council stays as it is when members change; otherwise it is the first
/// [#MAX_COUNCIL] members
/// @param nextLog the identity the next log to be created gets
/// @param logs every log
public record Layout(
        long version,
        String clusterId,
        List<Member> members,
        List<Member> away,
        List<NodeId> council,
        boolean councilFixed,
        int nextLog,
        List<LogChain> logs) {
    /// Largest council that follows the members.
    public static final int MAX_COUNCIL = 7;

    /// Most logs of a cluster.
    public static final int MAX_LOGS = 65_536;

    private static final int FORMAT = 1;

    public Layout {
        members = List.copyOf(members);
        away = List.copyOf(away);
        council = List.copyOf(council);
        logs = List.copyOf(logs);
        Set<NodeId> ids = new HashSet<>();
        members.forEach(m -> Invariant.check(ids.add(m.id()), "a member is listed once"));
        away.forEach(m -> Invariant.check(ids.add(m.id()), "a node is a member or away, not both"));
    }

    /// The layout a new cluster starts from, the same at every founder.
    ///
    /// @param founders in rank order; a node that is given none knows nothing yet, which is version -1
    /// @param council empty for one that follows the members
    public static Layout initial(String clusterId, List<Member> founders, List<NodeId> council) {
        List<Member> unseen = founders.stream().map(m -> m.withIncarnation(0)).toList();
        boolean fixed = !council.isEmpty();
        return new Layout(
                founders.isEmpty() ? -1 : 0,
                clusterId,
                unseen,
                List.of(),
                fixed ? council : followingCouncil(unseen),
                fixed,
                0,
                List.of());
    }

    static List<NodeId> followingCouncil(List<Member> members) {
        return members.stream().limit(MAX_COUNCIL).map(Member::id).toList();
    }

    /// The member of this identity, if it takes part.
    public Optional<Member> member(NodeId id) {
        return members.stream().filter(m -> m.id().equals(id)).findFirst();
    }

    /// The node of this identity, whether it takes part or is away.
    public Optional<Member> node(NodeId id) {
        return member(id).or(() -> away.stream().filter(m -> m.id().equals(id)).findFirst());
    }

    /// Whether this run of the node takes part.
    public boolean takesPart(NodeId id, long incarnation) {
        return member(id).filter(m -> m.incarnation() == incarnation).isPresent();
    }

    public Optional<LogChain> log(LogId id) {
        return logs.stream().filter(l -> l.id().equals(id)).findFirst();
    }

    public Optional<LogChain> log(String name) {
        return logs.stream().filter(l -> l.name().equals(name)).findFirst();
    }

    public Bytes encode() {
        ByteWriter out = new ByteWriter(256);
        out.u8(FORMAT).i64(version).text(clusterId).i32(members.size());
        members.forEach(m -> m.encode(out));
        out.i32(away.size());
        away.forEach(m -> m.encode(out));
        out.i32(council.size());
        council.forEach(c -> out.u16(c.value()));
        out.bool(councilFixed).i32(nextLog).i32(logs.size());
        logs.forEach(l -> l.encode(out));
        return out.shared();
    }

    /// Reads what [#encode] wrote.
    ///
    /// @throws MalformedException if it is not a layout
    public static Layout decode(Bytes bytes) {
        ByteReader in = new ByteReader(bytes);
        try {
            int format = in.u8();
            if (format != FORMAT) {
                throw new MalformedException("layout of format " + format);
            }
            long version = in.i64();
            String clusterId = in.text();
            List<Member> members = list(in, QuorumSystem.MAX_SIZE, 15, Member::decode);
            List<Member> away = list(in, NodeId.MAX, 15, Member::decode);
            List<NodeId> council = list(in, QuorumSystem.MAX_SIZE, 2, r -> new NodeId(r.u16()));
            boolean fixed = in.bool();
            int nextLog = in.i32();
            List<LogChain> logs = list(in, MAX_LOGS, 21, LogChain::decode);
            in.end();
            return new Layout(version, clusterId, members, away, council, fixed, nextLog, logs);
        } catch (Invariant.Violation | org.ithaca.base.IthacaException e) {
            throw new MalformedException("not a layout: " + e.getMessage());
        }
    }

    private static <T> List<T> list(ByteReader in, int max, int elementBytes, Function<ByteReader, T> element) {
        int count = in.count(max, elementBytes);
        List<T> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(element.apply(in));
        }
        return list;
    }
}
