package org.ithaca.base;

/// One slot as it is kept and sent.
///
/// @param slot its index in the loglet
/// @param batch the batch; empty for a null slot
/// @param crc CRC-32C of the batch
public record StoredSlot(long slot, Bytes batch, int crc) {}
