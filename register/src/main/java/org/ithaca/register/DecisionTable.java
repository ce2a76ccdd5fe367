package org.ithaca.register;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.ithaca.base.Bytes;
import org.ithaca.base.Invariant;
import org.jspecify.annotations.Nullable;

/// What a client knows of all registers, and what follows for each quorum: rule 4 of the paper (sec. 4.3).
///
/// The paper gives every quorum one of the states *Any* (it may choose any value), *Maybe v*, *None* and
/// *Decided v*. This class keeps what was read and derives the states when asked, for all quorums of a set
/// at once; so the number of quorums does not matter. What was read stays true for ever: registers are
/// write-once.
///
/// *Threading.* One thread.
public final class DecisionTable {
    private final RegisterConfiguration configuration;
    private final List<ServerView> servers = new ArrayList<>();
    private @Nullable Bytes decided;

    public DecisionTable(RegisterConfiguration configuration) {
        this.configuration = configuration;
        for (int server = 0; server < configuration.servers(); server++) {
            servers.add(new ServerView());
        }
    }

    /// What writing a register set is allowed to write.
    public sealed interface Verdict {
        /// Earlier sets may choose values this client does not know, or one of several: read more.
        record Unknown() implements Verdict {}

        /// Earlier sets choose no value: write your own input.
        record Free() implements Verdict {}

        /// Earlier sets can choose this value and no other: write it.
        record Only(Bytes value) implements Verdict {}
    }

    /// Registers of one server as far as this client has read them: all below `known`, and perhaps some
    /// above.
    private static final class ServerView {
        private long known;
        private final TreeMap<Long, Bytes> values = new TreeMap<>();
    }

    /// One register set as this client sees it; masks of servers.
    private record SetView(Quorums write, long unread, Map<Bytes, Long> holders) {
        /// Whether some quorum is *Any*, as far as this set alone can say.
        boolean any() {
            return write.within(unread);
        }

        /// Whether some quorum is *Maybe value* or *Decided value*, or would be if the value were the only
        /// one allowed.
        boolean maybe(Bytes value) {
            return write.within(unread | holders.getOrDefault(value, 0L));
        }
    }

    /// Takes in what a server said it holds.
    public void read(int server, Registers registers) {
        registers.values().forEach((set, value) -> readValue(server, set, value));
        ServerView view = servers.get(server);
        view.known = Math.max(view.known, registers.lowestUnwritten());
    }

    /// Takes in that register `set` of the server holds the value.
    public void readValue(int server, long set, Bytes value) {
        ServerView view = servers.get(server);
        Bytes before = view.values.putIfAbsent(set, value);
        Invariant.check(
                before == null ? set >= view.known : before.equals(value), "a register that was written never changes");
        SetView all = view(set);
        if (all.write().within(all.holders().getOrDefault(value, 0L))) {
            Invariant.check(decided == null || decided.equals(value), "only one value is ever decided");
            decided = value;
        }
    }

    /// The value some quorum has decided, if this client can tell.
    public Optional<Bytes> decided() {
        return Optional.ofNullable(decided);
    }

    /// The lowest register that no server is known to have written or closed, 0 if nothing was read.
    public long lowestUnwritten() {
        long lowest = 0;
        for (ServerView server : servers) {
            lowest = Math.max(lowest, server.known);
            lowest = Math.max(lowest, server.values.isEmpty() ? 0 : server.values.lastKey() + 1);
        }
        return lowest;
    }

    /// What may be written to register set `set` without contradicting any earlier one (rule 4). Whether
    /// this client may write the set at all (rule 3) is for the configuration to say.
    public Verdict beforeWriting(long set) {
        Allowed allowed = new Allowed();
        allowed.intersect(valuesFrom(set));
        Bytes candidate = null;
        for (long r = set - 1; r >= 0 && !allowed.nothing(); r--) {
            SetView view = view(r);
            boolean owned = configuration.set(r).owner().isPresent();
            if (owned) {
                allowed.intersect(view.holders().keySet());
            }
            if (allowed.only() == null && view.any()) {
                return new Verdict.Unknown();
            }
            for (Bytes value : allowed.of(view.holders().keySet())) {
                if (view.maybe(value)) {
                    if (candidate != null && !candidate.equals(value)) {
                        return new Verdict.Unknown();
                    }
                    candidate = value;
                }
            }
            allowed.intersect(view.holders().keySet());
        }
        return candidate == null ? new Verdict.Free() : new Verdict.Only(candidate);
    }

    /// Values that quorums of the sets still to look at can choose: any, one, or none. A value read in a
    /// set excludes all others from the sets below it: whoever wrote it had made sure of that.
    private static final class Allowed {
        private @Nullable Bytes only;
        private boolean nothing;

        void intersect(Set<Bytes> read) {
            for (Bytes value : read) {
                nothing |= only != null && !only.equals(value);
                only = value;
            }
        }

        boolean nothing() {
            return nothing;
        }

        @Nullable
        Bytes only() {
            return only;
        }

        /// The values worth asking a set about, where these were read in it.
        Set<Bytes> of(Set<Bytes> read) {
            if (nothing) {
                return Set.of();
            }
            return only == null ? read : Set.of(only);
        }
    }

    private Set<Bytes> valuesFrom(long set) {
        Set<Bytes> values = new HashSet<>();
        for (ServerView server : servers) {
            values.addAll(server.values.tailMap(set).values());
        }
        return values;
    }

    private SetView view(long set) {
        long unread = 0;
        Map<Bytes, Long> holders = new HashMap<>();
        for (int s = 0; s < servers.size(); s++) {
            ServerView server = servers.get(s);
            Bytes value = server.values.get(set);
            if (value != null) {
                holders.merge(value, 1L << s, (a, b) -> a | b);
            } else if (set >= server.known) {
                unread |= 1L << s;
            }
        }
        return new SetView(configuration.set(set).write(), unread, holders);
    }
}
