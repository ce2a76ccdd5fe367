package org.ithaca.server;

/// What a node remembers of one client's link.
final class ClientConnection {
    private boolean subscribed;
    private long newestAppend = -1;

    void subscribe() {
        subscribed = true;
    }

    boolean subscribed() {
        return subscribed;
    }

    /// Whether an append with this number is a new one on this link: the network may double or delay a
    /// frame, and a run already refused must not be ordered after all.
    boolean isNewAppend(long request) {
        boolean newer = request > newestAppend;
        newestAppend = Math.max(newestAppend, request);
        return newer;
    }
}
