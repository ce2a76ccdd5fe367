package org.ithaca.cluster;

import org.ithaca.base.Bytes;
import org.ithaca.base.Invariant;
import org.ithaca.store.Storage;

/// The newest layout this node knows, durable.
///
/// Layouts list whole chains, so one is enough. Adopting one before it is durable is safe: it is decided,
/// so a council quorum of its predecessor holds it, and keeps holding it until the layout itself is durable
/// there.
final class LayoutHistory {
    static final String KEY = "cluster/layout";

    private final Storage storage;
    private Layout newest;

    LayoutHistory(Layout initial, Storage storage) {
        this.storage = storage;
        newest = initial;
    }

    /// Takes up what the storage recovered.
    void restore(Bytes stored) {
        Layout layout = Layout.decode(stored);
        Invariant.check(
                layout.clusterId().equals(newest.clusterId()),
                "the storage is of cluster " + layout.clusterId() + ", the configuration of " + newest.clusterId());
        newest = layout;
    }

    Layout newest() {
        return newest;
    }

    /// Adopts a decided layout if it is newer; whether it was.
    boolean adopt(Layout layout) {
        if (layout.version() <= newest.version()) {
            return false;
        }
        newest = layout;
        storage.put(KEY, layout.encode(), () -> {});
        return true;
    }
}
