package org.ithaca.store;

import java.io.IOException;
import org.ithaca.base.Bytes;

/// The slots of one loglet: consecutive, written once, cut at the front by trim and at the back by the end of the
/// epoch.
///
/// `first <= stored <= held`. Appended slots can be read at once; they survive a crash from the [#force] on that
/// raised `stored` above them. Where an epoch begins and ends is made durable by the caller, in the node's state
/// journal.
interface SlotStore {
    /// Lowest slot kept.
    long first();

    /// Exclusive end of the slots appended.
    long held();

    /// Exclusive end of the slots stored: forced, or merely held where the store is of memory.
    long stored();

    /// Takes the next slot: `slot == held()`, below the end.
    void append(long slot, Bytes batch, int crc);

    /// Writes what was appended.
    ///
    /// @throws org.ithaca.base.Disk.FullException if there is no room: what was not written is kept for the next
    ///     call
    void flush() throws IOException;

    /// Makes what was written durable.
    void force() throws IOException;

    /// Consecutive slots from `from`, below `to`: at least one if it is held, then until `maxBytes` are
    /// collected.
    SlotRead read(long from, long to, int maxBytes) throws IOException;

    /// Replaces the bytes of a damaged slot. Durable after [#force].
    void repair(long slot, Bytes batch, int crc) throws IOException;

    /// Forgets slots from `end` on and takes none of them ever again.
    void end(long end);

    /// Forgets slots below `below`, which is at most `held`.
    void trim(long below);

    /// Gives back the room of forgotten slots; called once their bounds are durable.
    void clean() throws IOException;

    /// Lets go of all files; nothing is called any more.
    void close() throws IOException;
}
