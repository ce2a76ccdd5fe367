package org.ithaca.io;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ithaca.base.Clock;
import org.slf4j.Logger;

/// Warnings about others, at most one per remote host and kind every ten seconds: a hostile neighbour cannot fill
/// the disk with log lines, nor memory with what was said about it.
final class RemoteLog {
    private static final long QUIET_NANOS = 10_000_000_000L;
    private static final int MAX_KEYS = 1024;

    private record Key(String remote, Object kind) {}

    private static final class Said {
        private long lastNanos;
        private long suppressed;
    }

    private final Logger log;
    private final Clock clock;
    private final Map<Key, Said> entries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Said> eldest) {
            return size() > MAX_KEYS;
        }
    };

    RemoteLog(Logger log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /// Logs `message` about `remote` unless the same kind was logged about it just now. True if it was logged.
    boolean warn(String remote, Object kind, String message) {
        long now = clock.nanos();
        Key key = new Key(remote, kind);
        Said entry = entries.get(key);
        if (entry == null) {
            entry = new Said();
            entries.put(key, entry);
        } else if (now - entry.lastNanos < QUIET_NANOS) {
            entry.suppressed++;
            return false;
        }
        String more = entry.suppressed == 0 ? "" : " (" + entry.suppressed + " more like this were not logged)";
        log.warn("{}: {}{}", remote, message, more);
        entry.lastNanos = now;
        entry.suppressed = 0;
        return true;
    }
}
