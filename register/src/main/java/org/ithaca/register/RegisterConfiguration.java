package org.ithaca.register;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.ithaca.base.IthacaException;
import org.ithaca.quorum.QuorumSystem;

/// An infinite sequence of register sets over a fixed list of servers: some first ones, then a cycle that
/// repeats.
///
/// Register set `r` is `first.get(r)`, or beyond those `cycle.get((r - first.size()) % cycle.size())`.
/// Building one checks its form only; [#check] says whether it is safe. The factories below return safe
/// ones. Servers are numbered 0 to `servers - 1`, clients 0 and up; where a factory takes `n`, there are
/// `n` servers and `n` clients (normally the same processes). Immutable.
public record RegisterConfiguration(int servers, List<RegisterSet> first, List<RegisterSet> cycle) {
    public RegisterConfiguration {
        first = List.copyOf(first);
        cycle = List.copyOf(cycle);
        ConfigurationCheck.form(servers, first, cycle);
    }

    /// Paxos: majorities everywhere, set `r` owned by client `r mod n`.
    public static RegisterConfiguration paxos(int n) {
        return repeating(n, Quorums.majority(n), Quorums.majority(n));
    }

    /// Flexible Paxos: the write and seal quorums of a system in every set, set `r` owned by client `r mod
    /// n`.
    public static RegisterConfiguration flexible(QuorumSystem system) {
        return repeating(system.size(), Quorums.writeOf(system), Quorums.sealOf(system));
    }

    /// Fast Paxos: set 0 is open to all clients with quorums of three quarters, later sets are as in
    /// [#paxos].
    public static RegisterConfiguration fastPaxos(int n) {
        RegisterSet fast = RegisterSet.open(new Quorums.AnyOf(n - n / 4), new Quorums.AnyOf(0));
        return new RegisterConfiguration(n, List.of(fast), paxos(n).cycle());
    }

    /// Co-located, or all-aboard: one set for each client whose only write quorum is everyone, then as in
    /// [#paxos]. One round trip while all are up, two to any majority otherwise.
    public static RegisterConfiguration allAboard(int n) {
        List<RegisterSet> first =
                owned(n, client -> RegisterSet.owned(client, new Quorums.AnyOf(n), new Quorums.AnyOf(1)));
        return new RegisterConfiguration(n, first, paxos(n).cycle());
    }

    /// Fixed majority: set 0 is open to all clients and has one write quorum, the named one; then as in
    /// [#paxos]. `majority` is a bit mask of more than half of the servers.
    public static RegisterConfiguration fixedMajority(int n, long majority) {
        if (Long.bitCount(majority) <= n / 2) {
            throw IthacaException.notDone(
                    IthacaException.Code.INVALID, "the named set is no majority of " + n + " servers");
        }
        RegisterSet named = RegisterSet.open(new Quorums.Listed(List.of(majority)), new Quorums.AnyOf(0));
        return new RegisterConfiguration(n, List.of(named), paxos(n).cycle());
    }

    /// Reconfigurable: the first `sets` sets use majorities of servers 0 to `primaries - 1` only, all later
    /// ones majorities of the other `backups` servers only. Writing any later set moves the system. Clients
    /// are 0 to `clients - 1`.
    public static RegisterConfiguration reconfigurable(int primaries, int backups, int sets, int clients) {
        long low = (1L << primaries) - 1;
        long high = ((1L << backups) - 1) << primaries;
        Quorums primary = new Quorums.Listed(majoritiesOf(low));
        Quorums backup = new Quorums.Listed(majoritiesOf(high));
        Quorums both = new Quorums.Listed(pairs(majoritiesOf(low), majoritiesOf(high)));
        List<RegisterSet> first = IntStream.range(0, sets)
                .mapToObj(set -> RegisterSet.owned(set % clients, primary, primary))
                .toList();
        List<RegisterSet> cycle = owned(clients, client -> RegisterSet.owned((sets + client) % clients, backup, both));
        return new RegisterConfiguration(primaries + backups, first, cycle);
    }

    private static RegisterConfiguration repeating(int n, Quorums write, Quorums seal) {
        return new RegisterConfiguration(n, List.of(), owned(n, client -> RegisterSet.owned(client, write, seal)));
    }

    private static List<RegisterSet> owned(int clients, IntFunction<RegisterSet> set) {
        return IntStream.range(0, clients).mapToObj(set).toList();
    }

    private static List<Long> majoritiesOf(long servers) {
        int size = Long.bitCount(servers) / 2 + 1;
        List<Long> all = new ArrayList<>();
        for (long set = servers; set != 0; set = (set - 1) & servers) {
            if (Long.bitCount(set) == size) {
                all.add(set);
            }
        }
        return all;
    }

    private static List<Long> pairs(List<Long> some, List<Long> others) {
        List<Long> all = new ArrayList<>();
        for (long one : some) {
            for (long other : others) {
                all.add(one | other);
            }
        }
        return all;
    }

    /// The configuration of register set `r`, 0 and up.
    public RegisterSet set(long r) {
        return r < first.size() ? first.get((int) r) : cycle.get((int) ((r - first.size()) % cycle.size()));
    }

    /// The lowest set from `from` on that the client may write.
    ///
    /// @throws IthacaException INVALID if there is none
    public long nextWritable(int client, long from) {
        long end = Math.max(from, first.size()) + cycle.size();
        for (long r = from; r < end; r++) {
            if (set(r).writableBy(client)) {
                return r;
            }
        }
        throw IthacaException.notDone(
                IthacaException.Code.INVALID, "client " + client + " may write no register set from " + from + " on");
    }

    /// Fails unless clients of this kind keep agreement on this configuration, whatever is lost, late or
    /// restarted.
    ///
    /// @throws IthacaException INVALID, naming the register sets and quorums that are at fault
    public void check(ClientKind kind) {
        ConfigurationCheck.safety(this, kind);
    }
}
