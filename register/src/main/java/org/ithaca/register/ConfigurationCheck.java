package org.ithaca.register;

import java.util.List;
import org.ithaca.base.IthacaException;
import org.ithaca.quorum.QuorumSystem;
import org.ithaca.quorum.Ranks;
import org.jspecify.annotations.Nullable;

/// Whether a configuration is well formed, and for which clients it is safe.
///
/// Exact for any number of servers: counted families are compared by their sizes, listed ones set by set.
final class ConfigurationCheck {
    private ConfigurationCheck() {}

    static void form(int servers, List<RegisterSet> first, List<RegisterSet> cycle) {
        require(
                servers >= 1 && servers <= QuorumSystem.MAX_SIZE,
                "registers are kept by 1 to " + QuorumSystem.MAX_SIZE + " servers, not " + servers);
        require(!cycle.isEmpty(), "the sequence of register sets must not end");
        first.forEach(set -> form(servers, set));
        cycle.forEach(set -> form(servers, set));
    }

    private static void form(int servers, RegisterSet set) {
        if (!fits(servers, set.write()) || !fits(servers, set.seal())) {
            throw unusable(set + " does not fit " + servers + " servers");
        }
        require(set.write().smallest() > 0, "an empty write quorum would choose every value");
        require(set.owner().isEmpty() || set.owner().getAsInt() >= 0, "a client is not negative");
    }

    private static boolean fits(int servers, Quorums quorums) {
        return switch (quorums) {
            case Quorums.AnyOf any -> any.count() >= 0 && any.count() <= servers;
            case Quorums.Listed listed -> listed.sets().stream().allMatch(set -> (set & ~Ranks.below(servers)) == 0);
        };
    }

    /// Sets repeat, so all pairs there are occur below the end of the second cycle.
    static void safety(RegisterConfiguration configuration, ClientKind kind) {
        int end = configuration.first().size() + 2 * configuration.cycle().size();
        int servers = configuration.servers();
        for (int r = 0; r < end; r++) {
            RegisterSet set = configuration.set(r);
            if (set.owner().isEmpty()) {
                refuse(
                        doubleMiss(servers, Ranks.below(servers), set.write()),
                        r,
                        "is open, and two of its write quorums miss");
            }
            for (int earlier = 0; kind == ClientKind.COUNTING && earlier < r; earlier++) {
                sealMeetsWrites(servers, r, set.seal(), earlier, configuration.set(earlier));
            }
        }
    }

    /// Conditions (*) and, where the earlier set is open, (**).
    private static void sealMeetsWrites(int servers, int r, Quorums seal, int earlier, RegisterSet earlierSet) {
        String what = "can be sealed without meeting " + (earlierSet.owner().isEmpty() ? "any two" : "every")
                + " of the write quorums of set " + earlier;
        refuse(miss(servers, seal, earlierSet), r, what);
    }

    private static @Nullable String miss(int servers, Quorums seal, RegisterSet earlier) {
        boolean open = earlier.owner().isEmpty();
        if (seal instanceof Quorums.Listed listed) {
            for (long set : listed.sets()) {
                String found =
                        open ? doubleMiss(servers, set, earlier.write()) : singleMiss(servers, set, earlier.write());
                if (found != null) {
                    return Ranks.text(set) + " and " + found;
                }
            }
            return null;
        }
        return missedByCount(servers, seal.smallest(), earlier.write(), open);
    }

    private static @Nullable String missedByCount(int servers, int seal, Quorums write, boolean open) {
        if (write instanceof Quorums.AnyOf any) {
            int spared = (open ? 2 : 1) * (servers - any.count());
            return seal <= spared ? "any " + seal + " and any " + any.count() + " of " + servers : null;
        }
        for (long one : ((Quorums.Listed) write).sets()) {
            for (long other : ((Quorums.Listed) write).sets()) {
                long common = open ? one & other : one;
                if (seal <= servers - Long.bitCount(common)) {
                    return "any " + seal + " and the common part of " + pair(one, other);
                }
            }
        }
        return null;
    }

    /// A write quorum that misses `set`.
    private static @Nullable String singleMiss(int servers, long set, Quorums write) {
        return write.within(Ranks.below(servers) & ~set) ? "a write quorum outside it" : null;
    }

    /// Two write quorums that have no member of `set` in common.
    private static @Nullable String doubleMiss(int servers, long set, Quorums write) {
        return switch (write) {
            case Quorums.AnyOf any ->
                Long.bitCount(set) <= 2 * (servers - any.count()) ? "any " + any.count() + " of " + servers : null;
            case Quorums.Listed listed -> doubleMiss(set, listed.sets());
        };
    }

    private static @Nullable String doubleMiss(long set, List<Long> sets) {
        for (long one : sets) {
            for (long other : sets) {
                if ((one & other & set) == 0) {
                    return pair(one, other);
                }
            }
        }
        return null;
    }

    private static String pair(long one, long other) {
        return Ranks.text(one) + " and " + Ranks.text(other);
    }

    private static void refuse(@Nullable String found, int r, String what) {
        require(found == null, "registers are not safe: set " + r + " " + what + ": " + found);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw unusable(message);
        }
    }

    private static IthacaException unusable(String message) {
        return IthacaException.notDone(IthacaException.Code.INVALID, message);
    }
}
