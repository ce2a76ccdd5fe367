package org.ithaca.store;

/// What is known of a record from its intact header.
///
/// @param kind what it is
/// @param number its number; consecutive in segments and in the journal
/// @param durable numbers below were forced when this record was written: the evidence by which damage is told
///     from a torn tail
/// @param length bytes of payload, 0 to [RecordCodec#MAX_PAYLOAD]
/// @param crc CRC-32C of the payload
record RecordHeader(RecordKind kind, long number, long durable, int length, int crc) {
    /// Bytes from this record's offset to the next one's.
    long footprint() {
        return RecordCodec.footprint(length);
    }
}
