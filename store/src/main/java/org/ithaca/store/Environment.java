package org.ithaca.store;

import org.ithaca.base.Disk;
import org.ithaca.base.Entropy;
import org.ithaca.base.Hooks;

/// What every part of a node's storage works with.
record Environment(Disk disk, StoreConfig config, Entropy entropy, Hooks hooks, Spares spares) {
    Environment(Disk disk, StoreConfig config, Entropy entropy, Hooks hooks) {
        this(disk, config, entropy, hooks, new Spares(disk, hooks, config.segmentBytes() / 2));
    }
}
