package org.ithaca.peers;

/// Hears what became of operations. Any thread may call it.
interface Acks {
    /// The operation is done, as safely as the place asks for.
    ///
    /// @param token as it was given to [Link#send]
    void done(long token);

    /// The operation failed, or nobody knows.
    void failed(long token);
}
