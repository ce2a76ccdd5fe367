package org.ithaca.base;

import java.util.List;

/// One open conversation with another process: frames out, in order while it lasts.
///
/// A transport may lose, double or reorder frames only where it is a simulated one; the protocols above
/// tolerate all three. Whatever was not delivered when a link closes is gone: whoever needs it sends it
/// again on the next link.
public interface Link {
    /// Who is at the other end, as it proved in its hello.
    Peer peer();

    /// Queues one frame of `head` followed by what is in `body`. Never blocks; on a closed link it does nothing.
    /// Frames leave when the turn ends, one write for all. No array may change afterwards. A frame above the
    /// transport's limit, or one that begins with `0x00`, is a bug of the sender.
    void send(Bytes head, List<Bytes> body);

    /// Queues one frame of `head` followed by `body`.
    default void send(Bytes head, Bytes body) {
        send(head, body.isEmpty() ? List.of() : List.of(body));
    }

    /// Bytes queued and not yet taken by the operating system: what senders of bulk look at before they
    /// send more.
    long queuedBytes();

    /// Closes after what is queued was written; `reason` goes to the log.
    void close(String reason);
}
