package org.ithaca.log;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ithaca.base.Bytes;

/// The rules of exactly once written down as plainly as possible, one entry at a time.
final class SessionModel {
    private final int mostSessions;
    final List<Long> leastRecentFirst = new ArrayList<>();
    final Map<Long, TreeMap<Long, Long>> taken = new TreeMap<>();
    final Map<Long, TreeMap<Long, Bytes>> results = new TreeMap<>();
    final Set<Long> suppressed = new HashSet<>();

    SessionModel(int mostSessions) {
        this.mostSessions = mostSessions;
    }

    void open(long position) {
        long id = position + 1;
        leastRecentFirst.add(id);
        taken.put(id, new TreeMap<>());
        results.put(id, new TreeMap<>());
        if (leastRecentFirst.size() > mostSessions) {
            long gone = leastRecentFirst.removeFirst();
            taken.remove(gone);
            results.remove(gone);
        }
    }

    SessionVerdict data(long session, long first, int count, long position) {
        if (!taken.containsKey(session)) {
            suppress(position, count);
            return SessionVerdict.UNKNOWN_SESSION;
        }
        leastRecentFirst.remove(session);
        leastRecentFirst.add(session);
        TreeMap<Long, Long> entries = taken.get(session);
        if (first > last(session) + 1) {
            suppress(position, count);
            return SessionVerdict.GAP;
        }
        boolean any = false;
        for (int i = 0; i < count; i++) {
            if (entries.putIfAbsent(first + i, position + i) == null) {
                any = true;
            } else {
                suppressed.add(position + i);
            }
        }
        return any ? SessionVerdict.TAKEN : SessionVerdict.DUPLICATE;
    }

    long last(long session) {
        TreeMap<Long, Long> entries = taken.get(session);
        return entries == null ? SessionTable.UNKNOWN : entries.isEmpty() ? 0 : entries.lastKey();
    }

    private void suppress(long position, int count) {
        for (int i = 0; i < count; i++) {
            suppressed.add(position + i);
        }
    }
}
