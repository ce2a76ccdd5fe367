package org.ithaca.cluster;

import org.ithaca.base.LogId;

/// What a node's host hears from [ClusterCore]. Calls come from inside calls of the core, on its thread.
public interface ClusterListener {
    /// A newer layout was adopted.
    void layoutChanged(Layout layout);

    /// A log is known for the first time in this run; the host attaches a [LogListener] now or later, and
    /// only then delivery begins.
    void logAppeared(VirtualLog log);

    /// A log in memory was lost with the memory of its members. It is no more; another one, which is empty, has
    /// taken its name.
    void logLost(LogId log);

    /// Something worth a line in the node's journal.
    void notice(Notice notice);
}
