package org.ithaca.base;

/// How a process reaches others. All calls come from, and all events arrive on, the thread that owns the
/// core.
public interface Network {
    /// What a core hears from the network.
    interface Listener {
        /// A link is open in either direction and may be used at once. Between two nodes several may be
        /// open for a moment: the newest is the one to use.
        void opened(Link link);

        /// One whole frame. It may share a larger array: `compact` what is kept for long. If this listener
        /// [#takesPooled] memory, what is kept beyond the call must be held or copied, see [Bytes].
        void received(Link link, Bytes frame);

        /// Whether frames may lie in [PooledMemory]; always the same. If not they lie on the heap.
        default boolean takesPooled() {
            return false;
        }

        /// The link is gone: the process at its other end died, was cut off, or closed it. Reported once.
        void closed(Link link);

        /// The process at the address of `node` turned us away, or we it: another cluster or version, a
        /// certificate that is not trusted, too many links. Attempts go on, slowly; told once an attempt.
        default void refused(NodeId node, IthacaException why) {}

        /// All that had arrived was handed over: the moment to send what belongs together.
        void turnEnded();
    }

    /// Keeps trying to hold a link to the node at `address` (`host:port`) until [#forget]; the address may
    /// be changed by calling again. Attempts are spaced by a capped, jittered back-off.
    void reach(NodeId node, String address);

    /// Stops trying and closes the link.
    void forget(NodeId node);
}
