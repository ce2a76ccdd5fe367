package org.ithaca.bench;

import java.time.Duration;

/// What to append, and how hard.
///
/// @param entryBytes size of each entry
/// @param window most entries a client has under way, 1 to 65,536
/// @param ratePerSecond entries due each second from all clients together (open loop); 0 for as many as go
///     (closed loop)
/// @param warmup time before anything is counted
/// @param measured time that is counted
public record AppendLoad(int entryBytes, int window, long ratePerSecond, Duration warmup, Duration measured) {
    public AppendLoad {
        if (entryBytes < 0 || window < 1 || window > 1 << 16 || ratePerSecond < 0 || measured.isZero()) {
            throw new IllegalArgumentException("a load of " + entryBytes + " bytes, window " + window + ", "
                    + ratePerSecond + " a second, for " + measured);
        }
    }

    /// As many appends as go with this window.
    public static AppendLoad closed(int entryBytes, int window, Duration warmup, Duration measured) {
        return new AppendLoad(entryBytes, window, 0, warmup, measured);
    }
}
