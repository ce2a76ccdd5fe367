package org.ithaca.peers;

/// A connection operations are sent through. One thread sends.
interface Link extends AutoCloseable {
    /// Begins an operation; its end is told to the [Acks] the link was made with.
    ///
    /// @param payload not changed by anyone
    /// @param token identifies the operation when it ends
    /// @return false if there is no room now, and nothing was begun
    boolean send(Work work, byte[] payload, long token);

    /// Whether acknowledgements arrive only while the sending thread calls [#poll].
    default boolean polls() {
        return false;
    }

    /// Looks once for acknowledgements, without waiting, and returns how many there were; for links that
    /// poll.
    default int poll() {
        return 0;
    }

    /// Waits a moment if there was nothing to do, as the system's own clients do; for links that poll.
    default void idle(int found) {}

    /// Called about ten times a second during a load: lets the system forget what is acknowledged. A log in
    /// memory that takes hundreds of megabytes a second must forget as it goes.
    default void trim() {}

    @Override
    void close();
}
