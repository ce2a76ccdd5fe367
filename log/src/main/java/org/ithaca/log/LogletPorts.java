package org.ithaca.log;

import java.util.List;
import org.ithaca.base.Bytes;
import org.ithaca.base.NodeId;
import org.ithaca.base.StoredSlot;

/// How a [Loglet] acts on the world. Calls only record what is to be done; none calls back into the loglet.
public interface LogletPorts {
    /// Sends an engine message to a member of the epoch; the host puts its address in front. Lost if there is no
    /// link.
    void send(NodeId to, Bytes head, Bytes body);

    /// Bytes queued towards the member and not yet taken by the network: bulk waits when they are many.
    long queuedBytes(NodeId to);

    /// Stores the next slot; the host answers by [Loglet#stored] once it is. Slots come in order.
    void store(long slot, Bytes batch, int crc);

    /// Reads stored slots that memory no longer holds, to send them again to a member that lacks them.
    void fetch(long fromSlot, long toSlot, int maxBytes, FetchCallback callback);

    /// Answer to [#fetch], in a later turn.
    @FunctionalInterface
    interface FetchCallback {
        /// Consecutive slots from the one asked for; empty if it cannot be read now.
        void slots(List<StoredSlot> slots);
    }
}
