package org.ithaca.store;

import java.util.List;
import org.ithaca.base.IthacaException;
import org.ithaca.base.StoredSlot;

/// What a read of slots found.
sealed interface SlotRead {
    /// Nothing is stored there.
    SlotRead NOTHING = new Slots(List.of());

    /// Consecutive slots from the one asked for; empty if that one is not stored here.
    record Slots(List<StoredSlot> slots) implements SlotRead {}

    /// The slot asked for is held, and its bytes are bad.
    record Damaged(long slot, IthacaException why) implements SlotRead {}
}
