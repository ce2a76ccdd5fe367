package org.ithaca.cluster;

/// What a node's host hears from [ClusterCore]. Calls come from inside calls of the core, on its thread.
public interface ClusterListener {
    /// A newer layout was adopted.
    void layoutChanged(Layout layout);

    /// A log is known for the first time in this run; the host attaches a [LogListener] now or later, and
    /// only then delivery begins.
    void logAppeared(VirtualLog log);

    /// Something worth a line in the node's journal.
    void notice(Notice notice);
}
